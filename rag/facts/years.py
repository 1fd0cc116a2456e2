"""The year that each figure of a text is of, where the text compares two years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.facts.facts import Figure, TextFacts, changes
from rag.language.figures.compared_years import ComparedFigure, find_compared
from rag.language.figures.dates import FoundDate
from rag.language.figures.stated_years import find_two_years, year_after
from rag.records import Language, Offsets


def stated_years(text: TextFacts) -> dict[Figure, int | None]:
    """The year that a text gives each figure for; ``None`` if it gives none, or several."""
    read = _years(text)
    years = {year for _, year in read.own}
    only = years.pop() if len(years) == 1 else None
    return {one: read.figures.get(one, only) for one in text.facts.figures}


def of_year(text: TextFacts, year: int | None) -> TextFacts:
    """A text with the figures that may be of a year: "512 in 2023, against 468 in 2022".

    All figures, if the year is ``None`` or the text compares none.
    """
    years = _years(text)
    compared = years.figures
    if year is None or not compared:
        return text
    in_comparison = year in compared.values()
    elsewhere = not in_comparison or any(year == own for _, own in years.own)
    others = {*years.partners.values()} if in_comparison else ()
    kept = [
        years.as_counted(one)
        for one in text.facts.figures
        if (compared[one] in (year, None) if one in compared else elsewhere and one not in others)
    ]
    return replace(text, facts=replace(text.facts, figures=tuple(kept)))


def rival_of_year(text: TextFacts, figure: Figure, year: int | None) -> Figure | None:
    """The figure of a year, where a text has that of a claim for another: 468, not 512, in 2022."""
    if year is None:
        return None
    years = _years(text)
    for rival, given in years.figures.items():
        partner = years.partners.get(rival)
        same = partner and (partner.value, partner.unit) == (figure.value, figure.unit)
        if given == year and same:
            return rival
    return None


def nearest_year(text: TextFacts, figure: Figure) -> int | None:
    """The year that stands nearest to a figure, of a text with several; ``None`` for others.

    For a figure that is compared with one of another year, that year.
    """
    years = _years(text)
    compared, places = years.figures, years.own
    if figure in compared:
        return compared[figure]
    if len({date.date.year for date in text.facts.dates} | {*compared.values()} - {None}) < 2:
        return None
    if own := year_after(text.text, figure.end, text.facts.language):
        return own
    return min(places, key=lambda place: _distance(place[0], figure.start))[1] if places else None


def _distance(date: int, figure: int) -> int:
    """How far a date is from a figure; one before it, as a label is, counts as nearer."""
    return figure - date if date < figure else 2 * (date - figure)


@dataclass(frozen=True, slots=True)
class _ComparedYears:
    """What a text compares: ``figures`` of other years with their year, each with its ``partner``.

    Where each figure has a year of its own, all are there.

    ``own`` are the years of the text outside that, each with its place.
    """

    figures: Mapping[Figure, int | None]
    partners: Mapping[Figure, Figure]
    own: tuple[tuple[int, int], ...]

    def as_counted(self, figure: Figure) -> Figure:
        """A figure of another year, which counts what its partner does if it names nothing."""
        if figure not in self.figures or figure.unit or figure.counted.isalpha():
            return figure
        partner = self.partners.get(figure)
        return replace(figure, counted=partner.counted if partner else "")


def _years(text: TextFacts) -> _ComparedYears:
    return _read_years(text.text, text.facts.language, text.facts.figures, text.facts.dates)


@lru_cache(maxsize=2_048)
def _read_years(
    text: str, language: Language, figures: tuple[Figure, ...], dates: tuple[FoundDate, ...]
) -> _ComparedYears:
    """Cached: it is asked for each figure of a text, and the text is compared with many claims."""
    found = find_compared(text, language)
    of_figures = _Places([(one.figure, one) for one in found])
    of_words = _Places([(one.words, one) for one in found])
    own = tuple((date.start, date.date.year) for date in dates if not of_words.at(date.start))
    years = {year for _, year in own}
    before = years.pop() - 1 if len(years) == 1 else None
    rest = [one for one in figures if not of_figures.at(one.start)]
    compared: dict[Figure, int | None] = {**_each_of_its_year(text, language, rest)}
    partners = {one: next(each for each in compared if each != one) for one in compared}
    starts = [one.start for one in rest]
    for figure in figures:
        if one := of_figures.at(figure.start):
            compared[figure] = one.year or before
            if rest:
                partners[figure] = rest[max(bisect_left(starts, figure.start) - 1, 0)]
    return _ComparedYears(compared, partners, own)


def _each_of_its_year(
    text: str, language: Language, figures: Sequence[Figure]
) -> dict[Figure, int]:
    """The figures that a year stands after, "from 48 in 2022 to 31 in 2023"; none of one year."""
    found = {one: year for one in figures if (year := year_after(text, one.end, language))}
    if not found:
        found = _between_two_years(text, language, figures)
    return found if len({*found.values()}) > 1 else {}


def _between_two_years(
    text: str, language: Language, figures: Sequence[Figure]
) -> dict[Figure, int]:
    """The two figures of "from 48 to 31 between 2022 and 2023"."""
    years, pairs = find_two_years(text, language), [*changes(text, tuple(figures))]
    return dict(zip(pairs[0], years, strict=True)) if years and len(pairs) == 1 else {}


class _Places:
    """What stands at a place of a text, of things with spans; found without looking at all."""

    def __init__(self, spans: Iterable[tuple[Offsets, ComparedFigure]]) -> None:
        self._spans = sorted(spans, key=lambda each: each[0])
        self._starts = [start for (start, _), _ in self._spans]
        self._longest = max((end - start for (start, end), _ in self._spans), default=0)

    def at(self, place: int) -> ComparedFigure | None:
        """The last one whose span holds a place."""
        for number in range(bisect_right(self._starts, place) - 1, -1, -1):
            (start, end), one = self._spans[number]
            if place - start >= self._longest:
                return None
            if place < end:
                return one
        return None
