"""The quotes that the day of a question makes its answer: who was there, and what happened."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.periods_asked import dated
from rag.citations.quotes import Quote
from rag.language.figures.periods import find_periods, spoken
from rag.language.questions.asking import WHAT_HAPPENED
from rag.language.statements.attendance import attendance_label
from rag.language.words import fold, words
from rag.questions.aboutness import Aboutness
from rag.retrieval.lookup import Lookup


def lists_of_day(quotes: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The lists of those who were at the meeting of a day, or who were not, as the question asks.

    They are of one document. None if the question gives no day.
    """
    if lookup.asked.attendance is None or not lookup.asked.periods:
        return []
    listed = [quote for quote in quotes if attendance_label(quote.text) == lookup.asked.attendance]
    found = [quote for quote in listed if dated(quote, lookup) == Aboutness.EXACT]
    return [quote for quote in found if quote.hit.document.id == found[0].hit.document.id]


def happened_on_day(quotes: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The sentences of a day, if the question asks what happened on it and for nothing else."""
    periods, text = lookup.asked.periods, lookup.asked.text
    if len(periods) != 1 or periods[0].first != periods[0].last:
        return []
    day = periods[0]
    start = day.end - len(spoken(text, day))
    lead, rest = fold(text[:start]), text[day.end :]
    if not WHAT_HAPPENED.fullmatch(lead) or words(rest):
        return []
    return [
        one
        for one in quotes
        if any((each.first, each.last) == (day.first, day.last) for each in find_periods(one.text))
    ]
