"""What the catalogue of a library says: documents with their facts, without any quote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rag.records.documents import Language


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of a list, with its facts; ``None`` for one that is not known.

    ``changed`` is the day its file was last changed. ``passages`` counts the passages about the
    topic of the question, 0 if it has none.
    """

    document: str
    path: str
    title: str
    language: Language
    date: dt.date | None
    issuer: str | None
    pages: int | None
    changed: dt.date | None = None
    passages: int = 0


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents that answer a question about the library: the first ones of ``count``."""

    count: int
    documents: tuple[ListedDocument, ...]
