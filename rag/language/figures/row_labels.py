"""What the label of a row stands for: the days of a week, or a stretch of sizes: "8 à 10 m"."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from rag.language.figures.bounded_figures import bound_of
from rag.language.figures.bounds import LOWER, UPPER, plain_bounds
from rag.language.figures.durations import unit_of_time_after
from rag.language.figures.measures import measure_after
from rag.language.figures.times import WEEKDAYS
from rag.language.words import fold
from rag.records import Language

_FIGURE = re.compile(r"(?<![\d.,/])\d+(?:[.,]\d+)?(?![\d/])")
_TO = re.compile(r"\W*(?:[^\W\d]+\W+)?(?:à|to|et|and|[-–—])\s?")
_HYPHEN = re.compile(r"(?<=\d)-(?=[^\W\d])")
_DAYS = {name: number for names in WEEKDAYS.values() for number, name in enumerate(names)}
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})s?\b")
_TO_A_DAY = re.compile(r"\s?(?:au|to|through|[-–—])\s?")


class Size(NamedTuple):
    """A figure in its unit, the same in both languages: 9 and "m", 360 and "month" for 30 years."""

    value: Decimal
    unit: str


class SizeRange(NamedTuple):
    """The sizes that a label is for; ``None`` for no end.

    ``strict``: the ends themselves are not: "under 6 m".
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    strict: bool = False

    def has(self, size: Size) -> bool:
        """Whether a size is one that the label is for."""
        if size.unit != self.unit or (self.strict and size.value in (self.low, self.high)):
            return False
        is_low = self.low is not None and size.value < self.low
        return not is_low and (self.high is None or size.value <= self.high)


def find_sizes(text: str, language: Language) -> tuple[Size, ...]:
    """The figures of a text that have a unit of measurement or of time after them."""
    spaced = _HYPHEN.sub(" ", text)
    found = (_size(spaced, one, language) for one in _FIGURE.finditer(spaced))
    return tuple(one for one in found if one)


def range_of_label(label: str, language: Language) -> SizeRange | None:
    """The sizes that a label is for, ``None`` if it names none, or more than two ends."""
    plain = plain_bounds(label, language).text
    figures = list(_FIGURE.finditer(plain))
    last = _size(plain, figures[-1], language) if figures else None
    if last is None or len(figures) > 2:
        return None
    if len(figures) == 1:
        bound = bound_of(plain, *figures[0].span(), language)
        low = None if bound.side == UPPER else last.value
        return SizeRange(low, None if bound.side == LOWER else last.value, last.unit, bound.strict)
    own, written = _size(plain, figures[0], language), _value(figures[1])
    first = own.value if own else _value(figures[0]) * (last.value / written if written else 1)
    joined = _TO.fullmatch(plain, figures[0].end(), figures[1].start())
    return SizeRange(first, last.value, last.unit) if joined else None


def find_weekdays(text: str) -> frozenset[int]:
    """The days of the week that a text names, Monday first; "lundi au jeudi" are four."""
    plain = fold(text)
    found = list(_DAY.finditer(plain))
    days = {_DAYS[one[1]] for one in found}
    for one, after in pairwise(found):
        if _TO_A_DAY.fullmatch(plain, one.end(), after.start()):
            first, last = _DAYS[one[1]], _DAYS[after[1]]
            days |= {day % 7 for day in range(first, last + 1 + 7 * (last < first))}
    return frozenset(days)


def _size(text: str, figure: re.Match[str], language: Language) -> Size | None:
    if unit := measure_after(text, figure.end()):
        return Size(_value(figure), unit)
    time = unit_of_time_after(text, figure.end(), language)
    return Size(_value(figure) * time.factor, time.unit) if time else None


def _value(figure: re.Match[str]) -> Decimal:
    return Decimal(figure[0].replace(",", "."))
