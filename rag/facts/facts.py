"""What a text states that can be checked: figures, dates, names, words, denials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from rag.language.any_language import any_form, any_word
from rag.language.dates import FoundDate, find_dates
from rag.language.function_words import FROM, TO
from rag.language.names import Name, find_names
from rag.language.negations import find_negations
from rag.language.numbers import Quantity, find_quantities
from rag.language.offices import OFFICES
from rag.language.opposites import Side, find_sides
from rag.language.words import Word, is_stop_word, stem, words
from rag.records import Language


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what it counts: the stem of the word after it, "" where none is."""

    start: int
    end: int
    value: Decimal
    unit: str
    ordinal: bool
    counted: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states; offsets are into that text.

    ``terms`` are its stems in order without stop words, figures or dates, ``plain`` its folded
    words, ``negations`` the spans of what denies, and ``turns`` the opposites it takes one side of.
    """

    language: Language
    figures: tuple[Figure, ...]
    dates: tuple[FoundDate, ...]
    names: tuple[Name, ...]
    terms: tuple[str, ...]
    plain: frozenset[str]
    negations: tuple[tuple[int, int], ...]
    turns: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A text with what it states."""

    text: str
    facts: Facts

    @classmethod
    def of(cls, text: str, language: Language) -> TextFacts:
        """The text read in that language."""
        return cls(text, read_facts(text, language))


_CLAUSE_END = re.compile(r"[.;:!?,\n(]")
_OFFICES = any_word(OFFICES)
# "from 74% to 81%" says by itself which way it went.
_FROM = re.compile(rf"\b(?:{any_form(FROM)})\s+$", re.IGNORECASE)
_TO = re.compile(rf"\s+(?:{any_form(TO)})\s+")


@lru_cache(maxsize=8_192)
def read_facts(text: str, language: Language) -> Facts:
    """What a text in that language states; kept, since quotes come back often."""
    found = words(text)
    dates = find_dates(text)
    figures = _figures(text, language, found, dates)
    counted = [(one.start, one.end) for one in dates] + [(one.start, one.end) for one in figures]
    content = [
        word
        for word in found
        if not is_stop_word(word.folded, language)
        and not any(start <= word.start < end for start, end in counted)
    ]
    return Facts(
        language=language,
        figures=figures,
        dates=dates,
        names=tuple(name for name in find_names(text, language) if not name.parts <= _OFFICES),
        terms=tuple(stem(word.folded, language) for word in content),
        plain=frozenset(word.folded for word in found),
        negations=find_negations(text, language),
        turns=find_sides(text, found) or _way(text, figures),
    )


def _figures(
    text: str, language: Language, found: list[Word], dates: tuple[FoundDate, ...]
) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            one.start,
            one.end,
            one.value,
            one.unit,
            one.ordinal,
            _counted(text, language, found, one),
        )
        for one in find_quantities(text, language)
        if not any(one.start < date.end and date.start < one.end for date in dates)
    )


def _way(text: str, figures: tuple[Figure, ...]) -> tuple[Side, ...]:
    """The rise or fall of a figure that goes "from ... to ..."."""
    for one, other in pairwise(figures):
        between = _TO.fullmatch(text, one.end, other.start)
        if between and _FROM.search(text[: one.start]) and one.value != other.value:
            side = 1 if other.value > one.value else -1
            return (Side("rise", side, text[one.start : other.end]),)
    return ()


def _counted(text: str, language: Language, found: list[Word], quantity: Quantity) -> str:
    """The stem of the first word of content after a bare number, in its clause."""
    if quantity.unit:
        return ""
    for word in found:
        if word.start < quantity.end or is_stop_word(word.folded, language):
            continue
        between = text[quantity.end : word.start]
        return "" if _CLAUSE_END.search(between) else stem(word.folded, language)
    return ""


def alike(one: Name, other: Facts) -> bool:
    """Whether a text holds a name, in whole or by its most telling part."""
    long = {part for part in one.parts if len(part) > 2} or one.parts
    held = sum(part in other.plain or _cognate(part, other.plain) for part in long)
    return 2 * held > len(long) or (len(long) == 2 and held == 1)


def _cognate(part: str, plain: frozenset[str]) -> bool:
    """Whether a word of another language begins alike: "Maroc" and "Morocco" do not."""
    return len(part) > 5 and any(word[:5] == part[:5] for word in plain)
