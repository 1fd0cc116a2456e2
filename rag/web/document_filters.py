"""The documents of the library, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.language.words import fold
from rag.records import Document, Language

Column = Literal["title", "issuer", "date", "language", "pages", "format"]
PAGE_SIZE = 100  # documents
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
    """Words to find, a language (``None`` for any), the order of the table, and its page from 1."""

    words: str = ""
    language: Language | None = None
    column: Column = "title"
    descending: bool = False
    page: int = 1

    def with_words(self, words: str) -> LibraryFilter:
        """The same filter with other words, of which the first characters count."""
        return replace(self, words=words[:LONGEST], page=1)

    def in_language(self, language: Language | None) -> LibraryFilter:
        """The same filter with another language."""
        return replace(self, language=language, page=1)

    def sorted_by(self, column: Column) -> LibraryFilter:
        """The same filter sorted by a column; reversed if it was sorted by that column already.

        Dates begin with the newest.
        """
        same = self.column == column
        descending = not self.descending if same else column == "date"
        return replace(self, column=column, descending=descending, page=1)


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


def page_of(found: Sequence[Document], page: int) -> tuple[Sequence[Document], int, int]:
    """The documents of a page of a table, the number of the page that is there, and the last."""
    last = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, page), last)
    return found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, last


def _has_all(document: Document, words: Collection[str]) -> bool:
    if not words:
        return True
    text = _searchable(document)
    return all(word in text for word in words)


def _searchable(document: Document) -> str:
    date = document.date.isoformat() if document.date else ""
    return fold(" ".join((document.title, document.issuer or "", date, document.path)))
