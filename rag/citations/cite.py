"""Quotes to citations: each is read again from its stored page, and shown only to the letter."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from rag.citations.quotes import Quote
from rag.citations.versions import successors
from rag.records import Citation, Successor
from rag.store import Library

_log = logging.getLogger(__name__)
# A library has thousands of documents and thousands of questions: read once a generation.
_newer: WeakKeyDictionary[Library, Mapping[str, Successor]] = WeakKeyDictionary()


def verified(library: Library, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes whose characters stand in the stored page, re-read now; others are withheld."""
    kept = []
    for quote in quotes:
        passage = quote.hit.passage
        page = library.page(passage.document_id, passage.page)
        if quote.text and page.text[quote.start : quote.end] == quote.text:
            kept.append(quote)
        else:
            _log.error("quote withheld: %s %s:%s", passage.document_id, quote.start, quote.end)
    return kept


def newer_versions(library: Library) -> Mapping[str, Successor]:
    """The newest version of each document of an index that has one, by the id of the older."""
    if (known := _newer.get(library)) is None:
        known = _newer[library] = successors(library.documents())
    return known


def newest_first(quotes: Sequence[Quote], newer: Mapping[str, Successor]) -> list[Quote]:
    """The quotes, those of an older version of a document after those of its newest one."""
    waiting, ordered = list(quotes), []
    while waiting:
        there = {quote.hit.document.id for quote in waiting}
        # A newest version has no newer one: there is always a quote that need not wait.
        first = next(quote for quote in waiting if _newest(quote, newer) not in there)
        waiting.remove(first)
        ordered.append(first)
    return ordered


def _newest(quote: Quote, newer: Mapping[str, Successor]) -> str | None:
    found = newer.get(quote.hit.document.id)
    return None if found is None else found.document


def cite(n: int, quote: Quote, newer: Mapping[str, Successor]) -> Citation:
    """The citation of that number for a verified quote, marked where a version is newer."""
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
