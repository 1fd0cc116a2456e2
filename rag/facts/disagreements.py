"""Quotes about the same thing that disagree on a figure, a date or a name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from rag.facts.compare import same_date
from rag.facts.facts import Facts, Figure, has_name, read_facts
from rag.facts.figures import comparable, equal
from rag.facts.likeness import Likeness
from rag.facts.sources import Source
from rag.facts.subjects import (
    are_versions,
    has_other_period,
    has_other_subject,
    has_same_subject,
)
from rag.language.names import Name
from rag.language.words import terms
from rag.records import FactKind, Offsets
from rag.weights import WEIGHTS

_CLAUSE_END = re.compile(r"[.;:!?,\n(](?!\d)")
_LIMITS = WEIGHTS.disagreements


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One fact on which two sources differ; ``first`` and ``second`` are their positions.

    The spans of the fact are offsets into the texts of the sources, ends excluded.
    """

    first: int
    second: int
    topic: FactKind
    first_span: Offsets
    second_span: Offsets


class _SourceFacts(NamedTuple):
    source: Source
    facts: Facts

    @classmethod
    def of(cls, source: Source) -> _SourceFacts:
        """A source with its facts."""
        return cls(source, read_facts(source.text, source.language))

    @property
    def about(self) -> frozenset[str]:
        """The terms of the source and of its context, which name its subject."""
        in_context = read_facts(self.source.context, self.facts.language).terms
        return frozenset({*self.facts.terms, *in_context})


def find_disagreements(
    sources: Sequence[Source],
    *,
    likeness: Callable[[int, int], float] | None = None,
    firsts: int | None = None,
) -> tuple[Disagreement, ...]:
    """The disagreements between quotes of different documents, pair by pair.

    With ``firsts``, only pairs with one of that many first quotes are compared. The others say
    whether a document has a sentence that is closer to a quote than its rival.

    Two quotes that differ in several facts ("12 in 2023", "15 in 2024"), or that are about two
    bodies or periods, do not disagree. ``likeness`` gives the cosine of two quotes by their
    positions; without it, quotes in different languages are not compared.
    """
    read = [_SourceFacts.of(source) for source in sources]
    alike = Likeness(sources, likeness)
    found: list[Disagreement] = []
    for first, second in combinations(range(len(read)), 2):
        if firsts is not None and first >= firsts:
            break
        one, other = read[first], read[second]
        if one.source.document == other.source.document != "":
            continue  # a document that gives two figures speaks of two things
        shared = _shared(one.facts, other.facts)
        differences = _differences(one, other, 1.0 if shared is None else shared)
        if len(differences) != 1:
            continue
        # Only for the few pairs that differ, since a cosine takes time to compute.
        if shared is None and not alike.of(first, second) >= _least(one, other):
            continue
        # Two quotes on one day are about one thing, however the rest of their documents is said.
        if _have_one_day(one, other) or alike.are_nearest(first, second):
            found.append(Disagreement(first, second, *differences[0]))
    return tuple(found)


def _least(one: _SourceFacts, other: _SourceFacts) -> float:
    """The cosine from which two quotes in different languages are about the same thing."""
    dated = one.facts.dates or other.facts.dates
    return _LIMITS.similarity_with_dates if dated else _LIMITS.similarity


def _shared(one: Facts, other: Facts) -> float | None:
    """The share of the shorter text's terms in the other, ``None`` across languages."""
    if one.language != other.language:
        return None
    left, right = set(one.terms), set(other.terms)
    return len(left & right) / max(min(len(left), len(right)), 1)


def _differences(
    one: _SourceFacts, other: _SourceFacts, shared: float
) -> list[tuple[FactKind, Offsets, Offsets]]:
    if shared < _LIMITS.shared_words or not has_same_subject(one.source, other.source):
        return _on_one_day(one, other)
    if has_other_period(one.source, other.source):
        return []
    figures, dates = _figures(one, other), _dates(one, other)
    if dates and _all_differ(one.facts, other.facts):
        return []  # "388 people in 2023", "402 in 2024": about two periods
    found = [*figures, *dates]
    same_language = one.facts.language == other.facts.language
    if not found and same_language and shared >= _LIMITS.shared_words_for_names:
        found = _names(one, other)
    return found or _on_one_day(one, other)


