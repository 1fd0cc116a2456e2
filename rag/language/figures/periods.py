"""Days, months, years and ranges of them in French and English text, each with its two ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.language.any_language import any_form
from rag.language.figures.comparison_bases import is_comparison_base
from rag.language.figures.counting import is_counting_year
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.identifiers.reference_nouns import THING_NOUNS
from rag.records import LANGUAGES, Language

# Between the two dates of a range, and before a range without an end or a start.
_UP_TO: dict[Language, str] = {"fr": "et|à|a|au|jusqu['’]en|jusqu['’]à", "en": "and|to|until|till"}
_BETWEEN: dict[Language, str] = {"fr": "entre", "en": "between"}
SINCE: dict[Language, str] = {
    "fr": "depuis|[àa] partir de|[àa] compter d[eu]|dès",
    "en": "since|from|as of|starting",
}
_UNTIL: dict[Language, str] = {
    "fr": "jusqu['’]en|jusqu['’]au|jusqu['’][àa]",
    "en": "until|by|till|up to",
}
# These leave out the day, the month or the year that they name.
_AFTER: dict[Language, str] = {"fr": "après|apres", "en": "after"}
_BEFORE: dict[Language, str] = {"fr": "avant", "en": "before|prior to"}
_BEFORE_YEARS: dict[Language, str] = {"fr": r"le |l['’]année |en ", "en": "the |the year "}
# The date of a text that is cited: "la loi du 6 juillet 1989", "Act of 2004".
_CITED: dict[Language, str] = {
    "fr": "lois?|décrets?|arrêtés?|ordonnances?|directives?|règlements?|circulaires?",
    "en": "acts?|laws?|decrees?|directives?|regulations?|statutes?",
}
# A number that looks like a month: "délibération n° 2024-03", "note 2023-12".
_YEAR_MONTH = re.compile(r"[12]\d{3}-\d{2}")
_THINGS = "|".join(form for one in LANGUAGES for form in THING_NOUNS[one].values())
_NUMBERS = re.compile(rf"(?:\b(?:{_THINGS})|\bn[°ºo]\.?|\bnumber)\s*$", re.IGNORECASE)
_ANY_ARTICLE = rf"(?:{any_form(_BEFORE_YEARS)})?"
_JOINED = re.compile(rf"\s*(?:(?:{any_form(_UP_TO)})\s+{_ANY_ARTICLE}|[-–]\s*)", re.IGNORECASE)
_AND_ONLY = re.compile(r"\s*(?:et|and)\s", re.IGNORECASE)
# Between two periods that are listed: "2021, 2022 and in 2023".
LISTED_DATES = re.compile(r"\s*(?:,|et|and|ou|or|,\s*(?:et|and))\s+(?:en\s|in\s)?", re.IGNORECASE)
# Before a period that a question is limited to: "(en) 2022", "(in the year) 2022".
_LIMITS_TO: dict[Language, str] = {
    "fr": r"(?:en|pour|de|durant|pendant|au cours de)(?: l['’](?:année|annee|exercice))?",
    "en": r"(?:in|for|of|during)(?: the year)?",
}
_LIMITED_TO = re.compile(rf"(?:^|\s)(?:{any_form(_LIMITS_TO)})\s$", re.IGNORECASE)
_OPENS_RANGE = re.compile(rf"\b(?:{any_form(_BETWEEN)})\s+{_ANY_ARTICLE}$", re.IGNORECASE)
_OPENS_SINCE = re.compile(rf"\b(?:{any_form(SINCE)})\s+{_ANY_ARTICLE}$", re.IGNORECASE)
_OPENS_UNTIL = re.compile(rf"\b(?:{any_form(_UNTIL)})\s+{_ANY_ARTICLE}$", re.IGNORECASE)
_OPENS_AFTER = re.compile(rf"\b(?:{any_form(_AFTER)})\s+{_ANY_ARTICLE}$", re.IGNORECASE)
_OPENS_BEFORE = re.compile(rf"\b(?:{any_form(_BEFORE)})\s+{_ANY_ARTICLE}$", re.IGNORECASE)
_CITES = re.compile(rf"\b(?:{any_form(_CITED)})\b[^.;:!?\n]{{0,25}}$", re.IGNORECASE)
# The year before or after that of the date before it: "contre 312 un an plus tôt".
_YEAR_BEFORE: dict[Language, str] = {
    "fr": r"un an (?:plus tôt|avant|auparavant)|l['’](?:année|exercice) (?:précédente?|d['’]avant)",
    "en": r"(?:a|one) year (?:earlier|before|ago)|(?:the )?(?:previous|preceding|prior) year"
    r"|the year before",
}
_YEAR_AFTER: dict[Language, str] = {
    "fr": r"un an plus tard|l['’](?:année|exercice) suivante?",
    "en": r"(?:a|one) year later|(?:the )?(?:next|following) year",
}
_RELATIVE = re.compile(
    rf"\b(?:(?P<before>{any_form(_YEAR_BEFORE)})|(?P<after>{any_form(_YEAR_AFTER)}))\b",
    re.IGNORECASE,
)
# "2021-2023", "2022/23": a range of years, or a season.
_YEARS = re.compile(
    r"(?<![\w/.,-])(?P<first>(?:1[5-9]|20)[0-9]{2})\s?[-–/]\s?(?P<last>(?:(?:1[5-9]|20)[0-9]{2})"
    r"|[0-9]{2})(?![\w/-]|[.,][0-9])"
)

# Characters before a date where the words may be that open its period, or cite its text: no
# search from the start of the text for each date.
_REACH = 60
_DAY, _MONTH = dt.timedelta(days=1), dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last`` that ``text[start:end]`` names, both included.

    An ``open`` one has only one end in the text: "since 2019". One that is ``compared`` is only the
    base of a comparison: "fewer than in 2022". A question's may be ``of_thing``, the year that a
    thing is of: "the accounts of 2024".
    """

    start: int
    end: int
    first: dt.date
    last: dt.date
    open: bool = False
    compared: bool = False
    of_thing: bool = False

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    @property
    def has_whole_years(self) -> bool:
        """Whether it starts with a year and ends with one."""
        first, last = self.first, self.last
        return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)

    def years(self) -> tuple[Period, ...]:
        """Each of its years; itself if it is open, or does not consist of several whole years."""
        if self.open or not self.has_whole_years or self.first.year == self.last.year:
            return (self,)
        return tuple(
            replace(self, first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
            for year in range(self.first.year, self.last.year + 1)
        )

    def is_vaguer(self, other: Period) -> bool:
        """Whether it is too long to be the other one: a year for a day."""
        length, wanted = self.last - self.first, other.last - other.first
        return length > _MONTH >= wanted


@lru_cache(maxsize=4_096)
def find_periods(text: str, *, cited: bool = False) -> tuple[Period, ...]:
    """The periods of a text in order, in either language; cached.

    The date of a law or another text that is cited is none, unless ``cited``: "la loi du
    6 juillet 1989".
    """
    if not any(letter.isdigit() for letter in text):
        return ()
    found = [_years(match) for match in _YEARS.finditer(text) if _is_range(match)]
    ranges = tuple(found)
    dates = deque(date for date in find_dates(text) if _is_period(text, date, cited=cited))
    while dates:
        date = dates.popleft()
        if dates and _is_joined(text, date, dates[0]):
            last = dates.popleft()
            found.append(Period(date.start, last.end, date.date, _last_day(last)))
        elif not any(one.start < date.end and date.start < one.end for one in ranges):
            found.append(_single(text, date))
    found += _relative(text, found)
    return tuple(
        replace(one, compared=is_comparison_base(text, one.start, one.end))
        for one in sorted(found, key=lambda one: one.start)
    )


def own_periods(text: str) -> tuple[Period, ...]:
    """The periods that a sentence is of: none that another is only compared with."""
    return tuple(one for one in find_periods(text) if not one.compared)


def names_year_beside(text: str) -> bool:
    """Whether a text names the year before or after another one: "a year earlier"."""
    return _RELATIVE.search(text) is not None


def spoken(text: str, period: Period) -> str:
    """A period as the text writes it, with the word that leaves one end open: "before 2020"."""
    start = period.start
    for form in (_OPENS_SINCE, _OPENS_AFTER, _OPENS_UNTIL, _OPENS_BEFORE) if period.open else ():
        if found := form.search(text, max(start - _REACH, 0), start):
            return text[found.start() : period.end]
    return text[start : period.end]


def without_period(text: str, period: Period) -> str:
    """A question without a period that it is limited to: "how many visitors in 2022?".

    "" if the period is no limit but a part of something else.
    """
    if period.compared:
        return ""
    if period.open:
        start = period.end - len(spoken(text, period))
        return f"{text[:start].rstrip()} {text[period.end :].lstrip()}".strip()
    before = _LIMITED_TO.search(text, max(period.start - _REACH, 0), period.start)
    return f"{text[: before.start()]} {text[period.end :].lstrip()}".strip() if before else ""


def _is_period(text: str, date: FoundDate, *, cited: bool) -> bool:
    """Whether a date is no count, "we have 2000 books", no number, "note 2023-12", and if asked
    that of no cited text.
    """
    before = max(date.start - _REACH, 0)
    is_number = _YEAR_MONTH.fullmatch(text, date.start, date.end)
    if is_number and _NUMBERS.search(text, before, date.start):
        return False
    if not cited and _CITES.search(text, before, date.start):
        return False
    return date.precision != "year" or not any(
        is_counting_year(text, date.start, date.end, language) for language in LANGUAGES
    )


def _relative(text: str, dated: list[Period]) -> list[Period]:
    """The years that a text names by the one before or after: "a year earlier"."""
    found = []
    for match in _RELATIVE.finditer(text):
        known = [one for one in dated if one.end <= match.start() and not one.open]
        if known:
            years = -1 if match["before"] else 1
            first, last = _shifted(known[-1].first, years), _shifted(known[-1].last, years)
            found.append(Period(match.start(), match.end(), first, last))
    return found


def _shifted(day: dt.date, years: int) -> dt.date:
    """The same day of another year; of 29 February the day before."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _is_range(match: re.Match[str]) -> bool:
    first, last = match["first"], match["last"]
    return int(last) == (int(first) + 1) % 100 if len(last) == 2 else int(first) < int(last)


def _years(match: re.Match[str]) -> Period:
    first, last = match["first"], match["last"]
    end = int(last) if len(last) == 4 else int(first) + 1
    return Period(match.start(), match.end(), dt.date(int(first), 1, 1), dt.date(end, 12, 31))


def _is_joined(text: str, one: FoundDate, other: FoundDate) -> bool:
    """Whether two dates are the ends of a range: "2022 et 2023" alone is two years."""
    between = text[one.end : other.start]
    if not _JOINED.fullmatch(between) or one.date >= other.date:
        return False
    around = max(one.start - _REACH, 0)
    return not _AND_ONLY.match(between) or bool(_OPENS_RANGE.search(text, around, one.start))


def _single(text: str, date: FoundDate) -> Period:
    first, last = date.date, _last_day(date)
    around = max(date.start - _REACH, 0)
    is_open = True
    if _OPENS_SINCE.search(text, around, date.start):
        last = dt.date.max
    elif _OPENS_AFTER.search(text, around, date.start):
        first, last = last + _DAY, dt.date.max
    elif _OPENS_UNTIL.search(text, around, date.start):
        first = dt.date.min
    elif _OPENS_BEFORE.search(text, around, date.start):
        first, last = dt.date.min, first - _DAY
    else:
        is_open = False
    return Period(date.start, date.end, first, last, open=is_open)


def _last_day(date: FoundDate) -> dt.date:
    """The last day of a date: of its month or year, if no smaller unit is given."""
    year, month = date.date.year, date.date.month
    if date.precision == "day":
        return date.date
    if date.precision == "year":
        return dt.date(year, 12, 31)
    return dt.date(year, month, calendar.monthrange(year, month)[1])
