"""What is searched and listed in one document: its headings, and words in its pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.records import Page, Span
from rag.records.citations import permalink_of

MOST_MATCHES = 200
_AROUND = 60  # characters shown on each side of a match


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading: its depth from 1, its words, its page, and the permalink of its place.

    The permalink is "" if the words are not to the letter in the page.
    """

    level: int
    title: str
    page: int | None
    permalink: str


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Where words were found, with the text on both sides."""

    page: int | None
    label: str | None
    before: str
    words: str
    after: str
    permalink: str


def outline(document: str, pages: Sequence[Page]) -> tuple[SectionHeading, ...]:
    """The headings of a document in order, without the headers of tables."""
    found = []
    for page in pages:
        for heading in page.headings:
            if heading.end is not None:
                continue
            end = heading.start + len(heading.title)
            exact = page.text[heading.start : end] == heading.title
            span = Span(heading.start, end, heading.title)
            link = permalink_of(document, page.number, span) if exact else ""
            found.append(SectionHeading(heading.level, heading.title, page.number, link))
    return tuple(found)


def find_words(document: str, pages: Sequence[Page], words: str) -> tuple[WordMatch, ...]:
    """Where the pages have some words one after the other, at most ``MOST_MATCHES`` places.

    Case, accents, the form of apostrophes and line ends do not count.
    """
    pattern = re.compile(r"\s+".join(map(re.escape, _folded(words).split())))
    found: list[WordMatch] = []
    if not pattern.pattern:
        return ()
    for page in pages:
        for start, end in _matches(pattern, page.text):
            found.append(_match(document, page, start, end))
            if len(found) == MOST_MATCHES:
                return tuple(found)
    return tuple(found)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(_folded(text)))


def _match(document: str, page: Page, start: int, end: int) -> WordMatch:
    left, right = max(0, start - _AROUND), min(len(page.text), end + _AROUND)
    before, after = page.text[left:start], page.text[end:right]
    if left:
        before = "…" + before[before.find(" ") + 1 :]
    if right < len(page.text):
        after = after[: after.rfind(" ") + 1].rstrip() + "…" if " " in after else after + "…"
    words = page.text[start:end]
    link = permalink_of(document, page.number, Span(start, end, words))
    return WordMatch(page.number, page.label, before, words, after, link)


class _Folding(dict[int, str]):
    """Characters without case and accents, each still one character, so that offsets hold."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        self[code] = folded = "'" if plain in "’ʼ‘" else plain
        return folded


_FOLDING = _Folding()


def _folded(text: str) -> str:
    return text.translate(_FOLDING)
