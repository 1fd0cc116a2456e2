"""Quotes that disagree: both sides are shown, with the fact on which they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rag.citations.quotes import Quote
from rag.facts.disagreements import Disagreement, find_disagreements
from rag.facts.sources import Source
from rag.records import Citation, Conflict, Span, Successor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


def both_sides(
    shown: Sequence[Quote],
    others: Sequence[Quote],
    encode: Encode,
    newer: Mapping[str, Successor],
) -> list[Quote]:
    """The quotes to show, each followed by the quotes of other documents that disagree with it.

    If no shown quote disagrees with one, the best of ``others`` that does is added, but only
    once: further ones cover less of the question. ``encode`` gives the vectors of texts,
    (n, dim) float32 of norm 1; ``newer`` the newest versions of documents.
    """
    documents = {quote.hit.document.id for quote in shown}
    elsewhere = [quote for quote in others if documents - {quote.hit.document.id}]
    quotes = [*shown, *elsewhere]
    rivals: dict[int, list[int]] = {}
    for one in _disagreements(quotes, encode, newer, firsts=len(shown)):
        rivals.setdefault(one.first, []).append(one.second)
        rivals.setdefault(one.second, []).append(one.first)
    order: dict[int, None] = {}
    for place in range(len(shown)):
        against = rivals.get(place, [])
        known = [rival for rival in against if rival < len(shown) or rival in order]
        added = () if known or any(one >= len(shown) for one in order) else against[:1]
        order |= dict.fromkeys((place, *known, *added))
    return [quotes[place] for place in order]


def conflicts(
    quotes: Sequence[Quote],
    encode: Encode,
    newer: Mapping[str, Successor],
    others: Sequence[Quote] = (),
) -> tuple[Conflict, ...]:
    """The conflicts between the quotes of an answer, which are numbered from 1.

    ``others`` are further sentences of their documents, which may be the true counterparts.
    """
    shown = {_place(quote) for quote in quotes}
    read = [*quotes, *(other for other in others if _place(other) not in shown)]
    return tuple(
        Conflict(
            one.first + 1,
            one.second + 1,
            one.topic,
            _span(quotes[one.first], one.first_span),
            _span(quotes[one.second], one.second_span),
        )
        for one in _disagreements(read, encode, newer, firsts=len(quotes))
        if one.second < len(quotes)
    )


def without_amended(
    found: Sequence[Conflict], citations: Sequence[Citation]
) -> tuple[Conflict, ...]:
    """The conflicts, without those of a rule with the text that amends it: that is an update."""
    cited = {one.n: one for one in citations}
    return tuple(
        one
        for one in found
        if not (
            _amends(cited[one.first], cited[one.second])
            or _amends(cited[one.second], cited[one.first])
        )
    )


def _amends(one: Citation, other: Citation) -> bool:
    return any(each.document == one.document for each in other.amendments)


def _disagreements(
    quotes: Sequence[Quote],
    encode: Encode,
    newer: Mapping[str, Successor],
    *,
    firsts: int | None = None,
) -> tuple[Disagreement, ...]:
    """The disagreements between quotes of different documents."""
    sources = [_source(quote, newer) for quote in quotes]

    def similarity(one: int, other: int) -> float:
        first, second = encode([sources[one].text, sources[other].text])
        return float(first @ second)

    return find_disagreements(sources, likeness=similarity, firsts=firsts)


def _place(quote: Quote) -> tuple[str, int | None, int, int]:
    """Where a quote is; two of one place may differ in the pieces shown with it."""
    passage = quote.hit.passage
    return passage.document_id, passage.page, quote.start, quote.end


def _source(quote: Quote, newer: Mapping[str, Successor]) -> Source:
    passage, document = quote.hit.passage, quote.hit.document
    newest = newer.get(document.id)
    return Source(
        quote.text,
        passage.language,
        context="\n".join((document.title, *passage.headings)),
        title=document.title,
        document=document.id,
        family=newest.document if newest else document.id,
    )


def _span(quote: Quote, span: tuple[int, int]) -> Span:
    """A span of a quote's text, in its page."""
    start, end = span
    return Span(quote.start + start, quote.start + end, quote.text[start:end])
