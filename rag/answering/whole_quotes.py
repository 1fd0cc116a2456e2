"""The quotes of an answer, each with what it needs to stand by itself, each text quoted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.standalone import joined, stand_alone
from rag.citations.quotes import Quote
from rag.records import Offsets, Page, Span
from rag.store import Library


def whole_quotes(
    library: Library, quotes: Sequence[Quote], *, whole_lists: bool = False
) -> list[Quote]:
    """The quotes with the pieces of their pages that they need, in the order of the quotes.

    Where a quote holds the sentence of another one, as a lead-in with its list holds an item, they
    become one: the first, with the pieces of both. ``whole_lists`` says that the question asks for
    all items of a list.
    """
    kept: list[Quote] = []
    for quote in quotes:
        page = library.page(quote.hit.passage.document_id, quote.hit.passage.page)
        spans = _needed(page, quote, whole_lists)
        whole = _with_spans(quote, page, spans)
        place = next((n for n, one in enumerate(kept) if _share(one, whole)), None)
        if place is None:
            kept.append(whole)
        else:
            spans = joined(page.text, [*_spans(kept[place]), *spans])
            kept[place] = _with_spans(kept[place], page, spans)
    return kept


def _needed(page: Page, quote: Quote, whole_lists: bool) -> tuple[Offsets, ...]:
    """The spans that a quote needs; its own alone if its page does not hold it to the letter."""
    sentence = (quote.start, quote.end)
    if page.text[quote.start : quote.end] != quote.text:
        return (sentence,)
    return stand_alone(page, quote.hit.passage, sentence, whole_list=whole_lists)


def _with_spans(quote: Quote, page: Page, spans: Sequence[Offsets]) -> Quote:
    """The quote with its pieces; a sentence that needs nothing has none."""
    if tuple(spans) == ((quote.start, quote.end),):
        return quote
    return replace(quote, pieces=tuple(Span(a, b, page.text[a:b]) for a, b in spans))


def _spans(quote: Quote) -> list[Offsets]:
    return [(piece.start, piece.end) for piece in quote.quoted]


def _share(one: Quote, other: Quote) -> bool:
    """Whether one of two quotes of a page holds the sentence of the other."""
    first, second = one.hit.passage, other.hit.passage
    if (first.document_id, first.page) != (second.document_id, second.page):
        return False
    return _holds(one, other) or _holds(other, one)


def _holds(one: Quote, other: Quote) -> bool:
    return any(start < other.end and other.start < end for start, end in _spans(one))
