"""Where sentences start and end: syntok, with the French cases that it misses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rag.language.words import content_words, family
from rag.records import Language

# Abbreviations that do not end a sentence when a figure or a name follows. syntok knows the
# English ones and "M."; it split French institutional documents after these.
_ABBREVIATION = re.compile(
    r"(?:^|[\W_])(?:art|arts|al|alin|cf|chap|chif|ch|dir|doc|éd|ed|env|etc|ex|fig|ibid|id|inf|let|"
    r"max|min|mlle|mme|mmes|mm|mgr|me|n|no|nos|p|pp|par|para|paragr|réf|ref|rés|res|sect|st|ste|sup|"
    r"sv|suiv|tab|tél|tel|vol|v|dr|pr|prof|sr|jr|gen|gov|rev|hon|vs|viz|approx|dept|sec|reg|"
    r"[A-ZÉ])\.$",
    re.IGNORECASE,
)
# The end of a quotation, with the full stop after it: "... partir ! ». Puis". A straight quote
# may also open one: it counts as the end only before a blank or a full stop.
_QUOTE_END = re.compile(r"""[»”’")\]\s]*(?:[»”’)\]]|"(?=[\s.!?…]|$))[.!?…]*(?:\s+|$)""")
# A sentence that continues after a quotation: "« Partons ! », dit-elle."
_QUOTE_CONTINUES = re.compile(r"""[»”’")\]\s]*[»”’")\]]\s*(?:,|(?<!")[a-zà-ÿ])""")
_LINE = re.compile(r"[^\n]+")
# syntok misses the end of a sentence after a symbol: "3,5 %. Il monte."
_AFTER_SYMBOL = re.compile(r"(?<=[%‰€$£°)\]][.!?]) +(?=[A-ZÀ-Ý«“])")

# syntok takes words for abbreviations ("col.", "sec."): an article or a pronoun opens a sentence.
_BEFORE_ARTICLE = re.compile(
    r"(?<=[^\W\d_A-ZÀ-Þ]{2}\.) +(?=(?:L['’]|(?:Le|La|Les|Une?|Ce|Cette|Ces|Ils?|Elles?|On|The|They|"
    r"This|These|It|He|She)\s))"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, ``text[start:end]``, and the families of its content words."""

    start: int
    end: int
    text: str
    families: tuple[str, ...]


@lru_cache(maxsize=8_192)
def read_sentences(text: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of a text in that language, in order, with their content words."""
    return tuple(
        Sentence(start, end, text[start:end], _families(text[start:end], language))
        for start, end in sentences(text)
    )


def _families(text: str, language: Language) -> tuple[str, ...]:
    """In order, with repeats."""
    return tuple(family(word) for word in content_words(text, language))


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, in order, without the blanks around them.

    A line break always ends a sentence: readers join the lines of a paragraph. Every
    character that is not blank belongs to exactly one span.
    """
    return list(_spans(text))


@lru_cache(maxsize=2_048)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Cached: the same passages are split again, and syntok takes a millisecond for each."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        spans += _line_sentences(text, line.start(), line.end())
    return tuple(spans)


def _line_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    missed = [
        match.end() for form in (_AFTER_SYMBOL, _BEFORE_ARTICLE)
        for match in form.finditer(text, start, end)
    ]  # fmt: skip
    breaks = [start, *sorted({*_syntok_breaks(text[start:end], start), *missed}), end]
    spans: list[tuple[int, int]] = []
    for left, right in pairwise(breaks):
        left, right = _strip(text, left, right)
        if left == right:
            continue
        if spans and _continues(text, spans[-1], left):
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    return _with_quote_ends(text, spans)


def _syntok_breaks(line: str, offset: int) -> list[int]:
    """The offsets where syntok starts a sentence, except the first."""
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


def _continues(text: str, previous: tuple[int, int], start: int) -> bool:
    """Whether the text that starts here belongs to the sentence before."""
    before, first = text[previous[0] : previous[1]], text[start]
    if first.islower() and not before.endswith(("!", "?", "…")):
        return True
    return _ABBREVIATION.search(before) is not None and (first.isalnum() or first in "«“(")


def _with_quote_ends(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, with each end of a quotation in the sentence that it closes."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _QUOTE_CONTINUES.match(text, start, end):
            joined[-1] = (joined[-1][0], end)
            continue
        quote_end = _QUOTE_END.match(text, start, end)
        if joined and quote_end:
            joined[-1] = (joined[-1][0], start + len(quote_end[0].rstrip()))
            start = quote_end.end()
        if start < end:
            joined.append((start, end))
    return joined
