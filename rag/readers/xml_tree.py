"""XML of laws (Akoma Ntoso) and other XML documents: parts, articles and paragraphs in order.

One walk serves both: a part with a number or a title opens a section, and an element with words
between its tags is a paragraph.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.errors import DocumentUnreadable
from rag.language.documents.xml_names import DATES, ISSUERS, NOT_READ, NUMBERS, TITLES
from rag.messages import Message
from rag.readers.clean import one_line
from rag.readers.content import Block, Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.metadata import field_date
from rag.readers.whole_rows import table_as_it_is
from rag.readers.xml_parts import parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 60  # elements inside elements; what is deeper is read as one text
_ARTICLES = ("article", "section", "rule")  # a number alone is their heading


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number; raises DocumentUnreadable."""
    root = parse_xml(data, path)
    if root is None:
        raise DocumentUnreadable(path=path, cause=Message("causes.not_format", format="XML"))
    walk = _Walk()
    page = join_blocks(walk.blocks(root, 0))
    return Content((page,), walk.title, _date(root), _issuer(root))


@dataclass(slots=True)
class _Walk:
    """The state of one walk: the sections that are open, and a number that waits for its text."""

    title: str | None = None
    sections: int = 0
    number: str = field(default="")

    def blocks(self, element: Element, depth: int) -> Iterator[Block]:
        """The blocks of an element, in order."""
        name = _name(element)
        if name in NOT_READ:
            return
        if name == "table":
            rows = [child for child in element.iter() if _name(child) in ("tr", "row")]
            yield from table_as_it_is([[_words(cell) for cell in row] for row in rows])
        elif name in NUMBERS:
            self.number = _words(element)
        elif name in TITLES:
            yield from self._heading(_words(element))
        elif depth >= _DEEPEST or _is_paragraph(element):
            yield self._paragraph(_words(element), item=False)
        else:
            yield from self._inside(element, depth, name)

    def _heading(self, words: str) -> Iterator[Block]:
        if not words:
            return
        self.title = self.title or words
        text = " ".join(part for part in (self.number, words) if part)
        self.number = ""
        yield Block(text, level=self.sections + 1)

    def _paragraph(self, words: str, *, item: bool) -> Block:
        text = " ".join(part for part in (self.number, words) if part and words)
        if words:
            self.number = ""
        return Block(text, close=item)

    def _inside(self, element: Element, depth: int, name: str) -> Iterator[Block]:
        """The blocks of a part; one with a title of its own is a section."""
        names = [_name(child) for child in element]
        headed = any(each in TITLES for each in names)
        opened = int(headed and self.title is not None)
        self.sections += opened
        for child in element:
            is_number = _name(child) in NUMBERS
            yield from self.blocks(child, depth + 1)
            if is_number and not headed and name in _ARTICLES:
                number, self.number = self.number, ""
                yield Block(number, level=self.sections + 2)
        self.sections -= opened


def _name(element: Element) -> str:
    """The name of an element in lower case, without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _words(element: Element) -> str:
    return one_line("".join(element.itertext()))


def _is_paragraph(element: Element) -> bool:
    """Whether an element has words of its own, or holds nothing else."""
    own = (element.text or "", *(child.tail or "" for child in element))
    return len(element) == 0 or any(map(str.strip, own))


def _date(root: Element) -> dt.date | None:
    for element in root.iter():
        if _name(element) in DATES:
            found = field_date(element.get("date") or element.text)
            if found is not None:
                return found
    return None


def _issuer(root: Element) -> str | None:
    """The body that a law names as its author."""
    names = {each.get("eId", each.get("id", "")): each.get("showAs") for each in root.iter()}
    for element in root.iter():
        if _name(element) in ISSUERS:
            reference = element.get("href", "").removeprefix("#")
            found = names.get(reference) or _words(element)
            if found:
                return found
    return None


FORMAT = DocumentFormat(
    name="xml",
    label="XML",
    endings=(".xml", ".akn"),
    media_type="application/xml",
    read=read,
    parsers=("defusedxml",),
    is_text=True,
)
