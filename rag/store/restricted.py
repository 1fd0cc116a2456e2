"""The part of a library that somebody may see. To them, the other documents are not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from rag.errors import IndexDamaged
from rag.records import Document, Page, Passage
from rag.store.protocols import Library, Lifetime, Sees, TermIndex, VectorIndex
from rag.store.rows_of import RowsOf


class RestrictedLibrary:
    """Some documents of a library, as if it held no others.

    The filter stands where the data comes from: search, pages and counts cannot reach what is
    hidden, and rankings are as long as ever. The rarity of a word, and so a score, still counts
    the whole library. The library may itself be a part of another.
    """

    def __init__(self, whole: Library, sees: Sees) -> None:
        self._whole, self._sees = whole, sees
        self._seen = {each.id: each for each in whole.documents() if sees(each)}

    @property
    def index_id(self) -> str:
        """The identity of the whole library."""
        return self._whole.index_id

    @property
    def created(self) -> str:
        """When the whole library was made, ISO 8601."""
        return self._whole.created

    @property
    def damage(self) -> IndexDamaged | None:
        """As the whole library."""
        return self._whole.damage

    @property
    def lifetime(self) -> Lifetime:
        """That of the whole library."""
        return self._whole.lifetime

    def documents(self) -> tuple[Document, ...]:
        """The documents that are seen, by path."""
        return tuple(self._seen.values())

    def document(self, document_id: str) -> Document:
        """A document by its id; KeyError for one that is hidden as for one that is not there."""
        return self._seen[document_id]

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError as ``document``."""
        self.document(document_id)
        return self._whole.page(document_id, number)

    def label(self, document_id: str, number: int | None) -> str | None:
        """The printed label of a page; raises KeyError as ``document``."""
        self.document(document_id)
        return self._whole.label(document_id, number)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows; KeyError for one that is hidden."""
        found = self._whole.passages(rows)
        for passage in found:
            self.document(passage.document_id)
        return found

    def documents_of(self, rows: Sequence[int]) -> list[str]:
        """The ids of the documents of these rows; KeyError for one that is hidden."""
        found = self._whole.documents_of(rows)
        for document_id in set(found):
            self.document(document_id)
        return found

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """The rows of the passages of these documents, none of one that is hidden."""
        return self._whole.rows_in(each for each in documents if each in self._seen)

    def acronyms(self, documents: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """The long forms of each acronym in all or some of the documents that are seen."""
        wanted = self._seen if documents is None else documents
        return self._whole.acronyms(each for each in wanted if each in self._seen)

    def previous(self) -> RestrictedLibrary | None:
        """The generation kept for a rollback, with the same documents hidden."""
        kept = self._whole.previous()
        return None if kept is None else RestrictedLibrary(kept, self._sees)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vectors of the passages that are seen."""
        return self._whole.vectors.only(self._rows)

    @cached_property
    def terms(self) -> TermIndex:
        """The words of the passages that are seen."""
        return self._whole.terms.only(self._rows)

    @cached_property
    def _rows(self) -> RowsOf:
        return RowsOf(self._whole, self._seen)
