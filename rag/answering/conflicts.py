"""Quotes that disagree: each side stands beside the other, and the reader is told on what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rag.citations.quotes import Quote
from rag.facts.disagreements import Disagreement, find_disagreements
from rag.facts.sources import Source
from rag.records import Conflict, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


def both_sides(shown: Sequence[Quote], others: Sequence[Quote], encode: Encode) -> list[Quote]:
    """The quotes to show, each followed by those of other documents that disagree with it.

    Where no other shown quote disagrees with one, the best of ``others`` that does is brought
    in, for the first such quote alone: each further one says less of what was asked. ``encode``
    gives the vectors of texts, (n, dim) float32 of norm 1.
    """
    told = {quote.hit.document.id for quote in shown}
    elsewhere = [quote for quote in others if told - {quote.hit.document.id}]
    every = [*shown, *elsewhere]
    rivals: dict[int, list[int]] = {}
    for one in _disagreements(every, encode, firsts=len(shown)):
        rivals.setdefault(one.first, []).append(one.second)
        rivals.setdefault(one.second, []).append(one.first)
    order: dict[int, None] = {}
    for place in range(len(shown)):
        against = rivals.get(place, [])
        seen = [rival for rival in against if rival < len(shown) or rival in order]
        brought = () if seen or any(one >= len(shown) for one in order) else against[:1]
        order |= dict.fromkeys((place, *seen, *brought))
    return [every[place] for place in order]


def conflicts(quotes: Sequence[Quote], encode: Encode) -> tuple[Conflict, ...]:
    """On what the quotes of an answer disagree, by their numbers from 1."""
    return tuple(
        Conflict(
            one.first + 1,
            one.second + 1,
            one.topic,
            _span(quotes[one.first], one.first_span),
            _span(quotes[one.second], one.second_span),
        )
        for one in _disagreements(quotes, encode)
    )


def _disagreements(
    quotes: Sequence[Quote], encode: Encode, *, firsts: int | None = None
) -> list[Disagreement]:
    """Those between different documents: one that says two things speaks of two things."""
    sources = [_source(quote) for quote in quotes]

    def likeness(one: int, other: int) -> float:
        first, second = encode([sources[one].text, sources[other].text])
        return float(first @ second)

    found = find_disagreements(sources, likeness=likeness, firsts=firsts)
    documents = [quote.hit.document.id for quote in quotes]
    return [one for one in found if documents[one.first] != documents[one.second]]


def _source(quote: Quote) -> Source:
    passage = quote.hit.passage
    context = "\n".join((quote.hit.document.title, *passage.headings))
    return Source(quote.text, passage.language, context)


def _span(quote: Quote, span: tuple[int, int]) -> Span:
    """A span of a quote's text, in its page."""
    start, end = span
    return Span(quote.start + start, quote.start + end, quote.text[start:end])
