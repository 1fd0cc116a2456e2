"""Quotations in running text: what stands between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.words import words
from rag.records import Offsets

_PAIRS = {"«": "»", "“": "”"}
_MARK = re.compile('[«»“”"]')
_MOST_SENTENCES = 8  # that a quotation may hold
# Where a sentence ends at a quotation mark or at an ellipsis: "». «", "… Il".
_ENDS = re.compile(r"(?:[»”\"]\s?[.!?…]+|(?:…|\.\.\.))\s+(?=[«“\"A-ZÀ-Þ])")
# What stands in a quotation for words left out or put in: "[…]", "(...)", "[la ville]".
_GAP = re.compile(r"\[[^\]]*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks, ``text[start:end]`` without the marks."""

    start: int
    end: int
    text: str

    @property
    def segments(self) -> tuple[Offsets, ...]:
        """The spans in it that are quoted to the letter: "We go […] by train" has two."""
        places, done = [], 0
        for gap in _GAP.finditer(self.text):
            places.append((done, gap.start()))
            done = gap.end()
        places.append((done, len(self.text)))
        return tuple(span for span in places if words(self.text[slice(*span)]))


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order, none inside another."""
    found: list[Quotation] = []
    opened, closing = -1, ""
    for mark in _MARK.finditer(text):
        if opened < 0:
            closing = _PAIRS.get(mark[0], '"')
            opened = mark.end() if mark[0] in (*_PAIRS, '"') else -1
        elif mark[0] == closing:
            inside = text[opened : mark.start()]
            start = opened + len(inside) - len(inside.lstrip())
            found.append(Quotation(start, start + len(inside.strip()), inside.strip()))
            opened = -1
    return [one for one in found if one.text]


def with_whole_quotations(text: str, spans: Sequence[Offsets]) -> list[Offsets]:
    """The spans of sentences, those of one quotation joined, others parted where one ends.

    "« A. B », says C" is one sentence, "« A ». « B », says C" are two. A quotation that is not
    closed in its paragraph joins nothing.
    """
    joined: list[Offsets] = []
    place = 0
    while place < len(spans):
        last = _closing(text, spans, place)
        joined += _parted(text, (spans[place][0], spans[last][1]))
        place = last + 1
    return joined


def _closing(text: str, spans: Sequence[Offsets], first: int) -> int:
    """The place of the sentence in which a quotation of the first one ends."""
    start = spans[first][0]
    for place in range(first, min(first + _MOST_SENTENCES, len(spans))):
        so_far = text[start : spans[place][1]]
        if "\n" in so_far:
            break
        if not _is_open(so_far):
            return place
    return first


def _is_open(text: str) -> bool:
    """Whether a text ends inside a quotation."""
    closing = ""
    for mark in _MARK.finditer(text):
        if not closing:
            closing = _PAIRS.get(mark[0], '"' if mark[0] == '"' else "")
        elif mark[0] == closing:
            closing = ""
    return bool(closing)


def _parted(text: str, span: Offsets) -> list[Offsets]:
    """A span, parted where a sentence ends outside its quotations."""
    start, end = span
    parts: list[Offsets] = []
    for match in _ENDS.finditer(text, start, end):
        if not _is_open(text[start : match.end()]):
            parts.append((start, match.start() + len(match[0].rstrip())))
            start = match.end()
    return [*parts, (start, end)]
