"""OpenDocument texts (ODT): paragraphs, headings, lists, tables and notes in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.errors import DocumentLocked, DocumentUnreadable
from rag.language.words import fold
from rag.messages import Message
from rag.readers.archive import ZIP, open_archive, read_entry
from rag.readers.content import Block, Content, hidden_text_notices, join_blocks, numeral
from rag.readers.document_format import DocumentFormat
from rag.readers.lines import join_broken_lines
from rag.readers.metadata import field_date
from rag.readers.table_rows import table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _STYLE, _OFFICE, _META, _FO = (
    _ODF % name for name in ("text", "table", "style", "office", "meta", "xsl-fo-compatible")
)
_BOX = _ODF % "drawing" + "text-box"
_DC = "{http://purl.org/dc/elements/1.1/}"
_GLYPHS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_CONTAINERS = frozenset(
    (_TEXT + "section", _TEXT + "numbered-paragraph", _TEXT + "list-header", _TEXT + "index-body")
)
_SKIPPED = frozenset(
    (_OFFICE + "annotation", _TEXT + "hidden-text", _TEXT + "note", _TEXT + "ruby-text", _BOX)
)
_DEEPEST = 40  # nested sections, lists and tables
_MOST_SPACES = 100  # in one text:s element
_WIDEST = 100  # columns over which a cell can be repeated
_DATES = ("date", "date de publication", "publication date", "issued")
_ISSUERS = ("issuer", "emetteur", "publisher", "editeur", "organisation", "organization")


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge. Comments, deleted text,
    headers, footers and tables of contents are left out; notes come last.
    """
    archive = open_archive(data, path)
    if b"encryption-data" in read_entry(archive, "META-INF/manifest.xml", path):
        raise DocumentLocked(path=path)
    content = _parse(read_entry(archive, "content.xml", path), path)
    if content is None:
        cause = Message("causes.no_content")
        raise DocumentUnreadable(path=path, cause=cause)
    styles = _parse(read_entry(archive, "styles.xml", path), path)
    body = _BodyReader(_Styles([root for root in (styles, content) if root is not None]))
    text = content.find(f"{_OFFICE}body/{_OFFICE}text")
    blocks = list(body.blocks(text)) if text is not None else []
    meta = _fields(_parse(read_entry(archive, "meta.xml", path), path))
    return Content(
        (join_blocks([*blocks, *body.notes]),),
        meta.get("title"),
        field_date(next((meta[name] for name in _DATES if name in meta), None)),
        next((meta[name] for name in _ISSUERS if name in meta), None),
        meta.get("initial-creator"),
        hidden_text_notices(body.hidden),
    )


def _parse(data: bytes, path: str) -> Element | None:
    """The root of an XML part, ``None`` for an empty one; DTDs and entities are refused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(data, forbid_dtd=True) if data else None
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        cause = Message("causes.xml", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error


def _fields(root: Element | None) -> dict[str, str]:
    """The metadata fields: title, initial creator, and those defined by the user, by name."""
    fields: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if element.text and element.tag in (f"{_DC}title", f"{_META}initial-creator"):
            fields[element.tag.rsplit("}", 1)[-1]] = element.text
        elif element.text and element.tag == f"{_META}user-defined":
            fields.setdefault(fold(element.get(f"{_META}name", "")), element.text)
    return fields


class _Styles:
    """What the styles of a text define: titles, hidden text, and how lists are numbered."""

    def __init__(self, roots: list[Element]) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._lists: dict[str, list[tuple[str, str]]] = {}  # form and suffix by depth
        for root in roots:
            for style in root.iter(f"{_STYLE}style"):
                name = style.get(f"{_STYLE}name", "")
                self._parents[name] = style.get(f"{_STYLE}parent-style-name", "")
                if any(map(_is_hiding, style.iter(f"{_STYLE}text-properties"))):
                    self._hidden.add(name)
            for each in root.iter(f"{_TEXT}list-style"):
                self._lists[each.get(f"{_STYLE}name", "")] = [_numbers(level) for level in each]

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph style is, or is based on, the style for document titles."""
        for _ in range(_DEEPEST):
            if name == "Title":
                return True
            name = self._parents.get(name or "")
        return False

    def hides(self, element: Element) -> bool:
        """Whether the text of an element is invisible."""
        return element.get(f"{_TEXT}style-name") in self._hidden

    def marker(self, name: str | None, depth: int, count: int) -> str:
        """The number or bullet before an item of a list; depth from 0, count from 1."""
        levels = self._lists.get(name or "", [])
        form, suffix = levels[depth] if depth < len(levels) else ("", "")
        return f"{numeral(count, form)}{suffix}" if form else "•"


def _is_hiding(properties: Element) -> bool:
    size = properties.get(f"{_FO}font-size", "")
    tiny = size in ("0pt", "0.5pt", "1pt", "1.5pt")
    pale = properties.get(f"{_FO}color", "").lower() == "#ffffff"
    alone = properties.get(f"{_FO}background-color", "transparent") == "transparent"
    return properties.get(f"{_TEXT}display") == "none" or tiny or (pale and alone)


