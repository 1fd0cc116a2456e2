"""The facts of a claim held against those of a quotation, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from rag.checks import Outcome, Reason
from rag.claims.facts import Facts, Figure, alike
from rag.dates import FoundDate


def compare(claim: str, stated: Facts, quote: str, found: Facts) -> tuple[Reason, ...]:
    """How each figure, date and name of a claim fares in a quotation, and what it denies."""
    return (
        *_figures(claim, stated, quote, found),
        *_dates(claim, stated, quote, found),
        *_names(claim, stated, found),
        *_stances(stated, found),
    )


def _figures(claim: str, stated: Facts, quote: str, found: Facts) -> Iterator[Reason]:
    same_language = stated.language == found.language
    for figure in stated.figures:
        said = claim[figure.start : figure.end]
        rivals = [f for f in found.figures if comparable(figure, f, same_language=same_language)]
        same = [f for f in found.figures if equal(figure, f)]
        if same:
            yield Reason("figure", "agrees", said, quote[same[0].start : same[0].end])
        elif rivals:
            yield Reason("figure", "differs", said, quote[rivals[0].start : rivals[0].end])
        else:
            yield Reason("figure", "missing", said)


def equal(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same quantity; a unit left out is no difference."""
    units = one.unit == other.unit or not (one.unit and other.unit)
    return one.value == other.value and one.ordinal == other.ordinal and units


def comparable(one: Figure, other: Figure, *, same_language: bool) -> bool:
    """Whether two unequal figures would measure the same: a unit, or what they count."""
    if one.ordinal != other.ordinal or one.unit != other.unit:
        return False
    if one.unit:
        return True
    # What is counted has other words in another language: its cognates still begin alike.
    if same_language:
        return one.counted == other.counted != ""
    return len(one.counted) > 3 and one.counted[:4] == other.counted[:4]


def _dates(claim: str, stated: Facts, quote: str, found: Facts) -> Iterator[Reason]:
    for date in stated.dates:
        said = claim[date.start : date.end]
        same = [other for other in found.dates if same_date(date, other)]
        if same:
            yield Reason("date", "agrees", said, quote[same[0].start : same[0].end])
        elif found.dates:
            yield Reason("date", "differs", said, quote[found.dates[0].start : found.dates[0].end])
        else:
            yield Reason("date", "missing", said)


def same_date(one: FoundDate, other: FoundDate) -> bool:
    """Whether two dates agree as far as both say: "novembre 2023" and "15 November 2023"."""
    depth = min({"year": 1, "month": 2, "day": 3}[date.precision] for date in (one, other))
    return one.date.timetuple()[:depth] == other.date.timetuple()[:depth]


def _names(claim: str, stated: Facts, found: Facts) -> Iterator[Reason]:
    for name in stated.names:
        outcome: Outcome = "agrees" if alike(name, found) else "missing"
        yield Reason("name", outcome, claim[name.start : name.end])


def _stances(stated: Facts, found: Facts) -> Iterator[Reason]:
    """The denial and the opposites: two turns ("did not reject") make none."""
    turns = [topic for topic, side in stated.turned if (topic, -side) in found.turned]
    differs = (stated.denied != found.denied) ^ (len(turns) % 2 == 1)
    if differs:
        yield Reason("opposite" if turns else "denial", "differs", *turns[:1])
