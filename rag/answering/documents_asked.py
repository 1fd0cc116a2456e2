"""The quotes of the documents that a question names, and of those that have its names."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations.quotes import Quote
from rag.retrieval.lookup import Lookup


def of_documents(quotes: Sequence[Quote], lookup: Lookup) -> list[Quote]:
    """The quotes of the documents that the question wants its answer from.

    All that have the names it asks about, if of none, unless they stand for one that is missing.
    """
    named = lookup.documents
    quotes = [quote for quote in quotes if _may_name(quote, lookup)]
    if not named.within:
        return list(quotes)
    own = [quote for quote in quotes if quote.hit.document.id in named.titles]
    return own if own or named.missing else list(quotes)


def _may_name(quote: Quote, lookup: Lookup) -> bool:
    """Whether the document of a quote has the names that the question asks about.

    One without the name that only few others have speaks of another thing: "this project" is not
    the one that is asked for. One in another language may have other names.
    """
    is_own = quote.hit.passage.language == lookup.asked.language
    names = (one for one in lookup.named_in if is_own or one.in_all_languages)
    return all(quote.hit.document.id in one.documents for one in names)