def _numbers(level: Element) -> tuple[str, str]:
    """The form of the numbers at a depth of a list, and their suffix; no form for bullets."""
    if level.tag != f"{_TEXT}list-level-style-number":
        return "", ""
    return level.get(f"{_STYLE}num-format", ""), level.get(f"{_STYLE}num-suffix", "")


@dataclass(slots=True)
class _BodyReader:
    """Reads one text; collects its notes and its invisible text."""

    styles: _Styles
    notes: list[Block] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of an element, in order."""
        for child in parent if depth < _DEEPEST else ():
            if child.tag in (_TEXT + "p", _TEXT + "h"):
                yield from self._paragraph(child, depth)
            elif child.tag == _TEXT + "list":
                yield from self._list(child, depth, 0, None)
            elif child.tag == _TABLE + "table":
                yield from self._table(child, depth)
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        level = 0
        if element.tag == _TEXT + "h":
            outline = element.get(f"{_TEXT}outline-level", "1")
            level = int(outline) if outline in "123456789" and outline else 1
        elif self.styles.is_title(element.get(f"{_TEXT}style-name")):
            level = 1
        yield Block(self._text(element), level)
        for box in element.iter(_BOX):
            yield from self.blocks(box, depth + 1)
        for note in element.iter(_TEXT + "note"):
            body = note.find(_TEXT + "note-body")
            text = (
                " ".join(b.text for b in self.blocks(body, depth + 1)) if body is not None else ""
            )
            if text.strip():
                self.notes.append(Block(f"{len(self.notes) + 1}. {text}", close=bool(self.notes)))

    def _list(
        self, element: Element, depth: int, level: int, inherited: str | None
    ) -> Iterator[Block]:
        name = element.get(f"{_TEXT}style-name", inherited)
        items = [item for item in element if item.tag == _TEXT + "list-item"]
        for number, item in enumerate(items if depth < _DEEPEST else (), 1):
            marker = self.styles.marker(name, level, number) + " "
            close = number > 1 or level > 0
            for child in item:
                if child.tag == _TEXT + "list":
                    yield from self._list(child, depth + 1, level + 1, name)
                elif child.tag in (_TEXT + "p", _TEXT + "h"):
                    for block in self._paragraph(child, depth + 1):
                        yield Block(marker + block.text if block.text else "", block.level, close)
                        marker, close = "", False

    def _text(self, element: Element) -> str:
        """The visible text of an element."""
        if self.styles.hides(element):
            self.hidden.append("".join(element.itertext()))
            return ""
        parts: list[str] = []
        waiting = _pieces(element)
        while waiting:
            piece = waiting.pop()
            if isinstance(piece, str):
                parts.append(piece)
            elif piece.tag == _TEXT + "s":
                count = piece.get(f"{_TEXT}c", "1")
                parts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
            elif piece.tag in _GLYPHS:
                parts.append(_GLYPHS[piece.tag])
            elif self.styles.hides(piece):
                self.hidden.append("".join(piece.itertext()))
            elif piece.tag not in _SKIPPED:
                waiting += _pieces(piece)
        return join_broken_lines("".join(parts)).strip()

    def _table(self, element: Element, depth: int) -> Iterator[Block]:
        rows = [_cells(row) for row in element.iter(_TABLE + "table-row")]
        nested = any(True for cells in rows for cell in cells for _ in cell.iter(_TABLE + "table"))
        if nested or max((len(row) for row in rows), default=0) < 2:
            for row in _cells_of_layout(element):
                yield from self.blocks(row, depth + 1)
            return
        headed = element.find(_TABLE + "table-header-rows") is not None
        texts = [[self._cell(cell) for cell in row] for row in rows]
        yield from table(texts, True if headed else None)

    def _cell(self, cell: Element) -> str:
        return " ".join(self._text(paragraph) for paragraph in cell.iter(_TEXT + "p"))


def _pieces(element: Element) -> list[Element | str]:
    """The texts and child elements of an element, last first."""
    pieces: list[Element | str] = [element.text or ""]
    for child in element:
        pieces += (child, child.tail or "")
    return pieces[::-1]


def _cells(row: Element) -> list[Element]:
    """The cells of a row, with covered ones, each as often as the file repeats it."""
    found: list[Element] = []
    for cell in row:
        count = cell.get(f"{_TABLE}number-columns-repeated", "1")
        found += [cell] * min(int(count) if count.isdecimal() and len(count) < 6 else 1, _WIDEST)
    return found


def _cells_of_layout(element: Element) -> Iterator[Element]:
    """The cells of a table that lays out the page, without those of tables inside it."""
    for child in element:
        if child.tag == _TABLE + "table-cell":
            yield child
        elif child.tag in (
            _TABLE + "table-row",
            _TABLE + "table-rows",
            _TABLE + "table-header-rows",
        ):
            yield from _cells_of_layout(child)


def _has_signature(data: bytes, path: str) -> bool:
    if not data.startswith(ZIP):
        return False
    archive = open_archive(data, path)
    written = read_entry(archive, "mimetype", path).startswith(_MEDIA_TYPE.encode())
    return written or "content.xml" in archive.namelist()


FORMAT = DocumentFormat(
    name="odt",
    label="ODT",
    endings=(".odt",),
    media_type=_MEDIA_TYPE,
    read=read,
    parsers=("defusedxml",),
    signature=_has_signature,
)
