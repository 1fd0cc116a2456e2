"""The row of a table that is for what a question names: its day of the week, or its size."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.citations.quotes import Quote
from rag.language.figures.row_labels import find_sizes, find_weekdays, range_of_label
from rag.questions.named_things import NamedThings
from rag.weights import WEIGHTS

_AFTER_LABEL = re.compile(r" \| |\t|\s?: ")
# What a quote says by its label of what is asked for: True for it, None for nothing.
_Reads = Callable[[Quote], bool | None]


def of_row_label(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without the rows of other days or sizes than those that the question names.

    "Vendredi | 15 h - 19 h" does not say when it is open on Saturday, nor "6 à 8 m | 1 150 €" what
    a boat of 9 m pays. Rows of one table are alike in all that confidence is computed from: the
    first that is left is as sure as all of them.
    """
    days = find_weekdays(asked.text)
    sizes = find_sizes(asked.text, asked.language)

    def is_for_day(quote: Quote) -> bool | None:
        named = find_weekdays(_label(quote))
        return bool(named & days) if named else None

    def is_for_size(quote: Quote) -> bool | None:
        range_ = range_of_label(_label(quote), quote.hit.passage.language)
        own = [one for one in sizes if range_ and one.unit == range_.unit]
        return any(range_.has(one) for one in own) if range_ and own else None

    kept = _of_labels(quotes, is_for_day) if days else list(quotes)
    return _of_labels(kept, is_for_size) if sizes else kept


def _of_labels(quotes: Sequence[Quote], reads: _Reads) -> list[Quote]:
    """The quotes without the rows for something else, where a table has several rows of the kind.

    The first row that is left of a table stands before all that are less sure.
    """
    kept: list[Quote] = []
    done: list[object] = []
    for quote in quotes:
        passage = quote.hit.passage
        table = [one for one in quotes if one.hit.passage == passage and reads(one) is not None]
        if quote not in table or len(table) < 2:
            kept.append(quote)
        elif passage not in done:
            done.append(passage)
            rows = _as_sure([one for one in table if reads(one)], table)
            surer = sum(one.score >= rows[0].score for one in kept) if rows else 0
            kept = [*kept[:surer], *rows[:1], *kept[surer:], *rows[1:]]
    return kept


def _as_sure(rows: Sequence[Quote], table: Sequence[Quote]) -> list[Quote]:
    """The rows, the first as sure as all of the table together."""
    sure = min(sum(one.score for one in table), WEIGHTS.named_things.confidence)
    return [replace(rows[0], score=max(sure, rows[0].score)), *rows[1:]] if rows else []


def _label(quote: Quote) -> str:
    """The text before the first bar or colon of a quote, "" if it has none."""
    end = _AFTER_LABEL.search(quote.text)
    return quote.text[: end.start()] if end else ""
