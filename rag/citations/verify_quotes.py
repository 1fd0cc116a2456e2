"""Each quote compared with its stored page before it is cited, and shown only if it is there."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.citations.quotes import Quote
from rag.records import Span
from rag.store import Library

_log = logging.getLogger(__name__)


def verified(library: Library, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes whose pieces their pages, read again now, all hold to the letter.

    Others are withheld.
    """
    kept = []
    for quote in quotes:
        passage = quote.hit.passage
        page = library.page(passage.document_id, passage.page)
        pieces = (Span(quote.start, quote.end, quote.text), *quote.quoted)
        if all(each.text and page.text[each.start : each.end] == each.text for each in pieces):
            kept.append(quote)
        else:
            _log.error("quote withheld: %s %s:%s", passage.document_id, quote.start, quote.end)
    return kept
