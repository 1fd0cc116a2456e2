"""How surely a sentence speaks of a period that a question names: its dates, those above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from rag.language.any_language import any_word
from rag.language.figures.periods import Period, find_periods, names_year_beside, own_periods
from rag.language.figures.years_of_things import (
    is_something_done,
    is_year_of_thing,
    says_when,
)
from rag.language.questions.document_kinds import DATED_KINDS
from rag.language.words import words
from rag.questions.aboutness import Aboutness
from rag.records import Hit

_ALMOST_A_YEAR = dt.timedelta(364)
_DATED_WORDS = any_word(DATED_KINDS)


def period_aboutness(
    asked: Sequence[Period], hit: Hit, start: int, end: int, stated: str = ""
) -> Aboutness:
    """How surely the sentence ``start:end`` of a hit's passage speaks of one of some periods.

    Its own dates decide, then the nearest heading with a date, then the title and the day that
    the document says it is of, ``stated``. The dates of the sentences before it and that of the
    document may speak for a period and never against it.
    """
    text = hit.passage.text[start:end]
    if any(one.of_thing for one in asked) and is_something_done(text):
        return _done_to_thing(asked, text, dated_above(hit, stated))
    if not find_periods(text) and (before := _told_before(hit.passage.text, start, text)):
        return _met(asked, before)
    own = _met(asked, _own_periods(text, asked))
    above = _met(asked, find_periods(dated_above(hit))) or _met_by_day(asked, stated)
    if Aboutness.EXACT not in (own, above) and _is_only_base(text, asked):
        return Aboutness.OTHER
    if own == Aboutness.EXACT or Aboutness.EXACT not in (own, above):
        decided = own or above
    else:  # the report of a year gives the dates of other years too
        decided = Aboutness.NEAR if own == Aboutness.OTHER else above
    return decided or _dated_around(asked, hit, start)


def _told_before(passage: str, start: int, sentence: str) -> list[Period]:
    """The year that a figure has from the sentences before it in its paragraph, none for none.

    "The treasurer presented the accounts for 2023. Income was 612,000": what a meeting of 2024 is
    told of 2023. Or "a year earlier", of the last date before it.
    """
    if not any(map(str.isdigit, sentence)):
        return []
    opened = passage.rfind("\n\n", 0, start) + 1
    if names_year_beside(sentence):
        text = passage[opened : start + len(sentence)]
        return [one for one in find_periods(text) if one.start >= start - opened]
    last = find_periods(passage[opened:start])[-1:]
    return [
        one
        for one in last
        if one.has_whole_years and is_year_of_thing(passage[opened:start], one.start, one.end)
    ]


def _done_to_thing(asked: Sequence[Period], text: str, above: str) -> Aboutness:
    """What a sentence on what is done to accounts says of the year of accounts asked for.

    Those of 2023 are certified on a day of 2024, or in 2024: only the year that they are of counts,
    or else that of the report.
    """
    own = (one for one in own_periods(text) if not says_when(text, one.start))
    return _met(asked, _years(own)) or _met(asked, _years(find_periods(above)))


def _years(periods: Iterable[Period]) -> list[Period]:
    """Those that are years, or end with one: "closed on 31 December 2023"."""
    ends = (12, 31)
    return [one for one in periods if not one.open and (one.last.month, one.last.day) == ends]


def _own_periods(text: str, asked: Sequence[Period]) -> tuple[Period, ...]:
    """The periods that a sentence is of; every one, for a question that compares with one."""
    return find_periods(text) if any(one.compared for one in asked) else own_periods(text)


def _is_only_base(text: str, asked: Sequence[Period]) -> bool:
    """Whether a sentence only compares another time with a period asked for."""
    return any(one.compared and one.meets(other) for one in find_periods(text) for other in asked)


def _met_by_day(asked: Sequence[Period], stated: str) -> Aboutness:
    """What the day that a document says it is of says of some periods.

    Figures of a day may be of the year that ends with it, or hold on to the end of its year.
    """
    found = find_periods(stated)
    met = _met(asked, found)
    if met != Aboutness.OTHER:
        return met
    day = found[-1].last
    near = any(one.first.year <= day.year and one.last >= day - _ALMOST_A_YEAR for one in asked)
    return Aboutness.UNKNOWN if near else met


def _dated_around(asked: Sequence[Period], hit: Hit, start: int) -> Aboutness:
    """Whether the last date before a sentence, or the date of the document, is asked for."""
    before = [one for one in find_periods(hit.passage.text) if one.end <= start][-1:]
    if any(one.meets(other) for one in asked for other in before):
        return Aboutness.NEAR
    date = hit.document.date
    is_then = date is not None and any(one.first <= date <= one.last for one in asked)
    return Aboutness.NEAR if is_then else Aboutness.UNKNOWN


def names_another_period(asked: Sequence[Period], hit: Hit, start: int, end: int) -> bool:
    """Whether the dates in a sentence of a hit's passage are all of other periods."""
    return _met(asked, _own_periods(hit.passage.text[start:end], asked)) == Aboutness.OTHER


def is_later(asked: Sequence[Period], hit: Hit, start: int, end: int) -> bool:
    """Whether a sentence of a hit's passage is of years that all come after the periods asked for.

    A day is that of an event: the accounts of a year are certified in the next one.
    """
    own = _own_periods(hit.passage.text[start:end], asked)
    years = [one for one in own if one.has_whole_years]
    return bool(years) and all(one.last < other.first for one in asked for other in years)


def dated_by(hit: Hit, start: int, end: int, stated: str = "") -> str:
    """The text that dates a sentence: its own, its nearest dated heading, or the title.

    A title dates the text of a report, of minutes or of a budget, which are of one period; the
    name of the file stands for a title without a date. The day that a document says it is of,
    ``stated``, dates its text too. "" if nothing dates it.
    """
    own = hit.passage.text[start:end]
    if own_periods(own):
        return own
    return dated_above(hit, stated)


def dated_above(hit: Hit, stated: str = "") -> str:
    """The heading or the title that dates a passage; see ``dated_by``."""
    document = hit.document
    for heading in reversed(hit.passage.headings):
        if heading != document.title and find_periods(heading):
            return heading
    if not any(word.folded in _DATED_WORDS for word in words(document.title)):
        return stated
    title = document.title if find_periods(document.title) else _stem(document.path)
    return title if stated in title else f"{title}, {stated}"


def _met(asked: Sequence[Period], found: Sequence[Period]) -> Aboutness:
    """What some periods found say of those asked for; between two of them, nothing is known."""
    if not found:
        return Aboutness.UNKNOWN
    if any(one.meets(other) and not other.is_vaguer(one) for one in asked for other in found):
        return Aboutness.EXACT
    if any(one.meets(other) for one in asked for other in found):
        return Aboutness.NEAR if _is_year_end(asked, found) else Aboutness.UNKNOWN
    earlier = any(other.last < one.first for one in asked for other in found)
    later = any(one.last < other.first for one in asked for other in found)
    return Aboutness.UNKNOWN if earlier and later else Aboutness.OTHER


def _is_year_end(asked: Sequence[Period], found: Sequence[Period]) -> bool:
    """Whether a day that is asked for is the last one of a year found."""
    years = (one for one in found if one.has_whole_years)
    return any(one.first == one.last == other.last for other in years for one in asked)


def _stem(path: str) -> str:
    """The name of a file without its ending, its underscores as blanks."""
    return PurePosixPath(path).stem.replace("_", " ")
