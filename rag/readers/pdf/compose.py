"""The text of a page from its paragraphs, with one box for each word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.language import detect
from rag.messages import say
from rag.readers.cuts import is_cut
from rag.readers.hyphens import HYPHENS, hyphen_between
from rag.readers.pdf.annotations import Annotation
from rag.readers.pdf.paragraphs import Paragraph
from rag.readers.pdf.words import PageWord, PageWords
from rag.records import Box

_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Composed:
    """A page's text, its boxes, and the span of each paragraph in it, end excluded."""

    text: str
    boxes: tuple[Box, ...]
    spans: list[tuple[int, int]]


def compose(found: Sequence[Paragraph], sheet: PageWords, known: frozenset[str]) -> Composed:
    """The text of the paragraphs: a blank line before those that are apart, else a line end.

    ``known`` is the vocabulary of the document, to decide hyphens at line ends.
    """
    writer = _Writer(sheet, known)
    spans: list[tuple[int, int]] = []
    for paragraph in found:
        if spans:
            writer.write("\n\n" if paragraph.apart else "\n")
        start = writer.length
        writer.paragraph(paragraph)
        spans.append((start, writer.length))
    return Composed("".join(writer.parts), tuple(writer.boxes), spans)


def with_annotations(page: Composed, found: Sequence[Annotation]) -> Composed:
    """The page with the texts over it after its own, each marked as what it is.

    The boxes of their words are those of the annotations.
    """
    if not found:
        return page
    language = detect(page.text)
    parts, boxes, length = [page.text] if page.text else [], list(page.boxes), len(page.text)
    for one in found:
        parts.append("\n\n" if parts else "")
        text = say(f"words.{one.kind}", language, name=one.name, text=one.text)
        start = length + len(parts[-1])
        boxes += [
            Box(start + word.start(), start + word.end(), one.left, one.top, one.right, one.bottom)
            for word in _WORD.finditer(text)
        ]
        parts.append(text)
        length = start + len(text)
    return Composed("".join(parts), tuple(boxes), page.spans)


@dataclass(slots=True)
class _Writer:
    sheet: PageWords
    known: frozenset[str]
    parts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def paragraph(self, paragraph: Paragraph) -> None:
        last: PageWord | None = None
        for line in paragraph.lines:
            if last is not None:
                self._end_line(last, line.words[0])
            for gap, word in zip(("", *line.gaps), line.words, strict=True):
                start = self.length + len(gap)
                self.length = start + len(word.text)
                self.parts += (gap, word.text)
                place = self.sheet.displayed(word, paragraph.turn)
                self.boxes.append(Box(start, self.length, *place))
            last = line.words[-1]

    def _end_line(self, last: PageWord, first: PageWord) -> None:
        """Writes what joins the last word of a line and the first word of the next."""
        if is_cut(last.text, first.text):
            return
        between: str | None = None
        if last.text.endswith(HYPHENS):
            known = self.known
            between = "" if last.soft else hyphen_between(last.text, first.text, known)
        if between is None:
            self.write(" ")
        elif between == "":
            self._drop_hyphen()

    def _drop_hyphen(self) -> None:
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        box = self.boxes[-1]
        self.boxes[-1] = Box(box.start, box.end - 1, box.left, box.top, box.right, box.bottom)
