"""Names of people, places and bodies in French and English text, by their capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.dates import FoundDate, find_dates
from rag.language.words import Word, is_stop_word, words
from rag.records import Language

# What joins two capitalised words into one name: "Pierre-Yves", "El Fallah", "d'Ivoire".
_JOIN = re.compile(r"[ \u00a0\u202f'’.-]{1,2}")
_NEXT_CAPITAL = re.compile(r"[ \u00a0-][A-ZÀ-Ý]")
# No sentence ends on these, nor on an initial: "M. Aubry", "J. Smith".
_TITLE = re.compile(r"\b(?:mm?|mmes?|mlles?|mrs?|ms|dr|prof|pr|st|ste|[A-ZÀ-Ý])\.$", re.IGNORECASE)
_OPENERS = " \u00a0\u202f«“\"'’("


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, ``text[start:end]``, and their folded forms."""

    start: int
    end: int
    parts: frozenset[str]


def find_names(text: str, language: Language) -> tuple[Name, ...]:
    """The runs of capitalised words of a text in order, but for those of dates.

    The small or common word that opens a sentence has its capital from its place, and is none.
    """
    dates = find_dates(text)
    names: list[Name] = []
    for word in words(text):
        capital = text[word.start].isupper() and not _dated(word, dates)
        if not capital or _opens(text, word, language):
            continue
        if names and _JOIN.fullmatch(text, names[-1].end, word.start):
            last = names.pop()
            names.append(Name(last.start, word.end, last.parts | {word.folded}))
        else:
            names.append(Name(word.start, word.end, frozenset({word.folded})))
    return tuple(names)


def _opens(text: str, word: Word, language: Language) -> bool:
    """Whether a capital is owed to the place in the sentence: a small word, or a common one."""
    if is_stop_word(word.folded, language):
        return True
    before = text[: word.start].rstrip(_OPENERS)
    first = not before or (before[-1] in ".!?:;\n" and not _TITLE.search(before))
    return first and not text[word.start : word.end].isupper() and not _goes_on(text, word)


def _goes_on(text: str, word: Word) -> bool:
    """Whether another capital follows at once: "Amal El Fallah parle", not "Le Conseil"."""
    return _NEXT_CAPITAL.match(text, word.end) is not None


def _dated(word: Word, dates: tuple[FoundDate, ...]) -> bool:
    return any(date.start <= word.start < date.end for date in dates)
