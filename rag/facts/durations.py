"""The durations among the figures of a text, in units that can be compared."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.facts.facts import Facts, Figure
from rag.language.figures.durations import unit_of_time_after

TIME_UNITS = frozenset({"month", "minute"})
# Between the figures of "six to eleven months".
_TO = re.compile(r"\s(?:to|or|and|à|ou|et)\s|\s?[–-]\s?")


# "Une douzaine de minutes" are twelve.
_ROUND_OF = re.compile(r"(?<=aine)s?\s(?:de(?=\s)|d(?=['’]))", re.IGNORECASE)


def _end_of_number(text: str, end: int) -> int:
    """Where a number ends, with the "de" after one such as "douzaine"."""
    match = _ROUND_OF.match(text, end)
    return match.end() if match else end


def in_units_of_time(facts: Facts, text: str) -> Facts:
    """The facts of a text with its durations in months or minutes: three years are 36 months.

    Each ends after its unit; ``counted`` stays the stem of the noun as it is written. In "six to
    eleven months" the first figure is one too.
    """
    figures: list[Figure] = []
    unit = None
    for one in reversed(facts.figures):
        own = unit_of_time_after(text, _end_of_number(text, one.end), facts.language)
        following = figures and _TO.fullmatch(text, one.end, figures[-1].start)
        unit = own or (unit if following else None)
        if unit is None or one.unit or one.ordinal:
            figures.append(one)
            continue
        value, end = one.value * unit.factor, own.end if own else one.end
        counted = one.counted if own else figures[-1].counted
        figures.append(replace(one, end=end, value=value, unit=unit.unit, counted=counted))
    found = tuple(reversed(figures))
    return facts if found == facts.figures else replace(facts, figures=found)
