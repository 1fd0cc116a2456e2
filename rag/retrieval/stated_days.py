"""The day that a document says its figures are of, for questions that name a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from rag.language.figures.stated_days import find_stated_day
from rag.records import Document, Hit
from rag.store import Library
from rag.store.protocols import Lifetime

_DATED = 40  # the first hits, whose documents are opened
_OPENING = 2  # passages at the start of a document

# By the id of a document, once for each generation.
_known: WeakKeyDictionary[Lifetime, dict[str, str]] = WeakKeyDictionary()


def stated_days(library: Library, hits: Sequence[Hit]) -> Mapping[str, str]:
    """The day that each document of the first hits states, as written, by its id.

    Only those that state one: see ``find_stated_day``.
    """
    known = _known.setdefault(library.lifetime, {})
    documents = {hit.document.id: hit.document for hit in hits[:_DATED]}
    for one in documents.values():
        if one.id not in known:
            known[one.id] = _stated(library, one)
    return {each: known[each] for each in documents if known[each]}


def _stated(library: Library, document: Document) -> str:
    rows = sorted(library.rows_in([document.id]))[:_OPENING]
    text = "\n".join(passage.text for passage in library.passages(rows))
    return find_stated_day(document.title, text)
