"""Quotes to citations: each is read again from its stored page, and shown only to the letter."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.answer import Quote
from rag.records import Citation
from rag.store import Store

_log = logging.getLogger(__name__)


def verified(store: Store, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes whose characters stand in the stored page, re-read now; others are withheld."""
    kept = []
    for quote in quotes:
        passage = quote.hit.passage
        page = store.page(passage.document_id, passage.page)
        if quote.text and page.text[quote.start : quote.end] == quote.text:
            kept.append(quote)
        else:
            _log.error("quote withheld: %s %s:%s", passage.document_id, quote.start, quote.end)
    return kept


def cite(n: int, quote: Quote) -> Citation:
    """The citation of that number for a verified quote."""
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
    )