def _figures(one: _SourceFacts, other: _SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    """The first figure with a rival and without an equal in the other source.

    Of several rates or prices, none is known to be the rival, unless the rest is word for word.
    """
    same_language = one.facts.language == other.facts.language
    word_for_word = _word_for_word(one.facts, other.facts)
    for figure in one.facts.figures:
        rivals = [
            f
            for f in other.facts.figures
            if comparable(figure, f, same_language=same_language)
            and (_near(figure, f) or word_for_word)
            and (not same_language or _one_subject(one, figure, other, f))
        ]
        has_equal = any(equal(figure, f) for f in other.facts.figures)
        rivals = [f for f in rivals if not any(equal(f, own) for own in one.facts.figures)]
        one_each = len(rivals) == 1 and not _alternatives(figure, one.facts)
        if rivals and not has_equal and (one_each or word_for_word):
            return [("figure", (figure.start, figure.end), (rivals[0].start, rivals[0].end))]
    return []


def _alternatives(figure: Figure, facts: Facts) -> list[Figure]:
    """The other figures of a text that measure what a figure measures, with other values."""
    return [
        f
        for f in facts.figures
        if not equal(figure, f) and comparable(figure, f, same_language=True)
    ]


def _near(figure: Figure, rival: Figure) -> bool:
    """Whether two figures are of the same order of magnitude, so that one of them may be wrong."""
    least, most = sorted((abs(figure.value), abs(rival.value)))
    return not least or most <= _LIMITS.figure_ratio * least


def _word_for_word(one: Facts, other: Facts) -> bool:
    """Whether two texts of a language differ in little more than the figure."""
    left, right = set(one.terms), set(other.terms)
    shared = len(left & right) >= _LIMITS.shared_words * max(len(left), len(right), 1)
    return shared and one.language == other.language


def _one_subject(one: _SourceFacts, figure: Figure, other: _SourceFacts, rival: Figure) -> bool:
    """Whether the words before one of two figures are all before the other too.

    False for "The council has twelve members" and "The committee has five members".
    """
    before, rival_before = _words_before(one, figure.start), _words_before(other, rival.start)
    return before <= rival_before or rival_before <= before


def _on_one_day(one: _SourceFacts, other: _SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    """The first figures of what both count on the same days, in any words."""
    shared = len(one.about & other.about)
    if not _have_one_day(one, other) or shared < _LIMITS.words_on_one_day:
        return []
    if has_other_subject(one.source, other.source):
        return []
    for counted in dict.fromkeys(figure.counted for figure in one.facts.figures):
        pair = [
            next((f for f in read.facts.figures if f.counted == counted != ""), None)
            for read in (one, other)
        ]
        if pair[0] and pair[1] and comparable(pair[0], pair[1], same_language=True):
            if equal(pair[0], pair[1]):
                return []
            return [("figure", (pair[0].start, pair[0].end), (pair[1].start, pair[1].end))]
    return []


def _all_differ(one: Facts, other: Facts) -> bool:
    """Whether both texts have figures, and none is in both."""
    equals = [equal(figure, rival) for figure in one.figures for rival in other.figures]
    return bool(equals) and not any(equals)


def _have_one_day(one: _SourceFacts, other: _SourceFacts) -> bool:
    """Whether two sources of a language give the same days."""
    days = _days(one.facts)
    return one.facts.language == other.facts.language and bool(days) and days == _days(other.facts)


def _days(facts: Facts) -> set[dt.date]:
    return {date.date for date in facts.dates if date.precision == "day"}


def _dates(one: _SourceFacts, other: _SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    """The first dates of two texts, if they have none in common.

    Each version of a document has dates of its own.
    """
    dates, rivals = one.facts.dates, other.facts.dates
    if are_versions(one.source, other.source):
        return []
    if any(same_date(a, b) for a in dates for b in rivals):
        return []
    return [
        ("date", (a.start, a.end), (b.start, b.end))
        for a, b in zip(dates[:1], rivals[:1], strict=False)
    ]


def _names(one: _SourceFacts, other: _SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    """The first name of each text that the other does not have, after the same word in both."""
    for name in one.facts.names:
        for rival in other.facts.names:
            only_there = not has_name(other.facts, name) and not has_name(one.facts, rival)
            before = _word_before(one, name)
            if only_there and before and before == _word_before(other, rival):
                return [("name", (name.start, name.end), (rival.start, rival.end))]
    return []


def _word_before(read: _SourceFacts, name: Name) -> str:
    """The stem of the last content word before a name."""
    before = terms(read.source.text[: name.start], read.facts.language)
    return before[-1] if before else ""


def _words_before(read: _SourceFacts, position: int) -> set[str]:
    """The terms before a position in its clause."""
    clause = _CLAUSE_END.split(read.source.text[:position])[-1]
    return {term for term in terms(clause, read.facts.language) if not term.isdigit()}
