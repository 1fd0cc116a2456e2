"""A store of which some documents are not there, for whoever may not see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from rag.records import Document, Page, Passage
from rag.store.bm25 import Bm25Index
from rag.store.reader import Store
from rag.store.vectors import VectorIndex


class RestrictedStore(Store):
    """Some documents of a store, as if it held no others.

    Whatever reads it — search, pages, counts, a part written tomorrow — cannot come upon what
    is hidden: the filter stands where the data comes from, and rankings are as long as ever.
    How rare a word is, and with it a score, is still reckoned over the whole store.
    """

    def __init__(self, whole: Store, sees: Callable[[Document], bool]) -> None:
        # Nothing is opened anew: the whole store keeps the files, and is kept by its views.
        self.whole = whole
        self.index = whole.index
        self.number = whole.number
        self.manifest = whole.manifest
        self.folder = whole.folder
        self.damage = whole.damage
        self.sees = sees
        self._seen = {each.id: each for each in whole.documents() if sees(each)}

    def close(self) -> None:
        """Does nothing: the store belongs to others too."""

    def is_current(self) -> bool:
        """As the whole store."""
        return self.whole.is_current()

    def check(self) -> None:
        """As the whole store."""
        self.whole.check()

    def verify(self) -> None:
        """As the whole store."""
        self.whole.verify()

    def rows(self) -> set[int]:
        """The rows of the passages that are seen."""
        return set(self._rows)

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """As the whole store, rows that are seen only."""
        return self.whole.rows_in(set(documents) & self._seen.keys())

    def strays(self, rows: Sequence[int]) -> list[int]:
        """As the whole store, rows that are seen only."""
        return self.whole.strays([row for row in rows if row in self._rows])

    def rows_of(self, texts: Sequence[str]) -> dict[str, int]:
        """As the whole store, rows that are seen only."""
        found = self.whole.rows_of(texts)
        return {text: row for text, row in found.items() if row in self._rows}

    def documents(self) -> tuple[Document, ...]:
        """The documents that are seen, by path."""
        return tuple(self._seen.values())

    def document(self, document_id: str) -> Document:
        """A document by its id; KeyError for one that is hidden as for one that is not there."""
        return self._seen[document_id]

    def notices(self) -> dict[str, tuple[str, ...]]:
        """The lines for the curator of the documents that are seen."""
        found = self.whole.notices()
        return {each: lines for each, lines in found.items() if each in self._seen}

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError as ``document``."""
        self.document(document_id)
        return self.whole.page(document_id, number)

    def label(self, document_id: str, number: int | None) -> str | None:
        """The printed label of a page; raises KeyError as ``document``."""
        self.document(document_id)
        return self.whole.label(document_id, number)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows; KeyError for one that is hidden."""
        found = self.whole.passages(rows)
        for passage in found:
            self.document(passage.document_id)
        return found

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vectors of the passages that are seen."""
        return self.whole.vectors.only(self._rows)

    @cached_property
    def terms(self) -> Bm25Index:
        """The terms of the passages that are seen."""
        return self.whole.terms.only(self._rows)

    @cached_property
    def _rows(self) -> frozenset[int]:
        return frozenset(self.whole.rows_in(self._seen))
