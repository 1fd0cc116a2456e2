"""The figure of another year, from how far it is from that of the sentence: "1,800 more than"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import plain_number
from rag.language.figures.calculation_words import than_year
from rag.records.checks import Outcome, Reason


@dataclass(frozen=True, slots=True)
class _OfYear:
    """A figure calculated for a year, with its unit, its formula and the words it is made of."""

    year: int
    value: Decimal
    unit: str
    formula: str
    quoted: str


def with_differences(reasons: Sequence[Reason], claim: TextFacts, quote: TextFacts) -> list[Reason]:
    """The reasons, with those of a figure that a quote gives by its distance from another.

    The year agrees too: the quote speaks of it.
    """
    years = {date.date.year for date in claim.facts.dates}
    found = [one for one in _of_years(quote) if {one.year} == years]
    if len(found) != 1:
        return list(reasons)
    (given,) = found
    figures = {claim.shown(one): one for one in reversed(claim.facts.figures)}
    calculated = [_calculated(one, figures.get(one.claimed), given) for one in reasons]
    if not any(one.calculated == _shown(given) for one in calculated):
        return calculated
    return [
        replace(one, outcome="agrees", quoted=str(given.year)) if one.topic == "date" else one
        for one in calculated
    ]


def _calculated(reason: Reason, figure: Figure | None, given: _OfYear) -> Reason:
    if reason.topic != "figure" or reason.outcome == "agrees" or figure is None:
        return reason
    if figure.ordinal or figure.unit not in ("", given.unit):
        return reason
    outcome: Outcome = "agrees" if figure.value == given.value else "differs"
    return Reason("figure", outcome, reason.claimed, given.quoted, _shown(given))


def _shown(given: _OfYear) -> str:
    return f"{given.formula} = {plain_number(given.value)}"


def _of_years(quote: TextFacts) -> Iterator[_OfYear]:
    """The figures of other years that a quote gives by a difference, which is never in per cent."""
    for base, difference in pairwise(quote.facts.figures):
        than = than_year(quote.text, difference.end, quote.facts.language)
        units = base.unit == difference.unit or not difference.unit
        if than is None or not units or base.ordinal or difference.unit == "%":
            continue
        more = than[0] == "more"
        value = base.value - difference.value if more else base.value + difference.value
        sides = plain_number(base.value), plain_number(difference.value)
        formula = f"{sides[0]} {'−' if more else '+'} {sides[1]}"
        yield _OfYear(
            than[1], value, base.unit, formula, quote.words_at(base.start, difference.end)
        )
