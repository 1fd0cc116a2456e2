"""The text of an OpenDocument file as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.readers.content import Block
from rag.readers.lines import join_broken_lines
from rag.readers.opendocument.names import DRAW, OFFICE, TABLE, TEXT
from rag.readers.opendocument.styles import OpenDocumentStyles
from rag.readers.whole_rows import table_as_it_is

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BOX = DRAW + "text-box"
_GLYPHS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_CONTAINERS = frozenset(
    (TEXT + "section", TEXT + "numbered-paragraph", TEXT + "list-header", TEXT + "index-body")
)
_SKIPPED = frozenset(
    (OFFICE + "annotation", TEXT + "hidden-text", TEXT + "note", TEXT + "ruby-text", _BOX)
)
_DEEPEST = 40  # nested sections, lists and tables
_MOST_SPACES = 100  # in one text:s element
_WIDEST = 100  # columns over which a cell can be repeated


@dataclass(slots=True)
class OpenDocumentBody:
    """Reads one text; collects its notes and its invisible text."""

    styles: OpenDocumentStyles
    notes: list[Block] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of an element, in order."""
        for child in parent if depth < _DEEPEST else ():
            if child.tag in (TEXT + "p", TEXT + "h"):
                yield from self._paragraph(child, depth)
            elif child.tag == TEXT + "list":
                yield from self._list(child, depth, 0, None)
            elif child.tag == TABLE + "table":
                yield from self._table(child, depth)
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        level = 0
        if element.tag == TEXT + "h":
            outline = element.get(f"{TEXT}outline-level", "1")
            level = int(outline) if outline in "123456789" and outline else 1
        elif self.styles.is_title(element.get(f"{TEXT}style-name")):
            level = 1
        yield Block(self.text(element), level)
        for box in element.iter(_BOX):
            yield from self.blocks(box, depth + 1)
        for note in element.iter(TEXT + "note"):
            body = note.find(TEXT + "note-body")
            text = (
                " ".join(b.text for b in self.blocks(body, depth + 1)) if body is not None else ""
            )
            if text.strip():
                self.notes.append(Block(f"{len(self.notes) + 1}. {text}", close=bool(self.notes)))

    def _list(
        self, element: Element, depth: int, level: int, inherited: str | None
    ) -> Iterator[Block]:
        name = element.get(f"{TEXT}style-name", inherited)
        items = [item for item in element if item.tag == TEXT + "list-item"]
        for number, item in enumerate(items if depth < _DEEPEST else (), 1):
            marker = self.styles.marker(name, level, number) + " "
            close = number > 1 or level > 0
            for child in item:
                if child.tag == TEXT + "list":
                    yield from self._list(child, depth + 1, level + 1, name)
                elif child.tag in (TEXT + "p", TEXT + "h"):
                    for block in self._paragraph(child, depth + 1):
                        yield Block(marker + block.text if block.text else "", block.level, close)
                        marker, close = "", False

    def text(self, element: Element) -> str:
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
            elif piece.tag == TEXT + "s":
                count = piece.get(f"{TEXT}c", "1")
                parts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
            elif piece.tag in _GLYPHS:
                parts.append(_GLYPHS[piece.tag])
            elif self.styles.hides(piece):
                self.hidden.append("".join(piece.itertext()))
            elif piece.tag not in _SKIPPED:
                waiting += _pieces(piece)
        return join_broken_lines("".join(parts)).strip()

    def _table(self, element: Element, depth: int) -> Iterator[Block]:
        rows = [_cells(row) for row in element.iter(TABLE + "table-row")]
        nested = any(True for cells in rows for cell in cells for _ in cell.iter(TABLE + "table"))
        if nested or max((len(row) for row in rows), default=0) < 2:
            for row in _cells_of_layout(element):
                yield from self.blocks(row, depth + 1)
            return
        marked = element.find(TABLE + "table-header-rows")
        heads = 0 if marked is None else len(list(marked.iter(TABLE + "table-row")))
        yield from table_as_it_is(list(self._grid(rows)), heads or None)

    def _grid(self, rows: Sequence[Sequence[Element]]) -> Iterator[list[str]]:
        """The texts of the cells; that of a cell over several rows repeats down, not across."""
        spans: dict[int, tuple[int, str]] = {}  # by column: rows still covered, and their text
        for row in rows:
            texts: list[str] = []
            for at, cell in enumerate(row):
                left, above = spans.pop(at, (0, ""))
                text = self._cell(cell) or above
                height = _number(cell, "number-rows-spanned")
                spans[at] = max(left - 1, height - 1), text
                texts.append(text)
            spans = {at: span for at, span in spans.items() if span[0] > 0}
            yield texts

    def cells(self, row: Element) -> list[str]:
        """The texts of the cells of a row, each as often as the file repeats it."""
        return [self._cell(cell) for cell in _cells(row)]

    def _cell(self, cell: Element) -> str:
        return " ".join(self.text(paragraph) for paragraph in cell.iter(TEXT + "p"))


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
        found += [cell] * min(_number(cell, "number-columns-repeated"), _WIDEST)
    return found


def _number(cell: Element, name: str) -> int:
    count = cell.get(f"{TABLE}{name}", "1")
    return int(count) if count.isdecimal() and len(count) < 6 else 1


def _cells_of_layout(element: Element) -> Iterator[Element]:
    """The cells of a table that lays out the page, without those of tables inside it."""
    for child in element:
        if child.tag == TABLE + "table-cell":
            yield child
        elif child.tag in (
            TABLE + "table-row",
            TABLE + "table-rows",
            TABLE + "table-header-rows",
        ):
            yield from _cells_of_layout(child)
