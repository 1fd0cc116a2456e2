"""Documents cut into passages: runs of whole sentences under one heading, inside one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.language import detect
from rag.language.sentences import sentences
from rag.records import Document, Heading, Page, Passage, Reading

# In characters. A passage ends at the sentence that takes it past TARGET. No passage is longer
# than LONGEST: a longer sentence is cut between words. Round values, below what the encoder
# reads; bench/passage_length.py measures others.
TARGET = 1_100
LONGEST = 1_800
SHORTEST = 200
_BAR = re.compile(r"\s*[|\t]\s*")


@dataclass
class _Outline:
    """The headings above the current position, carried from page to page."""

    path: list[Heading] = field(default_factory=list)

    def enter(self, heading: Heading) -> None:
        self.path = [above for above in self.path if above.level < heading.level]
        self.path.append(heading)

    def leave(self, at: int) -> None:
        """Leaves the tables that end before an offset of the page."""
        self.path = [above for above in self.path if above.end is None or above.end > at]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(map(_shown, self.path))


def _shown(heading: Heading) -> str:
    """The title of a heading; only the column heads of a table keep the bars between its parts."""
    return heading.title if heading.end is not None else _BAR.sub(" – ", heading.title)


def split(reading: Reading) -> list[Passage]:
    """The passages of a document in reading order.

    Each is a slice of one page (``page.text[start:end] == passage.text``), starts and ends with a
    sentence, and carries the headings above it. Each has its own language, because bilingual
    documents are common in institutions.
    """
    outline = _Outline()
    return [
        _passage(reading.document, page, span, titles)
        for page in reading.pages
        for span, titles in _page_spans(page, outline)
    ]


def embedded_text(document: Document, passage: Passage) -> str:
    """The text that is encoded for a passage: title, headings and text, a line each."""
    headings = " › ".join(title for title in passage.headings if title != document.title)
    return "\n".join(part for part in (document.title, headings, passage.text) if part)


def _passage(
    document: Document, page: Page, span: tuple[int, int], titles: tuple[str, ...]
) -> Passage:
    start, end = span
    text = page.text[start:end]
    language = detect(text, default=document.language)
    return Passage(document.id, page.number, start, end, text, language, titles, page.ocr)


def _page_spans(page: Page, outline: _Outline) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """The spans of the passages of a page, each with the titles above it."""
    for heads, spans in _sections(page):
        outline.leave(spans[0][0])
        for heading in heads:
            outline.enter(heading)
        for span in _grouped(spans):
            yield span, outline.titles
    outline.leave(len(page.text))


def _sections(page: Page) -> Iterator[tuple[list[Heading], list[tuple[int, int]]]]:
    """The sections of a page: the headings that open each one, then its sentences.

    Consecutive headings open one section together; the end of a table opens one without heading.
    """
    waiting = sorted(page.headings, key=lambda heading: heading.start)
    ends = sorted(heading.end for heading in page.headings if heading.end is not None)
    opened: list[Heading] = []
    spans: list[tuple[int, int]] = []
    body = False
    for span in _bounded(page.text):
        due = [heading for heading in waiting if heading.start < span[1]]
        over = [end for end in ends if end <= span[0]]
        waiting, ends = waiting[len(due) :], ends[len(over) :]
        if (due or over) and body:
            yield opened, spans
            opened, spans, body = [], [], False
        opened += due
        body = body or not due
        spans.append(span)
    if spans:
        yield opened, spans


def _bounded(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text; one longer than LONGEST is cut between words."""
    for start, end in sentences(text):
        while end - start > LONGEST:
            cut = text.rfind(" ", start + SHORTEST, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield start, cut
            start = cut + (cut < end and text[cut] == " ")
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            yield start, end


def _grouped(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Consecutive sentences joined up to TARGET; a short remainder joins the group before it."""
    groups: list[tuple[int, int]] = []
    for start, end in spans:
        if groups and end - groups[-1][0] <= TARGET:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    if len(groups) > 1:
        (before, _), (start, end) = groups[-2:]
        if end - start < SHORTEST and end - before <= LONGEST:
            groups[-2:] = [(before, end)]
    return groups
