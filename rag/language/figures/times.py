"""Durations, clock times, weekdays and centuries, which are neither dates nor quantities."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

_UNITS: dict[Language, str] = {
    "fr": r"ann[ée]es?|ans?|mois|semaines?|jours?|heures?|minutes?|secondes?|si[èe]cles?",
    "en": r"years?|months?|weeks?|days?|hours?|seconds?|centur(?:y|ies)|decades?|working days?",
}
# Between a number and its days or hours, folded: "five working days" are days.
BEFORE_TIMES: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": frozenset("working business calendar consecutive".split()),
}
# Before a figure that is an age and counts nothing: "aged 55 and over", "aged under 35".
BEFORE_AGES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?<!\w)âgée?s?\sd(?:e\s|['’])(?:(?:plus|moins)\sd(?:e\s|['’]))?$"),
    "en": re.compile(
        r"(?<!\w)(?:aged|ages)\s(?:(?:less|more|older|younger)\sthan\s|under\s|over\s|from\s)?$"
    ),
}
_DAY_KINDS: dict[Language, str] = {"fr": "ouvrables|ouvrés|francs|civiles", "en": ""}
_BLANK = r"[ \u00a0\u202f]"
UNIT_OF_TIME = re.compile(
    rf"[ \u00a0\u202f-](?:{any_form(_UNITS)})\b(?: (?:{any_form(_DAY_KINDS)}))?", re.IGNORECASE
)
_CENTURY_NUMBERS: dict[Language, str] = {
    "fr": r"[IVX]+(?:e|er|ᵉ|ème)|\d{1,2}e",
    "en": r"\d{1,2}(?:st|nd|rd|th)|[a-z]+teenth|twentieth|twenty-first",
}
_CENTURIES: dict[Language, str] = {"fr": "siècles?", "en": "centur(?:y|ies)"}
_BEFORE_CHRIST: dict[Language, str] = {"fr": r"av\. J\.-C\.", "en": "BC"}
_CENTURY = re.compile(
    rf"\b(?:{any_form(_CENTURY_NUMBERS)})[ \u00a0](?:{any_form(_CENTURIES)})\b"
    rf"(?: (?:{any_form(_BEFORE_CHRIST)}))?",
    re.IGNORECASE,
)
_CLOCK_TIMES: dict[Language, str] = {
    "fr": r"h(?:eures?)?\b(?:[ \u00a0]?\d{2})?",
    "en": r":\d{2}|[ap]\.?m\.?",
}
_CLOCK_TIME = re.compile(rf"\b\d{{1,2}}[ \u00a0]?(?:{any_form(_CLOCK_TIMES)})", re.IGNORECASE)
# Monday first.
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_WEEKDAY = re.compile(
    rf"\b(?:{'|'.join(day for days in WEEKDAYS.values() for day in days)})s?\b", re.IGNORECASE
)
TIMES = (_CENTURY, _CLOCK_TIME, _WEEKDAY)
# A year before those that ``dates`` finds, after one of these words. The group is ``year``.
_BEFORE_YEAR: dict[Language, str] = {
    "fr": "en|depuis|d[eè]s|vers|avant|apr[eè]s|an|ann[ée]e",
    "en": "in|since|from|to|until|by|before|after|year",
}
OLD_YEAR = re.compile(
    rf"\b(?:{any_form(_BEFORE_YEAR)})[ \u00a0](?P<year>[1-9]\d{{2,3}})"
    rf"(?![\w%]|[.,]\d|{_BLANK}(?:[€$£%]|\d|(?:{any_form(_UNITS)})))",
    re.IGNORECASE,
)
