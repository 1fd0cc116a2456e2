"""Dates and months in French and English text, with their offsets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.errors import DateInvalid

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at ``text[start:end]``; ``date`` is its first day.

    ``precision`` is the smallest unit given: "novembre 2023" is 1 November 2023, "month".
    """

    start: int
    end: int
    date: dt.date
    precision: Precision


# The full name in French and in English, then the usual abbreviations.
_MONTHS = (
    "janvier january janv jan",
    "février february févr fév feb",
    "mars march mar",
    "avril april avr apr",
    "mai may",
    "juin june jun",
    "juillet july juil jul",
    "août august aug",
    "septembre september sept sep",
    "octobre october oct",
    "novembre november nov",
    "décembre december déc dec",
)


def _fold(name: str) -> str:
    """A name in lower case without its accents."""
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_NUMBER_OF = {
    _fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}


def _accents_optional(name: str) -> str:
    """A pattern for a name with its accents composed, decomposed or missing."""
    return name.replace("é", "(?:é|e\u0301?)").replace("û", "(?:û|u\u0302?)")


_NAMES = sorted((name for names in _MONTHS for name in names.split()), key=len, reverse=True)
_MONTH = rf"(?P<name>{'|'.join(map(_accents_optional, _NAMES))})\b\.?"
_BLANK = r"[^\S\n]+"
_FULL_NAMES = "|".join(_accents_optional(name) for row in _MONTHS for name in row.split()[:2])
_NAMED_MONTH = re.compile(
    rf"(?<!\w)(?P<before>(?:[0-9]{{1,2}}(?:er|st|nd|rd|th)?|en|de|depuis|avant|après|fin|début|in|of"
    rf"|since|until|by|before|after|from|early|late){_BLANK}(?:of{_BLANK})?)?"
    rf"(?P<name>{_FULL_NAMES})(?!\w)(?P<after>{_BLANK}[0-9]{{1,2}}\b)?",
    re.IGNORECASE,
)
# Months that are also common words, folded.
_COMMON_WORDS = frozenset({"may", "march", "mars"})
_VERBS = frozenset({"may", "march"})  # without a capital
_VERB_GOES_ON = re.compile(rf"{_BLANK}[a-z]")
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:er|ère|st|nd|rd|th|ᵉʳ)?"
YEAR = r"1[5-9][0-9]{2}|2[01][0-9]{2}"
_YEAR = rf"(?P<year>{YEAR})"
# Not inside a longer number, a reference ("2023/1542"), a version number or a word.
_OPEN, _CLOSE = r"(?<![\w/])(?<![0-9][.,-])", r"(?!\w)(?![.,/-][0-9])"
_DIGIT = re.compile(r"[0-9]")  # every form has a year
_FORMS = tuple(
    re.compile(_OPEN + form + _CLOSE, re.IGNORECASE)
    for form in (
        rf"{_DAY}{_BLANK}(?:of{_BLANK})?{_MONTH},?{_BLANK}{_YEAR}",
        rf"{_MONTH}{_BLANK}(?:the{_BLANK})?{_DAY},?{_BLANK}{_YEAR}",
        rf"(?P<first>[0-9]{{1,2}})(?P<mark>[/.-])(?P<second>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"{_MONTH},?{_BLANK}(?:of{_BLANK})?{_YEAR}",
        rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])",
        # A number of a page or an article, or a sum of money, can look like a year.
        rf"(?<![$€£])(?<!n°)(?<!n°\s)(?<!art\.\s)(?<!article\s)(?<!page\s)(?<!p\.\s)"
        rf"{_YEAR}(?!\s?[%€$£‰])",
    )
)
# The year first, also with slashes; a time can follow without a blank: 2023-11-15T10:00.
_ISO = re.compile(
    rf"{_OPEN}{_YEAR}(?P<mark>[-/])(?P<month>[0-9]{{2}})(?P=mark)(?P<day>[0-9]{{2}})"
    rf"(?=T[0-9]|{_CLOSE})"
)


def read_day(text: str) -> dt.date:
    """The day of a date such as "2023-12-31"; raises DateInvalid."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise DateInvalid(text=text[:40]) from error


@lru_cache(maxsize=1_024)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """The dates of a text in order, none inside another; days that do not exist are left out.

    In numbers with slashes, points or dashes the day comes first, as in French, unless only the
    other order is a date. Cached: finding the names or the figures of a text needs its dates.
    """
    if _DIGIT.search(text) is None:
        return ()
    taken: list[tuple[int, int]] = []
    found: list[FoundDate] = []
    for form in (_ISO, *_FORMS):
        for match in form.finditer(text):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for other in taken):
                continue
            # The year of an impossible date ("31/02/2023") is no date either.
            taken.append((start, end))
            if (read := _read(match)) is not None:
                found.append(FoundDate(start, end, *read))
    return tuple(sorted(found, key=lambda date: date.start))


@dataclass(frozen=True, slots=True)
class FoundMonth:
    """The name of a month, ``text[start:end]``, its number, and whether it is part of a date."""

    start: int
    end: int
    number: int
    dated: bool


@lru_cache(maxsize=1_024)
def find_months(text: str) -> tuple[FoundMonth, ...]:
    """The names of months in a text, with or without a year: "le 15 juin", "in July".

    "may" and "march" are months only after a day or a word such as "in", or before a day, and not
    in "vessels in zone 3 may stop".
    """
    dates = find_dates(text)
    return tuple(
        FoundMonth(
            *match.span("name"),
            _NUMBER_OF[_fold(match["name"])],
            any(date.start <= match.start("name") < date.end for date in dates),
        )
        for match in _NAMED_MONTH.finditer(text)
        if _fold(match["name"]) not in _COMMON_WORDS or _has_day(match, text)
    )


def _has_day(match: re.Match[str], text: str) -> bool:
    """Whether the name of a month that is also a common word stands where a month does."""
    before = match["before"] or ""
    is_verb = before.strip().isdigit() and match["name"] in _VERBS
    if is_verb and _VERB_GOES_ON.match(text, match.end()):
        return False
    return bool(before or match["after"])


def _read(match: re.Match[str]) -> tuple[dt.date, Precision] | None:
    """The date of a match, ``None`` if the calendar has no such day."""
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        return _day(year, second, first) or _day(year, first, second)
    month = _month(parts)
    if parts.get("day"):
        return _day(year, month, int(parts["day"]))
    if month:
        return dt.date(year, month, 1), "month"
    return dt.date(year, 1, 1), "year"


def _month(parts: dict[str, str | None]) -> int:
    """The number of the month in a match, 0 if it has none."""
    if name := parts.get("name"):
        return _NUMBER_OF[_fold(name)]
    return int(parts.get("month") or 0)


def _day(year: int, month: int, day: int) -> tuple[dt.date, Precision] | None:
    try:
        return dt.date(year, month, day), "day"
    except ValueError:
        return None
