"""Dates that are said from another one: "last November", "l'an dernier", "a year earlier"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from rag.language.figures.dates import FoundDate, Precision, find_dates, find_months
from rag.language.figures.number_words import number_of
from rag.records import Language

_BLANK = r"[ \u00a0\u202f]"
_NUMBER = r"(?P<number>\d{1,2}|[^\W\d_]+)"
# Around the name of a month: the last one before the day, or the next one after it.
_LAST_BEFORE: dict[Language, str] = {"fr": r"", "en": rf"\b(?:last|this past){_BLANK}"}
_LAST_AFTER: dict[Language, str] = {"fr": rf"{_BLANK}(?:dernier|passé)\b", "en": ""}
_NEXT_BEFORE: dict[Language, str] = {"fr": r"", "en": rf"\bnext{_BLANK}"}
_NEXT_AFTER: dict[Language, str] = {"fr": rf"{_BLANK}prochain\b", "en": ""}
_YEARS: dict[Language, tuple[tuple[str, int], ...]] = {
    "fr": (
        (r"l['’]an(?:née)?\s(?:derni(?:er|ère)|passée?)", -1),
        (r"(?:cette\sannée|l['’]année\sen\scours)", 0),
        (r"l['’]an(?:née)?\sprochaine?", 1),
    ),
    "en": ((r"last\syear", -1), (r"this\syear", 0), (r"next\syear", 1)),
}
_AGO: dict[Language, str] = {
    "fr": rf"il\sy\sa\s{_NUMBER}\san(?:née)?s?\b",
    "en": rf"\b{_NUMBER}\syears?\sago\b",
}
# From the date before it in the text.
_EARLIER: dict[Language, str] = {
    "fr": rf"\b{_NUMBER}\sans?\s(?:plus\stôt|auparavant|avant)\b|l['’]année\sprécédente",
    "en": rf"\b{_NUMBER}\syears?\s(?:earlier|before|previously)\b|"
    r"the\s(?:previous\syear|year\sbefore)",
}
_LATER: dict[Language, str] = {
    "fr": rf"\b{_NUMBER}\sans?\s(?:plus\stard|après)\b|l['’]année\ssuivante",
    "en": rf"\b{_NUMBER}\syears?\s(?:later|after)\b|the\s(?:following\syear|year\safter)",
}


def find_relative_dates(
    text: str, language: Language, day: dt.date | None
) -> tuple[FoundDate, ...]:
    """The dates that a text says from another: from ``day``, or from a date before in the text."""
    found = [*_from_date_before(text, language)]
    if day is not None:
        found += [*_months(text, language, day), *_from_day(text, language, day)]
    return tuple(sorted(found, key=lambda one: one.start))


def _months(text: str, language: Language, day: dt.date) -> Iterator[FoundDate]:
    sides = (
        (_LAST_BEFORE[language], _LAST_AFTER[language], False),
        (_NEXT_BEFORE[language], _NEXT_AFTER[language], True),
    )
    for month in find_months(text):
        for before, after, is_next in sides:
            left = re.search(f"(?:{before})$", text[: month.start], re.IGNORECASE)
            right = re.match(after, text[month.end :], re.IGNORECASE)
            if month.dated or left is None or right is None:
                continue
            year = day.year
            if is_next and month.number <= day.month:
                year += 1
            elif not is_next and month.number >= day.month:
                year -= 1
            date = dt.date(year, month.number, 1)
            yield FoundDate(left.start(), month.end + right.end(), date, "month")


def _from_day(text: str, language: Language, day: dt.date) -> Iterator[FoundDate]:
    for form, years in _YEARS[language]:
        for match in re.finditer(rf"(?<!\w)(?:{form})(?!\w)", text, re.IGNORECASE):
            yield _in_year(match, day.year + years)
    for match in re.finditer(_AGO[language], text, re.IGNORECASE):
        if (number := number_of(match["number"], language)) is not None:
            yield _in_year(match, day.year - int(number))


def _from_date_before(text: str, language: Language) -> Iterator[FoundDate]:
    """In a text with one date: "388 at the end of 2023, 342 a year earlier" names 2022 too."""
    dates = find_dates(text)
    if len(dates) != 1:
        return
    sides: tuple[tuple[str, Callable[[int, int], int]], ...] = (
        (_EARLIER[language], lambda year, number: year - number),
        (_LATER[language], lambda year, number: year + number),
    )
    for form, calculate in sides:
        for match in re.finditer(form, text, re.IGNORECASE):
            number = number_of(match["number"], language) if match["number"] else 1
            if number is not None and match.start() >= dates[0].end:
                yield _in_year(match, calculate(dates[0].date.year, int(number)))


def _in_year(match: re.Match[str], year: int) -> FoundDate:
    precision: Precision = "year"
    return FoundDate(match.start(), match.end(), dt.date(min(max(year, 1), 9999), 1, 1), precision)
