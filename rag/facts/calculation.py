"""Figures of a claim that can be calculated from those of a quote.

A sum, a difference, a share, a growth, a multiple. Each needs a word in the claim that says so ("in
total", "rose by", "has doubled"): two figures of a sentence give many others by chance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from rag.facts.compare import confirms
from rag.facts.durations import TIME_UNITS
from rag.facts.facts import Figure, TextFacts, changes
from rag.facts.figures import equal, plain_number, said_figure
from rag.facts.years import nearest_year
from rag.language.figures.approximations import find_said, may_be
from rag.language.figures.calculation_words import (
    AGAINST,
    FORMERLY,
    OUT_OF_WHOLE,
    TOTALS,
    Direction,
    find_direction,
    find_multiple,
)
from rag.language.figures.dates import FoundDate
from rag.language.figures.relative_dates import find_relative_dates
from rag.records.checks import Outcome, Reason

_NEAR_MULTIPLE = Decimal("0.05")  # the share by which "has doubled" may be away
_FAR_MULTIPLE = Decimal("0.25")  # from here on it is false
_MOST_FIGURES = 12  # of a sentence: a list of more gives nearly any other by chance
_FAR = Decimal("0.1")  # the share by which a growth is false
_FORTNIGHT = (Decimal(20_160), Decimal(21_600))  # minutes: "quinze jours" are two weeks
_POINTS = frozenset({"pp"})
_POINT_STEMS = frozenset({"point"})


@dataclass(frozen=True, slots=True)
class _Change:
    """Two figures of one thing at two times, in the text that has them."""

    text: TextFacts
    before: Figure
    after: Figure

    @property
    def shown(self) -> str:
        """The words from one figure to the other."""
        first, last = sorted((self.before, self.after), key=lambda one: one.start)
        return self.text.words_at(first.start, last.end)


@dataclass(frozen=True, slots=True)
class _Result:
    """What a calculation gives, the words it is made of, and its formula without the result."""

    value: Decimal
    quoted: str
    formula: str


def calculate(
    reasons: Sequence[Reason],
    claim: TextFacts,
    quote: TextFacts,
    before: TextFacts,
    day: dt.date | None = None,
) -> list[Reason]:
    """The reasons, with those of figures and dates that can be calculated from the quote.

    ``before`` is the sentence before the quote: one figure may stand there and one in the quote.
    ``day`` is the date of the document, from which "last November" is calculated.
    """
    if max(len(claim.facts.figures), len(quote.facts.figures)) > _MOST_FIGURES:
        return list(reasons)
    figures = {claim.shown(one): one for one in reversed(claim.facts.figures)}
    found = _changes(quote, before)
    dates = find_relative_dates(quote.text, quote.facts.language, day)
    quote = with_dates(quote, dates)
    calculated = [
        _calculated(one, figures[one.claimed], claim, quote, found)
        if one.topic == "figure" and one.outcome != "agrees" and one.claimed in figures
        else one
        for one in reasons
    ]
    dated = [_dated(one, claim, quote, dates) if one.topic == "date" else one for one in calculated]
    return [*dated, *_multiple(claim, found)]


def with_dates(text: TextFacts, dates: Sequence[FoundDate]) -> TextFacts:
    """A text with further dates among its facts."""
    together = sorted((*text.facts.dates, *dates), key=lambda one: one.start)
    return replace(text, facts=replace(text.facts, dates=tuple(together))) if dates else text


def _dated(
    reason: Reason, claim: TextFacts, quote: TextFacts, dates: Sequence[FoundDate]
) -> Reason:
    """A date that the quote gives from that of its document: "last November"."""
    own = next((one for one in claim.facts.dates if claim.shown(one) == reason.claimed), None)
    if own is None or reason.outcome == "agrees":
        return reason
    for other in dates:
        if confirms(other, own):
            until = {"year": 4, "month": 7, "day": 10}[other.precision]
            calculated = other.date.isoformat()[:until]
            return Reason("date", "agrees", reason.claimed, quote.shown(other), calculated)
    return reason


def _calculated(
    reason: Reason, figure: Figure, claim: TextFacts, quote: TextFacts, found: Sequence[_Change]
) -> Reason:
    said = said_figure(figure, claim)
    claimed = claim.words_at(said.start, figure.end)
    if stated := _of_that_year(figure, claim, quote):
        return Reason("figure", "agrees", reason.claimed, quote.shown(stated))
    if FORMERLY[claim.facts.language].search(claim.text):
        former = (one for one in found if equal(figure, one.before))
        if one := next(former, None):
            return Reason("figure", "agrees", reason.claimed, one.text.shown(one.before))
    if days := _fortnight(figure, quote):
        return Reason("figure", "agrees", claimed, days, f"{days} ≈ {claimed}")
    for result in _results(figure, claim, quote, found):
        value = _rounded(result.value, figure.value)
        if may_be(figure.value, said.how, value, is_part=said.is_part):
            sign = "=" if value == result.value == figure.value else "≈"
            return _reason("agrees", claimed, result, f"{sign} {plain_number(value)}")
    direction = find_direction(claim.text, claim.facts.language)
    if len(found) == 1 and direction is not None:
        for result in _differences(figure, found[0], direction):
            value = _rounded(result.value, figure.value)
            if abs(value - figure.value) > _FAR * abs(value):
                return _reason("differs", claimed, result, f"≈ {plain_number(value)}")
    return reason


def _reason(outcome: Outcome, claimed: str, result: _Result, gives: str) -> Reason:
    return Reason("figure", outcome, claimed, result.quoted, f"{result.formula} {gives}")


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """A value with as many decimals as another, none for a whole number."""
    exponent = like.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return value.quantize(Decimal(1).scaleb(places))


def _results(
    figure: Figure, claim: TextFacts, quote: TextFacts, found: Sequence[_Change]
) -> Iterator[_Result]:
    """What the figures of a quote give for a figure of the claim."""
    language = claim.facts.language
    if figure.unit == "%":
        yield from _shares(quote)
    if TOTALS[language].search(claim.text):
        yield from _sums(figure, quote)
    direction = find_direction(claim.text, language)
    for change in found if direction else ():
        yield from _differences(figure, change, direction)


def _of_that_year(figure: Figure, claim: TextFacts, quote: TextFacts) -> Figure | None:
    """The same figure in a quote of two years, beside that of the claim: "against 342 in 2022"."""
    years = {date.date.year for date in claim.facts.dates}
    same = [one for one in quote.facts.figures if equal(figure, one)]
    if len(same) == 1 and len(years) == 1 and nearest_year(quote, same[0]) in years:
        return same[0]
    return None


def _fortnight(figure: Figure, quote: TextFacts) -> str:
    """The words of a quote for two weeks or fifteen days, "" for others or for the same number."""
    if figure.unit != "minute" or figure.value not in _FORTNIGHT or quote.facts.language != "fr":
        return ""
    others = (one for one in quote.facts.figures if one.unit == "minute")
    others = (one for one in others if one.value in _FORTNIGHT and one.value != figure.value)
    return next(map(quote.shown, others), "")


def _shares(quote: TextFacts) -> Iterator[_Result]:
    """ "44 of the 88 members" as a percentage."""
    for part, whole in pairwise(quote.facts.figures):
        between = quote.text[part.end : whole.start]
        counts = not (part.unit or whole.unit or part.ordinal or whole.ordinal)
        is_part = counts and 0 < part.value < whole.value
        if is_part and OUT_OF_WHOLE[quote.facts.language].fullmatch(between):
            share = 100 * part.value / whole.value
            shown = quote.words_at(part.start, whole.end)
            sides = plain_number(part.value), plain_number(whole.value)
            yield _Result(share, shown, "100 × {} / {}".format(*sides))


def _sums(figure: Figure, quote: TextFacts) -> Iterator[_Result]:
    """The sum of all figures of a quote that have the unit of a figure."""
    parts = [one for one in quote.facts.figures if one.unit == figure.unit and not one.ordinal]
    if len(parts) >= 2 and figure.unit not in TIME_UNITS:
        formula = " + ".join(plain_number(one.value) for one in parts)
        shown = quote.words_at(parts[0].start, parts[-1].end)
        yield _Result(sum((one.value for one in parts), Decimal(0)), shown, formula)


def _differences(figure: Figure, change: _Change, direction: Direction | None) -> Iterator[_Result]:
    """By how much something changed: in its unit, in points of percentage, in per cent.

    Nothing if it changed in the other direction.
    """
    if (change.after.value > change.before.value) != (direction == "more"):
        return
    high, low = sorted((change.before.value, change.after.value), reverse=True)
    formula = f"{plain_number(high)} − {plain_number(low)}"
    points = figure.unit in _POINTS or (not figure.unit and figure.counted in _POINT_STEMS)
    unit = change.after.unit
    if points if unit == "%" else unit == figure.unit and not points:
        yield _Result(high - low, change.shown, formula)
    elif figure.unit == "%" and unit != "%" and change.before.value:
        base = change.before.value
        share = 100 * (high - low) / base
        yield _Result(share, change.shown, f"100 × ({formula}) / {plain_number(base)}")


def _multiple(claim: TextFacts, found: Sequence[_Change]) -> Iterator[Reason]:
    """Whether "has doubled" is true of the change that a quote gives."""
    multiple = find_multiple(claim.text, claim.facts.language)
    if multiple is None or len(found) != 1 or not found[0].before.value:
        return
    (match, factor), change = multiple, found[0]
    said = find_said(claim.text, match.start(), claim.facts.language)
    ratio = change.after.value / change.before.value
    away = abs(ratio - factor) / factor
    how = "about" if said.how == "exact" else said.how
    close = away <= _NEAR_MULTIPLE if how == "about" else may_be(factor, how, ratio, is_part=True)
    outcome: Outcome = "agrees" if close else "differs" if away >= _FAR_MULTIPLE else "missing"
    sides = plain_number(change.after.value), plain_number(change.before.value)
    result = plain_number(ratio.quantize(Decimal("0.01")))
    yield Reason(
        "figure", outcome, claim.words_at(said.start, match.end()), change.shown,
        "{} / {} ≈ {}".format(*sides, result),
    )  # fmt: skip


def _changes(quote: TextFacts, before: TextFacts) -> list[_Change]:
    """The changes of one figure that a quote states, alone or with the sentence before."""
    figures = quote.facts.figures
    found = [_Change(quote, *pair) for pair in changes(quote.text, figures)]
    for one, other in pairwise(figures):
        between = quote.text[one.end : other.start]
        if AGAINST[quote.facts.language].fullmatch(between) and one.unit == other.unit:
            found.append(_Change(quote, other, one))
    if not found:
        found += _by_year(quote) or _by_year(_joined(before, quote))
    return found


def _joined(before: TextFacts, quote: TextFacts) -> TextFacts:
    """Two sentences as one text."""
    if not before.text or before.facts.language != quote.facts.language:
        return quote
    return TextFacts.of(f"{before.text} {quote.text}", quote.facts.language)


def _by_year(text: TextFacts) -> list[_Change]:
    """Two figures of one thing, each with a year of its own: "20 in 2019 and 40 in 2023"."""
    figures = [one for one in text.facts.figures if not one.ordinal]
    years = [date.date.year for date in text.facts.dates]
    if len(figures) != 2 or len(years) != 2 or years[0] == years[1]:
        return []
    one, other = figures
    places = sorted(
        [*((each.start, 0) for each in figures), *((d.start, 1) for d in text.facts.dates)]
    )
    if [kind for _, kind in places] not in ([0, 1, 0, 1], [1, 0, 1, 0]) or one.unit != other.unit:
        return []
    in_order = years[0] < years[1]
    return [_Change(text, one, other) if in_order else _Change(text, other, one)]
