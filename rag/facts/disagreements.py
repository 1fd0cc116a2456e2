"""Quotes about the same thing that disagree on a figure, a date or a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.facts.compare import same_date
from rag.facts.contradictions import are_one_case, contradict
from rag.facts.facts import Facts
from rag.facts.figures import comparable, equal
from rag.facts.likeness import Likeness
from rag.facts.rival_figures import rival_figures
from rag.facts.rival_names import rival_names, shared_without_names
from rag.facts.sources import Source, SourceFacts
from rag.facts.subjects import (
    are_versions,
    has_other_period,
    has_other_subject,
    has_same_subject,
)
from rag.records import FactKind, Offsets
from rag.weights import WEIGHTS

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
    read = [SourceFacts.of(source) for source in sources]
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


def _least(one: SourceFacts, other: SourceFacts) -> float:
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
    one: SourceFacts, other: SourceFacts, shared: float
) -> list[tuple[FactKind, Offsets, Offsets]]:
    only_names = one.facts.language == other.facts.language and not _has_values(one, other)
    alike = shared_without_names(one, other) if only_names else shared
    if alike < _LIMITS.shared_words or not has_same_subject(one.source, other.source):
        return _on_one_day(one, other)
    if has_other_period(one.source, other.source) or not are_one_case(one.source, other.source):
        return []
    figures, dates = _figures(one, other), _dates(one, other)
    if dates and _all_differ(one.facts, other.facts):
        return []  # "388 people in 2023", "402 in 2024": about two periods
    found = [*figures, *dates]
    same_language = one.facts.language == other.facts.language
    if not found and same_language and _share_but_names(one, other):
        found = _names(one, other)
    return found or _on_one_day(one, other)


def _figures(one: SourceFacts, other: SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    if (found := rival_figures(one, other)) is None:
        return []
    figure, rival = found
    return [("figure", (figure.start, figure.end), (rival.start, rival.end))]


def _on_one_day(one: SourceFacts, other: SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
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
            if not contradict(one, pair[0], other, pair[1]):
                return []
            return [("figure", (pair[0].start, pair[0].end), (pair[1].start, pair[1].end))]
    return []


def _all_differ(one: Facts, other: Facts) -> bool:
    """Whether both texts have figures, and none is in both."""
    equals = [equal(figure, rival) for figure in one.figures for rival in other.figures]
    return bool(equals) and not any(equals)


def _have_one_day(one: SourceFacts, other: SourceFacts) -> bool:
    """Whether two sources of a language give the same days."""
    days = _days(one.facts)
    return one.facts.language == other.facts.language and bool(days) and days == _days(other.facts)


def _days(facts: Facts) -> set[dt.date]:
    return {date.date for date in facts.dates if date.precision == "day"}


def _dates(one: SourceFacts, other: SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
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
        if one.facts.language != other.facts.language
        or one.words_before(a.start) == other.words_before(b.start)
    ]


def _has_values(one: SourceFacts, other: SourceFacts) -> bool:
    """Whether either source has a figure or a date; otherwise they can differ in names alone."""
    return any(read.facts.figures or read.facts.dates for read in (one, other))


def _share_but_names(one: SourceFacts, other: SourceFacts) -> bool:
    return shared_without_names(one, other) >= _LIMITS.shared_words_for_names


def _names(one: SourceFacts, other: SourceFacts) -> list[tuple[FactKind, Offsets, Offsets]]:
    if (found := rival_names(one, other)) is None:
        return []
    name, rival = found
    return [("name", (name.start, name.end), (rival.start, rival.end))]
