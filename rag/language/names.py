"""Names of people, places and organisations in French and English text, by their capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.figures.dates import FoundDate, find_dates
from rag.language.words import Word, is_stop_word, words
from rag.records import Language

# Joins two capitalised words into one name: "Pierre-Yves", "El Fallah", "d'Ivoire".
_JOINER = re.compile(r"[ \u00a0\u202f'’.-]{1,2}")
_NEXT_CAPITAL = re.compile(r"[ \u00a0-][A-ZÀ-Ý]")
# A full stop that does not end a sentence, after a title or an initial: "M. Aubry", "J. Smith".
_TITLE_OR_INITIAL = re.compile(
    r"\b(?:mm?|mmes?|mlles?|mrs?|ms|dr|prof|pr|st|ste|[A-ZÀ-Ý])\.$", re.IGNORECASE
)
# What opens a paragraph or an item: "(2)", "a)", "3.", "•".
_ITEM_MARK = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?:;]\s))\s*(?:\(?[\da-z.]{1,4}\)|\d{1,3}[.)°]|[-–—•*])\s*$"
)
_OPENING_MARKS = " \u00a0\u202f«“\"'’("
_REACH = 32  # characters before a word in which its mark is: long texts take no longer


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, ``text[start:end]``, and their folded forms."""

    start: int
    end: int
    parts: frozenset[str]


def find_names(text: str, language: Language) -> tuple[Name, ...]:
    """The runs of capitalised words of a text in order, without those of dates.

    A stop word is never a name. Neither is the first word of a sentence, unless it is all in
    capitals or another capital follows.
    """
    dates = find_dates(text)
    names: list[Name] = []
    for word in words(text):
        in_name = text[word.start].isupper() and not _in_date(word, dates)
        if not in_name or _is_common(text, word, language):
            continue
        if names and _JOINER.fullmatch(text, names[-1].end, word.start):
            last = names.pop()
            names.append(Name(last.start, word.end, last.parts | {word.folded}))
        else:
            names.append(Name(word.start, word.end, frozenset({word.folded})))
    return tuple(names)


def _is_common(text: str, word: Word, language: Language) -> bool:
    """Whether a capitalised word is no name: a stop word, or the first word of a sentence."""
    if is_stop_word(word.folded, language):
        return True
    if text[word.start : word.end].isupper() or _before_capital(text, word):
        return False
    return _opens_sentence(text, word.start)


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a word is the first of its sentence, or the first after the mark of an item."""
    low = max(0, start - _REACH)
    end = low + len(text[low:start].rstrip(_OPENING_MARKS))
    if end == low or _ITEM_MARK.search(text, low, end):
        return True
    return text[end - 1] in ".!?:;\n" and not _TITLE_OR_INITIAL.search(text, low, end)


def _before_capital(text: str, word: Word) -> bool:
    """Whether another capital follows directly: "Amal El Fallah parle"."""
    return _NEXT_CAPITAL.match(text, word.end) is not None


def _in_date(word: Word, dates: tuple[FoundDate, ...]) -> bool:
    return any(date.start <= word.start < date.end for date in dates)
