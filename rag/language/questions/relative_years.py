"""How French and English name a year from today."""

from __future__ import annotations

import re

from rag.records import Language

# What may stand before such a year and stays: "since (last year)".
_BEFORE: dict[Language, str] = {
    "fr": r"de|depuis|pour|pendant|durant|avant|après|jusqu['’]à",
    "en": r"in|of|for|from|since|during|before|after|until|by",
}
_FORMS: dict[Language, tuple[tuple[str, int], ...]] = {
    "fr": (
        (r"l['’](?:an|année|annee) (?:dernière?|derniere?|passée?|passee?)", -1),
        (r"cette (?:année|annee)(?!\s?-\s?l[àa])", 0),
    ),
    "en": (
        (r"(?<!\bthe )(?<!\bevery )(?<!\beach )last year", -1),
        (r"this year(?! round)", 0),
    ),
}
BEFORE_A_YEAR: dict[Language, str] = {"fr": "en ", "en": "in "}
# "last year's budget" as "the 2025 budget".
OWNS: dict[Language, str] = {"fr": "{year}", "en": "the {year}"}
YEARS_FROM_TODAY: dict[Language, tuple[tuple[re.Pattern[str], int], ...]] = {
    language: tuple(
        (
            re.compile(
                rf"\b(?P<before>(?:{_BEFORE[language]}) )?(?:{form})\b(?P<owns>['’]s\b)?",
                re.IGNORECASE,
            ),
            step,
        )
        for form, step in forms
    )
    for language, forms in _FORMS.items()
}
