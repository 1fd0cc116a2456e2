"""The day that a document says its figures are of, for questions that name a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.language.figures.stated_days import find_stated_day
from rag.records import Document, Hit
from rag.store import Library, once_per_document

_DATED = 40  # the first hits, whose documents are opened
_OPENING = 2  # passages at the start of a document


def stated_days(library: Library, hits: Sequence[Hit]) -> Mapping[str, str]:
    """The day that each document of the first hits states, as written, by its id.

    Only those that state one: see ``find_stated_day``.
    """
    documents = {hit.document.id: hit.document for hit in hits[:_DATED]}
    found = {key: _stated(library, one, library) for key, one in documents.items()}
    return {key: day for key, day in found.items() if day}


@once_per_document
def _stated(document: Document, library: Library) -> str:
    rows = sorted(library.rows_in([document.id]))[:_OPENING]
    text = "\n".join(passage.text for passage in library.passages(rows))
    return find_stated_day(document.title, text)
