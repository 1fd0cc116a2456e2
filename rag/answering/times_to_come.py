"""What a document cannot know: what will be so after it, and what happened since."""

from __future__ import annotations

from rag.citations.quotes import Quote
from rag.language.figures.periods import Period, find_periods
from rag.language.questions.tenses import asks_for_future, counts_what_happened
from rag.language.words import fold
from rag.questions.named_things import NamedThings


def is_too_early(quote: Quote, asked: NamedThings) -> bool:
    """Whether a quote is from before the periods asked for, and cannot know of them.

    "12 euros from 1 January 2026" is not what it will be in 2027, and a document does not say how
    many letters were sent in the years after it.
    """
    first, question = min(one.first for one in asked.periods), fold(asked.text)
    own, date = find_periods(quote.text), quote.hit.document.date
    if asks_for_future(question, asked.language):
        return bool(own) and all(_last_year_stated(one) < first.year for one in own)
    if own or date is None or not counts_what_happened(question, asked.language):
        return False
    return date < first


def _last_year_stated(period: Period) -> int:
    return (period.first if period.open else period.last).year
