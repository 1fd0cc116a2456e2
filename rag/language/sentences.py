"""Where sentences start and end, by syntok with the French cases that it misses mended."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

# Abbreviations that a sentence never ends on when a figure or a name follows. syntok knows
# the English ones and "M."; these were seen to split in French institutional text.
_ABBREVIATION = re.compile(
    r"(?:^|[\W_])(?:art|arts|al|alin|cf|chap|chif|ch|dir|doc|éd|ed|env|etc|ex|fig|ibid|id|inf|let|"
    r"max|min|mlle|mme|mmes|mm|mgr|me|n|no|nos|p|pp|par|para|paragr|réf|ref|rés|res|sect|st|ste|sup|"
    r"sv|suiv|tab|tél|tel|vol|v|dr|pr|prof|sr|jr|gen|gov|rev|hon|vs|viz|approx|dept|sec|reg|"
    r"[A-ZÉ])\.$",
    re.IGNORECASE,
)
# What closes a quotation, with the full stop after it: "... partir ! ». Puis". A straight quote
# opens as often as it closes: it moves only with a blank or a stop after.
_CLOSED = re.compile(r"""[»”’")\]\s]*(?:[»”’)\]]|"(?=[\s.!?…]|$))[.!?…]*(?:\s+|$)""")
# A sentence that goes on after a quotation: "« Partons ! », dit-elle."
_GOES_ON = re.compile(r"""[»”’")\]\s]*[»”’")\]]\s*(?:,|(?<!")[a-zà-ÿ])""")
_LINE = re.compile(r"[^\n]+")
# syntok misses the end of a sentence after a sign: "3,5 %. Il monte."
_AFTER_SIGN = re.compile(r"(?<=[%‰€$£°)\]][.!?]) +(?=[A-ZÀ-Ý«“])")


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, in order, blank edges left out.

    A line break always ends a sentence: readers join the lines of a paragraph. Every
    character that is not blank belongs to exactly one span.
    """
    return list(_spans(text))


@lru_cache(maxsize=2_048)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Kept: the same passages come back, and syntok takes a millisecond for each."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        spans += _line_sentences(text, line.start(), line.end())
    return tuple(spans)


def _line_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    signs = [match.end() for match in _AFTER_SIGN.finditer(text, start, end)]
    cuts = [start, *sorted({*_syntok_cuts(text[start:end], start), *signs}), end]
    spans: list[tuple[int, int]] = []
    for left, right in pairwise(cuts):
        left, right = _strip(text, left, right)
        if left == right:
            continue
        if spans and _belongs_before(text, spans[-1], left):
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    return _with_closings(text, spans)


def _syntok_cuts(line: str, offset: int) -> list[int]:
    """The places where syntok starts a sentence, but for the first."""
    from syntok import segmenter

    starts = [
        sentence[0].offset + offset
        for paragraph in segmenter.analyze(line)
        for sentence in paragraph
        if sentence
    ]
    return [start for start in starts[1:] if start > offset]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _belongs_before(text: str, previous: tuple[int, int], start: int) -> bool:
    """Whether what starts here only continues the sentence before."""
    before, first = text[previous[0] : previous[1]], text[start]
    if first.islower() and not before.endswith(("!", "?", "…")):
        return True
    return _ABBREVIATION.search(before) is not None and (first.isalnum() or first in "«“(")


def _with_closings(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, with the end of a quotation given to the sentence that it closes."""
    mended: list[tuple[int, int]] = []
    for start, end in spans:
        if mended and _GOES_ON.match(text, start, end):
            mended[-1] = (mended[-1][0], end)
            continue
        closing = _CLOSED.match(text, start, end)
        if mended and closing:
            mended[-1] = (mended[-1][0], start + len(closing[0].rstrip()))
            start = closing.end()
        if start < end:
            mended.append((start, end))
    return mended
