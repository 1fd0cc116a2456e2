"""A quote, and the citation that is made of it once it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.records import Citation, Hit, Span, Successor


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit: ``Page.text[start:end] == text``; ``score`` in 0..1."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    span: Span | None = None


def cite(n: int, quote: Quote, newer: Mapping[str, Successor]) -> Citation:
    """The citation number ``n``, of a verified quote, with any newer version of its document."""
    passage, document = quote.hit.passage, quote.hit.document
    return Citation(
        n=n,
        document=document.id,
        path=document.path,
        title=document.title,
        page=passage.page,
        page_label=quote.hit.label,
        start=quote.start,
        end=quote.end,
        quote=quote.text,
        language=passage.language,
        date=document.date,
        sha256=document.id,
        score=quote.score,
        ocr=passage.ocr,
        span=quote.span,
        superseded_by=newer.get(document.id),
    )
