"""Units of time, so that 36 months are three years and two days are 48 hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rag.language.any_language import any_form
from rag.records import Language

# A month has no fixed number of days: months and minutes are not converted into each other.
_UNITS: dict[Language, dict[str, tuple[str, int]]] = {
    "fr": {
        r"minutes?": ("minute", 1), r"heures?": ("minute", 60), r"jours?": ("minute", 1_440),
        r"semaines?": ("minute", 10_080), r"mois": ("month", 1), r"trimestres?": ("month", 3),
        r"semestres?": ("month", 6), r"ans?|années?": ("month", 12),
        r"décennies?": ("month", 120), r"siècles?": ("month", 1_200),
    },
    "en": {
        r"minutes?": ("minute", 1), r"hours?": ("minute", 60), r"days?": ("minute", 1_440),
        r"weeks?": ("minute", 10_080), r"fortnights?": ("minute", 20_160),
        r"months?": ("month", 1), r"years?": ("month", 12), r"decades?": ("month", 120),
        r"centur(?:y|ies)": ("month", 1_200),
    },
}  # fmt: skip
# Days of work are not 24 hours.
_NOT_WHOLE: dict[Language, str] = {"fr": r"ouvr(?:é|able)s?|francs?|travaillés?", "en": ""}
_FORMS: dict[Language, list[tuple[re.Pattern[str], str, int]]] = {
    language: [
        (
            re.compile(
                rf"[ \u00a0\u202f'’-](?:{form})(?![\w])(?!\s(?:{any_form(_NOT_WHOLE)})\b)",
                re.IGNORECASE,
            ),
            unit,
            factor,
        )
        for form, (unit, factor) in units.items()
    ]
    for language, units in _UNITS.items()
}


@dataclass(frozen=True, slots=True)
class UnitOfTime:
    """A unit after a figure that ends before ``end``: so many ("month" or "minute") each."""

    end: int
    unit: str
    factor: Decimal


def unit_of_time_after(text: str, end: int, language: Language) -> UnitOfTime | None:
    """The unit of time right after a figure that ends at ``end``, ``None`` for none."""
    for form, unit, factor in _FORMS[language]:
        if match := form.match(text, end):
            return UnitOfTime(match.end(), unit, Decimal(factor))
    return None
