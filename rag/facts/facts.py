"""The facts in a text that can be checked: figures, dates, names, terms, negations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise

from rag.language.any_language import any_form, any_word
from rag.language.figures.calculation_words import AGAINST_OF_YEAR
from rag.language.figures.dates import FoundDate, FoundMonth, find_dates
from rag.language.figures.measures import measure_after
from rag.language.figures.numbers import Quantity, find_quantities
from rag.language.figures.times import BEFORE_AGES, BEFORE_TIMES
from rag.language.figures.year_trends import find_year_trends
from rag.language.identifiers.marks import Mark, find_marks
from rag.language.names import Name, find_names
from rag.language.statements.function_words import FROM, TO
from rag.language.statements.negations import find_negations
from rag.language.statements.offices import OFFICES
from rag.language.statements.opposites import Side, find_sides
from rag.language.words import Word, is_stop_word, stem, words
from rag.records import Language, Offsets


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and what it counts: the stem of the content word after it, "" without one."""

    start: int
    end: int
    value: Decimal
    unit: str
    ordinal: bool
    counted: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts in a text; offsets are into that text.

    ``marks`` ("article 12", "(2)") are no figures. ``terms`` are its stems in
    order, without stop words, figures, dates and the numbers of marks. ``words`` are its folded
    words, ``negations`` the spans of its negations, and ``sides`` those of its words
    that have an opposite.
    """

    language: Language
    figures: tuple[Figure, ...]
    dates: tuple[FoundDate, ...]
    names: tuple[Name, ...]
    marks: tuple[Mark, ...]
    terms: tuple[str, ...]
    words: frozenset[str]
    negations: tuple[tuple[int, int], ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A text with its facts.

    If the text was made from another one, ``original`` is that one, and ``spans`` are offsets into
    it, one for each character of ``text``: people are shown the words as they were.
    """

    text: str
    facts: Facts
    original: str = ""
    spans: tuple[Offsets, ...] = ()

    def shown(self, fact: Figure | FoundDate | FoundMonth | Mark | Name) -> str:
        """The words of a fact."""
        return self.words_at(fact.start, fact.end)

    def words_at(self, start: int, end: int) -> str:
        """The words at a place of the text, as they are in the original."""
        if not self.spans or start >= end:
            return self.text[start:end]
        return self.original[self.spans[start][0] : self.spans[end - 1][1]].strip()

    def as_written(self, said: str) -> str:
        """Words of the text as they are in the original."""
        start = self.text.find(said)
        return self.words_at(start, start + len(said)) if start >= 0 else said

    @classmethod
    def of(cls, text: str, language: Language) -> TextFacts:
        """The facts of a text in that language."""
        return cls(text, read_facts(text, language))


_CLAUSE_END = re.compile(r"[.;:!?,\n(]")
_REACH_OF_AGE = 24  # characters before a figure, for "aged more than"
_OFFICES = any_word(OFFICES)
# "from 74% to 81%" is a rise without a word for it.
_FROM = re.compile(rf"\b(?:{any_form(FROM)})\s+$", re.IGNORECASE)
_TO = re.compile(rf"\s+(?:{any_form(TO)})\s+")


@lru_cache(maxsize=8_192)
def read_facts(text: str, language: Language) -> Facts:
    """The facts in a text in that language; cached, since the same quotes are read often."""
    found = words(text)
    marks = find_marks(text, language)
    in_marks = _places(marks)
    dates = tuple(date for date in find_dates(text) if date.start not in in_marks)
    figures = _figures(text, language, found, dates)
    not_terms = _places((*dates, *figures))
    content = [
        word
        for word in found
        if not is_stop_word(word.folded, language)
        and word.start not in not_terms
        and not (word.start in in_marks and any(map(str.isdigit, word.folded)))
    ]
    return Facts(
        language=language,
        figures=figures,
        dates=dates,
        names=tuple(
            name
            for name in find_names(text, language)
            if not (name.parts <= _OFFICES or _is_measure(text, name))
        ),
        marks=marks,
        terms=tuple(stem(word.folded, language) for word in content),
        words=frozenset(word.folded for word in found),
        negations=find_negations(text, language),
        sides=_sides(text, language, found, figures),
    )


