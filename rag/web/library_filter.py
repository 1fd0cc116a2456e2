"""The documents of the library as a person looks for them: filtered, in an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.language.words import fold
from rag.records import Document, Language

Column = Literal["title", "issuer", "date", "language", "pages", "format"]
COLUMNS: tuple[Column, ...] = ("title", "issuer", "date", "language", "pages", "format")

_KEYS: dict[Column, Callable[[Document], tuple[bool, str | int]]] = {
    "title": lambda document: (False, fold(document.title)),
    "issuer": lambda document: (document.issuer is None, fold(document.issuer or "")),
    "date": lambda document: (document.date is None, str(document.date)),
    "language": lambda document: (False, document.language),
    "pages": lambda document: (False, document.page_count),
    "format": lambda document: (False, document.format),
}


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What is looked for: words, a language or any, an order."""

    words: str = ""
    language: Language | None = None
    column: Column = "title"
    down: bool = False

    def turned(self, column: Column) -> LibraryFilter:
        """The same look in the order of a column, turned around where it was that already."""
        return LibraryFilter(
            self.words, self.language, column, self.column == column and not self.down
        )


def filter_documents(documents: Sequence[Document], look: LibraryFilter) -> list[Document]:
    """The documents that hold every word, accents and case apart; what is not stated comes last."""
    words = fold(look.words).split()
    found = [
        document
        for document in documents
        if look.language in (None, document.language)
        and all(word in _facts(document) for word in words)
    ]
    key = _KEYS[look.column]
    stated = sorted((d for d in found if not key(d)[0]), key=key, reverse=look.down)
    return stated + [d for d in found if key(d)[0]]


def _facts(document: Document) -> str:
    date = document.date.isoformat() if document.date else ""
    return fold(" ".join((document.title, document.issuer or "", date, document.path)))
