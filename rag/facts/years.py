"""The year that each figure of a text is of, where the text compares two years."""

from __future__ import annotations

from dataclasses import replace

from rag.facts.facts import Figure, TextFacts
from rag.language.figures.compared_years import find_compared


def stated_years(text: TextFacts) -> dict[Figure, int | None]:
    """The year that a text gives each figure for; ``None`` if it gives none, or several."""
    compared = _compared(text)
    years = {year for _, year in _own_years(text)}
    only = years.pop() if len(years) == 1 else None
    return {one: compared.get(one, only) for one in text.facts.figures}


def of_year(text: TextFacts, year: int | None) -> TextFacts:
    """A text with the figures that may be of a year: "512 in 2023, against 468 in 2022".

    All figures, if the year is ``None`` or the text compares none.
    """
    compared = _compared(text)
    if year is None or not compared:
        return text
    in_comparison = year in compared.values()
    elsewhere = not in_comparison or any(year == own for _, own in _own_years(text))
    others = {one for figure in compared for one in _partner(text, figure)} if in_comparison else ()
    kept = [
        _as_counted(text, one)
        for one in text.facts.figures
        if (compared[one] in (year, None) if one in compared else elsewhere and one not in others)
    ]
    return replace(text, facts=replace(text.facts, figures=tuple(kept)))


def rival_of_year(text: TextFacts, figure: Figure, year: int | None) -> Figure | None:
    """The figure of a year, where a text has that of a claim for another: 468, not 512, in 2022."""
    for rival, given in _compared(text).items() if year is not None else ():
        same = (one for one in _partner(text, rival) if one.value == figure.value)
        if given == year and any(one.unit == figure.unit for one in same):
            return rival
    return None


def nearest_year(text: TextFacts, figure: Figure) -> int | None:
    """The year that stands nearest to a figure, of a text with several; ``None`` for others.

    For a figure that is compared with one of another year, that year.
    """
    compared = _compared(text)
    if figure in compared:
        return compared[figure]
    if len({date.date.year for date in text.facts.dates} | {*compared.values()} - {None}) < 2:
        return None
    places = _own_years(text)
    return min(places, key=lambda place: _distance(place[0], figure.start))[1] if places else None


def _distance(date: int, figure: int) -> int:
    """How far a date is from a figure; one before it, as a label is, counts as nearer."""
    return figure - date if date < figure else 2 * (date - figure)


def _own_years(text: TextFacts) -> list[tuple[int, int]]:
    """The years of a text outside what it compares, each with its place."""
    spans = [one.words for one in find_compared(text.text, text.facts.language)]
    return [
        (date.start, date.date.year)
        for date in text.facts.dates
        if not any(start <= date.start < end for start, end in spans)
    ]


def _compared(text: TextFacts) -> dict[Figure, int | None]:
    """The figures that a text compares with its own, each with its year: "a year earlier"."""
    own = {year for _, year in _own_years(text)}
    before = min(own) - 1 if len(own) == 1 else None
    return {
        figure: one.year or before
        for figure in text.facts.figures
        for one in find_compared(text.text, text.facts.language)
        if one.figure[0] <= figure.start < one.figure[1]
    }


def _partner(text: TextFacts, figure: Figure) -> list[Figure]:
    """The figure that one of another year is compared with: the one before it, or else after."""
    compared = _compared(text)
    own = [one for one in text.facts.figures if one not in compared]
    before = [one for one in own if one.start < figure.start]
    return before[-1:] or own[:1]


def _as_counted(text: TextFacts, figure: Figure) -> Figure:
    """A figure of another year, which counts what its partner does if it names nothing itself."""
    if figure not in _compared(text) or figure.unit or figure.counted.isalpha():
        return figure
    return replace(figure, counted=next((one.counted for one in _partner(text, figure)), ""))