def _is_measure(text: str, name: Name) -> bool:
    """Whether what looks like a name is the unit of a figure: "50 Mo"."""
    end = name.start
    while end and text[end - 1].isspace():
        end -= 1
    return text[max(0, end - 1) : end].isdigit() and bool(measure_after(text, end))


def _places(facts: Iterable[FoundDate | Figure | Mark]) -> frozenset[int]:
    """The places in a text that facts take up: a lookup costs the same for any number of them."""
    return frozenset(place for one in facts for place in range(one.start, one.end))


def _figures(
    text: str, language: Language, found: list[Word], dates: tuple[FoundDate, ...]
) -> tuple[Figure, ...]:
    dated = _places(dates)
    return tuple(
        Figure(
            one.start,
            one.end,
            one.value,
            one.unit,
            one.ordinal,
            _counted_stem(text, language, found, one),
        )
        for one in find_quantities(text, language)
        if dated.isdisjoint(range(one.start, one.end))
    )


def changes(text: str, figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, Figure]]:
    """The two figures of each "from ... to ...", if they differ."""
    for one, other in pairwise(figures):
        between = _TO.fullmatch(text, one.end, other.start)
        if between and _FROM.search(text[: one.start]) and one.value != other.value:
            yield one, other


def _sides(
    text: str, language: Language, found: list[Word], figures: tuple[Figure, ...]
) -> tuple[Side, ...]:
    """The words of a text that have an opposite; a rise or fall from one year to another is one."""
    trends = find_year_trends(text, language)
    compares = [
        word for word in found if not any(one.start <= word.start < one.end for one in trends)
    ]
    plain = find_sides(text, compares if trends else found)
    rises = tuple(Side("rise", one.side, text[one.start : one.end]) for one in trends)
    if not any(one.topic == "rise" for one in (*plain, *rises)):
        rises = _direction(text, language, figures)
    return (*plain, *rises)


def _direction(text: str, language: Language, figures: tuple[Figure, ...]) -> tuple[Side, ...]:
    """The rise or fall of a figure that goes "from ... to ...", or is so much "against" so much."""
    for one, other in changes(text, figures):
        side = 1 if other.value > one.value else -1
        return (Side("rise", side, text[one.start : other.end]),)
    for one, other in pairwise(figures):
        against = AGAINST_OF_YEAR[language].search(text, one.end)
        if against and against.start("figure") == other.start and one.unit == other.unit:
            return (
                Side("rise", 1 if one.value > other.value else -1, text[one.start : other.end]),
            )
    return ()


def _counted_stem(text: str, language: Language, found: list[Word], quantity: Quantity) -> str:
    """The stem of the first content word after a number without a unit, in its clause."""
    before = text[max(0, quantity.start - _REACH_OF_AGE) : quantity.start]
    if quantity.unit or BEFORE_AGES[language].search(before):
        return ""
    first = bisect_left(found, quantity.end, key=lambda word: word.start)
    for word in islice(found, first, None):
        if is_stop_word(word.folded, language) or word.folded in BEFORE_TIMES[language]:
            continue
        between = text[quantity.end : word.start]
        return "" if _CLAUSE_END.search(between) else stem(word.folded, language)
    return ""


def has_name(facts: Facts, name: Name) -> bool:
    """Whether a text has a name: more than half of its parts, or one of two."""
    parts = {part for part in name.parts if len(part) > 2} or name.parts
    found = sum(part in facts.words or _has_cognate(facts.words, part) for part in parts)
    return 2 * found > len(parts) or (len(parts) == 2 and found == 1)


def _has_cognate(words: frozenset[str], part: str) -> bool:
    """Whether a word begins with the same five letters, as names in two languages often do."""
    return len(part) > 5 and any(word[:5] == part[:5] for word in words)
