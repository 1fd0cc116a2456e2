"""The read side: one generation of an index, as it was when it was opened."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from rag.errors import IndexDamaged, IndexFormat, IndexMissing, IndexOutdated
from rag.records import Document, Page, Passage
from rag.runtime.undoing import undoing
from rag.store.bm25 import open_bm25
from rag.store.checked_files import CheckedFiles
from rag.store.described import Described
from rag.store.document_tables import DocumentTables
from rag.store.joined_vectors import load_vectors
from rag.store.layout import DOCUMENTS, MANIFEST, TERMS, VECTORS, generation, read_current
from rag.store.locks import hold
from rag.store.manifest import Manifest, altered, read_manifest
from rag.store.packing import digests
from rag.store.protocols import Lifetime, TermIndex, VectorIndex

# Passages kept unpacked, about 2 kB each: one question reads about two hundred, and many come
# back. The cache is emptied when full, so that memory stays flat.
_REMEMBERED = 8_192


class Store(Described):
    """One generation of an index, read-only; safe to share between threads.

    It answers as long as it is open, whatever is built, swapped in or rolled back meanwhile.
    File sizes are checked when it is opened, the checksum of a page when the page is read, and
    every byte by ``check``; damage raises IndexDamaged. ``damage`` is that of the live generation.
    """

    damage: IndexDamaged | None = None

    def __init__(
        self, index: Path, number: int, *, manifest: Manifest, tables: DocumentTables
    ) -> None:
        self.index = index
        self.number = number
        self.manifest = manifest
        self.folder = generation(index, number)
        self._tables = tables
        self._held = hold(self.folder / MANIFEST)
        self.lifetime = Lifetime()
        self._releasing = weakref.finalize(self, _release, self._held, tables)
        # The end of the process releases it too, and a thread may still read: never under it.
        self._releasing.atexit = False
        self._lock = threading.RLock()
        self._vectors: VectorIndex | None = None
        self._terms: TermIndex | None = None
        self._documents: dict[str, Document] | None = None
        self._labels: dict[str, dict[int | None, str | None]] = {}
        self._passages: dict[int, Passage] = {}

    @classmethod
    def open(cls, index: Path) -> Self:
        """The live generation; raises IndexMissing, IndexDamaged, IndexFormat, IndexOutdated."""
        current = read_current(index)
        while True:
            # Between reading the number of a generation and holding it, the generation can be
            # swapped out and, two swaps later, deleted: look again until the number stays.
            before = current
            try:
                store = cls.at(index, before.live)
            except IndexDamaged:
                current = read_current(index)
                if current == before:
                    raise
                continue
            current = read_current(index)
            if current == before:
                return store
            store.close()

    @classmethod
    def at(cls, index: Path, number: int, *, older: bool = False) -> Self:
        """The generation with that number; ``older`` also accepts an older format, to build on.

        Raises IndexDamaged, IndexFormat and IndexOutdated.
        """
        folder = generation(index, number)
        manifest = read_manifest(index, folder, older=older)
        manifest.check_sizes(index, folder)
        try:
            tables = DocumentTables.open(folder, manifest.segments)
            with undoing(tables.close):
                return cls(index, number, manifest=manifest, tables=tables)
        except (OSError, sqlite3.DatabaseError) as error:
            raise IndexDamaged(index=index, cause=str(error)) from error

    def previous(self) -> Store | None:
        """The generation kept for a rollback, ``None`` where none can be read."""
        try:
            kept = read_current(self.index).kept
            if kept in (None, self.number):
                return None
            return Store.at(self.index, kept).searched_by(self.engine)
        except (IndexMissing, IndexDamaged, IndexFormat, IndexOutdated):
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Releases the generation; garbage collection does so too."""
        self._releasing()
        self._terms = None  # tantivy maps its files

    def is_current(self) -> bool:
        """Whether this generation is still live; reads one small file."""
        try:
            live = generation(self.index, read_current(self.index).live)
            # By file, not by number: an index that is deleted and rebuilt starts at 1 again.
            return os.path.samestat(os.stat(live / MANIFEST), os.fstat(self._held))
        except (IndexMissing, IndexDamaged, OSError):
            return False

    def check(self, checked: CheckedFiles | None = None) -> None:
        """Reads every byte of the generation; raises IndexDamaged if one is altered.

        Files that are known to be as they were ``checked`` are not read.
        """
        is_sealed = None if checked is None else checked.is_sealed
        self.manifest.check_contents(self.index, self.folder, is_sealed)

    def rows(self) -> set[int]:
        """The rows of all passages."""
        with self._reading():
            return self._tables.rows()

    def read_with(self, is_wanted: Callable[[str], bool]) -> set[str]:
        """The ids of the documents whose recipe is wanted; each recipe is asked for once."""
        with self._reading():
            return self._tables.read_with(is_wanted)

    def digests(self, rows: Sequence[int]) -> dict[int, str]:
        """The digest of the text that was encoded for each of these rows."""
        with self._reading():
            return self._tables.digests_of(rows)

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """The rows of the passages of these documents."""
        with self._reading():
            return self._tables.rows(documents)

    def rows_of(self, texts: Sequence[str]) -> dict[str, int]:
        """A row for each of these embedded texts that some passage has."""
        keys = digests(texts)
        with self._reading():
            found = self._tables.rows_of(keys)
        return {text: found[key] for text, key in zip(texts, keys, strict=True) if key in found}

    def documents(self) -> tuple[Document, ...]:
        """The documents by path."""
        return tuple(self._by_id().values())

    def document(self, document_id: str) -> Document:
        """A document by its id; raises KeyError if the index does not hold it."""
        return self._by_id()[document_id]

    def notices(self) -> dict[str, tuple[str, ...]]:
        """The notices for the curator, by document id."""
        with self._reading():
            return self._tables.notices()

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError if there is none with that number."""
        with self._reading():
            return self._tables.page(document_id, number)

    def label(self, document_id: str, number: int | None) -> str | None:
        """The printed label of a page, ``None`` where it has none; KeyError as ``page``."""
        if document_id not in self._labels:
            self.document(document_id)
            with self._reading():
                self._labels[document_id] = self._tables.labels(document_id)
        return self._labels[document_id][number]

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows in the order asked; KeyError for a row not there."""
        known = self._passages
        found = {row: known[row] for row in map(int, rows) if row in known}
        missing = [row for row in map(int, rows) if row not in found]
        if missing:
            with self._reading():
                read = self._tables.passages(missing)
            found |= read
            if len(known) + len(read) > _REMEMBERED:
                self._passages = known = {}
            known.update(read)
        return [found[int(row)] for row in rows]

    def documents_of(self, rows: Sequence[int]) -> list[str]:
        """The ids of the documents of these rows, in the order asked; KeyError as ``passages``."""
        with self._reading():
            found = self._tables.documents_of(rows)
        return [found[int(row)] for row in rows]

    def acronyms(self, documents: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """The long forms that all or some documents give for each acronym, and in how many."""
        with self._reading():
            return self._tables.acronyms(documents)

    @property
    def vectors(self) -> VectorIndex:
        """The vectors of the passages by row, read or mapped on first use."""
        if self._vectors is None:
            with self._reading():
                if self._vectors is None:
                    self._vectors = self._load_vectors()
        return self._vectors

    @property
    def terms(self) -> TermIndex:
        """The terms of the passages by row, opened on first use."""
        if self._terms is None:
            with self._reading():
                if self._terms is None:
                    self._terms = self._open_terms()
        return self._terms

    def warm(self) -> None:
        """Reads what every question needs, before the first one; raises IndexDamaged."""
        self.documents()
        if len(self.vectors) != len(self.terms):
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))

    def verify(self) -> None:
        """Raises IndexDamaged unless the counts of tables, vectors and terms agree."""
        with self._reading():
            found = self._tables.counts()
        if found != self.manifest.counts:
            raise IndexDamaged(index=self.index, cause=altered(DOCUMENTS))
        if not len(self.vectors) == len(self.terms) == self.manifest.passages:
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))

    def _load_vectors(self) -> VectorIndex:
        if self.engine is not None:
            return self.engine.vectors(self)
        vectors = load_vectors(self.folder / name for name in self.manifest.segments)
        vectors.remove(self._tables.hidden_rows())
        if (len(vectors), vectors.dim) != (self.manifest.passages, self.manifest.encoder.dim):
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))
        return vectors

    def _open_terms(self) -> TermIndex:
        if self.engine is not None:
            return self.engine.terms(self)
        terms = open_bm25(self.folder / TERMS, self)
        if len(terms) != self.manifest.passages:
            raise IndexDamaged(index=self.index, cause=altered(TERMS))
        return terms

    def _by_id(self) -> dict[str, Document]:
        if self._documents is None:
            with self._reading():
                self._documents = {each.id: each for each in self._tables.documents()}
        return self._documents

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time, for about 0.1 ms; what cannot be read is damage."""
        try:
            with self._lock:
                yield
        except (OSError, ValueError, TypeError, sqlite3.DatabaseError, zlib.error) as error:
            raise IndexDamaged(index=self.index, cause=str(error)) from error


def _release(held: int, tables: DocumentTables) -> None:
    tables.close()
    os.close(held)
