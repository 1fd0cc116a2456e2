"""The documents of the library, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.language.words import fold
from rag.records import Document, Language

Column = Literal["title", "issuer", "date", "language", "pages", "format"]
LONGEST = 200  # characters of the words to find; the rest is ignored
COLUMNS: tuple[Column, ...] = ("title", "issuer", "date", "language", "pages", "format")

# Whether the value is missing, then the value.
_SORT_KEYS: dict[Column, Callable[[Document], tuple[bool, str | int]]] = {
    "title": lambda document: (False, fold(document.title)),
    "issuer": lambda document: (document.issuer is None, fold(document.issuer or "")),
    "date": lambda document: (document.date is None, str(document.date)),
    "language": lambda document: (False, document.language),
    "pages": lambda document: (False, document.page_count),
    "format": lambda document: (False, document.format),
}


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """Words to find, a language (``None`` for any), and the order of the table."""

    words: str = ""
    language: Language | None = None
    column: Column = "title"
    descending: bool = False

    def with_words(self, words: str) -> LibraryFilter:
        """The same filter with other words, of which the first characters count."""
        return replace(self, words=words[:LONGEST])

    def sorted_by(self, column: Column) -> LibraryFilter:
        """The same filter sorted by a column; reversed if it was sorted by that column already."""
        return LibraryFilter(
            self.words, self.language, column, self.column == column and not self.descending
        )


def filter_documents(documents: Sequence[Document], filters: LibraryFilter) -> list[Document]:
    """The documents that contain every word; accents and case do not matter.

    Documents without a value in the column of the order come last in both directions.
    """
    words = set(fold(filters.words[:LONGEST]).split())
    found = [
        document
        for document in documents
        if filters.language in (None, document.language) and _has_all(document, words)
    ]
    key = _SORT_KEYS[filters.column]
    present = sorted((d for d in found if not key(d)[0]), key=key, reverse=filters.descending)
    return present + [d for d in found if key(d)[0]]


def _has_all(document: Document, words: Collection[str]) -> bool:
    if not words:
        return True
    text = _searchable(document)
    return all(word in text for word in words)


def _searchable(document: Document) -> str:
    date = document.date.isoformat() if document.date else ""
    return fold(" ".join((document.title, document.issuer or "", date, document.path)))
