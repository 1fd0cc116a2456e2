"""Quotations that speak of one thing and disagree on a figure, a date or a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

from rag.claims.compare import comparable, equal, same_date
from rag.claims.facts import Facts, alike, read_facts
from rag.claims.verdicts import Source
from rag.names import Name
from rag.text import terms

Topic = Literal["figure", "date", "name"]
Span = tuple[int, int]
# The share of the words of the shorter quotation that the other holds, from which both speak
# of one thing; between two languages, their likeness. Names need more: people differ easily.
_ABOUT, _ABOUT_NAMES, _LIKE = 0.6, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two quotations, by their places, that differ on one fact: where it stands in each.

    The spans are offsets into the texts of the quotations, ends excluded.
    """

    first: int
    second: int
    topic: Topic
    first_span: Span
    second_span: Span


class _Read(NamedTuple):
    text: str
    facts: Facts


def find_conflicts(
    sources: Sequence[Source], *, likeness: Callable[[int, int], float] | None = None
) -> tuple[Conflict, ...]:
    """The disagreements between quotations of different documents, pair by pair.

    Two quotations that differ on several topics speak of two things ("12 in 2023", "15 in
    2024") and do not disagree. ``likeness`` gives the cosine of two quotations by their
    places; without it those of different languages are not held against each other.
    """
    read = [_Read(source.text, read_facts(source.text, source.language)) for source in sources]
    found: list[Conflict] = []
    for first, second in combinations(range(len(read)), 2):
        shared = _shared(read[first].facts, read[second].facts)
        if shared is None:
            shared = 1.0 if likeness and likeness(first, second) >= _LIKE else 0.0
        differences = _differences(read[first], read[second], shared)
        if len(differences) == 1:
            found.append(Conflict(first, second, *differences[0]))
    return tuple(found)


def _shared(one: Facts, other: Facts) -> float | None:
    """The share of the shorter text's words in the other, ``None`` across languages."""
    if one.language != other.language:
        return None
    left, right = set(one.terms), set(other.terms)
    return len(left & right) / max(min(len(left), len(right)), 1)


def _differences(one: _Read, other: _Read, shared: float) -> list[tuple[Topic, Span, Span]]:
    if shared < _ABOUT:
        return []
    found = [*_figures(one.facts, other.facts), *_dates(one.facts, other.facts)]
    if not found and shared >= _ABOUT_NAMES and one.facts.language == other.facts.language:
        found = _names(one, other)
    return found


def _figures(one: Facts, other: Facts) -> list[tuple[Topic, Span, Span]]:
    """The first figure that has a rival and no equal."""
    same_language = one.language == other.language
    for figure in one.figures:
        rivals = [f for f in other.figures if comparable(figure, f, same_language=same_language)]
        settled = any(equal(figure, f) for f in other.figures)
        free = [f for f in rivals if not any(equal(f, mine) for mine in one.figures)]
        if free and not settled:
            return [("figure", (figure.start, figure.end), (free[0].start, free[0].end))]
    return []


def _dates(one: Facts, other: Facts) -> list[tuple[Topic, Span, Span]]:
    if any(same_date(a, b) for a in one.dates for b in other.dates):
        return []
    return [
        ("date", (a.start, a.end), (b.start, b.end))
        for a, b in zip(one.dates[:1], other.dates[:1], strict=False)
    ]


def _names(one: _Read, other: _Read) -> list[tuple[Topic, Span, Span]]:
    """The first name of each text that the other lacks, where both stand after one word."""
    for name in one.facts.names:
        for rival in other.facts.names:
            strangers = not alike(name, other.facts) and not alike(rival, one.facts)
            before = _word_before(one, name)
            if strangers and before and before == _word_before(other, rival):
                return [("name", (name.start, name.end), (rival.start, rival.end))]
    return []


def _word_before(read: _Read, name: Name) -> str:
    """The stem of the last word of content before a name."""
    before = terms(read.text[: name.start], read.facts.language)
    return before[-1] if before else ""
