"""The read side: one generation of an index, as it was when it was opened."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from rag.encoders import EncoderCard
from rag.errors import (
    IndexDamaged,
    IndexFormat,
    IndexMismatch,
    IndexMissing,
    IndexOutdated,
)
from rag.passages import embedded_text
from rag.records import Document, Page, Passage
from rag.store.bm25 import Bm25Index
from rag.store.database import open_frozen
from rag.store.layout import DOCUMENTS, MANIFEST, TERMS, VECTORS, generation, read_current
from rag.store.locks import hold
from rag.store.manifest import Manifest, altered, read_manifest
from rag.store.packing import digests
from rag.store.queries import (
    counts,
    digests_of,
    read_documents,
    read_labels,
    read_notices,
    read_page,
    read_passages,
    read_rows,
    rows_of,
)
from rag.store.terms import open_terms
from rag.store.vectors import FaissIndex

# Passages kept unpacked, some 2 kB each: one question reads about two hundred, and the same
# ones come back. Emptied when full, so that memory stays flat.
_REMEMBERED = 8_192


class Store:
    """One generation of an index, read-only; safe to share between threads.

    It answers as long as it is open, whatever is built, swapped in or rolled back meanwhile.
    Files are checked by their size when it is opened, each page by its checksum as it is
    read, and every byte by ``check``. A damage found later raises IndexDamaged. ``damage`` is
    what is wrong with the live generation where this one stands in for it.
    """

    damage: IndexDamaged | None = None

    def __init__(
        self, index: Path, number: int, *, manifest: Manifest, database: sqlite3.Connection
    ) -> None:
        self.index = index
        self.number = number
        self.manifest = manifest
        self.folder = generation(index, number)
        self._database = database
        self._held = hold(self.folder / MANIFEST)
        self._letting_go = weakref.finalize(self, _let_go, self._held, database)
        self._lock = threading.RLock()
        self._vectors: FaissIndex | None = None
        self._terms: Bm25Index | None = None
        self._documents: dict[str, Document] | None = None
        self._labels: dict[str, dict[int | None, str | None]] = {}
        self._passages: dict[int, Passage] = {}

    @classmethod
    def open(cls, index: Path) -> Self:
        """The live generation; raises IndexMissing, IndexDamaged, IndexFormat, IndexOutdated."""
        current = read_current(index)
        while True:
            # A generation can be swapped out, and two swaps later deleted, between the reading
            # of its number and the moment this reader holds it: look again until it stays.
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
        """The generation of a number, of an older format only to build upon.

        Raises IndexDamaged, IndexFormat and IndexOutdated.
        """
        folder = generation(index, number)
        manifest = read_manifest(index, folder, older=older)
        manifest.check_sizes(index, folder)
        try:
            database = open_frozen(folder / DOCUMENTS)
            return cls(index, number, manifest=manifest, database=database)
        except (OSError, sqlite3.DatabaseError) as error:
            raise _damage(index, error) from error

    @property
    def index_id(self) -> str:
        """The identity of what the index holds: equal for equal documents and encoders."""
        return self.manifest.index_id

    @property
    def created(self) -> str:
        """When the generation was made, ISO 8601."""
        return self.manifest.created

    def previous(self) -> Store | None:
        """The generation kept for a rollback, ``None`` where none can be read."""
        try:
            kept = read_current(self.index).kept
            return None if kept in (None, self.number) else Store.at(self.index, kept)
        except (IndexMissing, IndexDamaged, IndexFormat, IndexOutdated):
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the generation go; a store that is dropped without it does so too."""
        self._letting_go()

    def is_current(self) -> bool:
        """Whether this generation is the live one still; costs the reading of a small file."""
        try:
            live = generation(self.index, read_current(self.index).live)
            # By the file, not the number: an index that was deleted and built anew counts anew.
            return os.path.samestat(os.stat(live / MANIFEST), os.fstat(self._held))
        except (IndexMissing, IndexDamaged, OSError):
            return False

    def require(self, card: EncoderCard) -> None:
        """Raises IndexMismatch when the index was built with another encoder."""
        built = self.manifest.encoder
        if built != card:
            raise IndexMismatch(
                index=self.index, built=_told(built, card), asked=_told(card, built)
            )

    def check(self) -> None:
        """Reads every byte of the generation; raises IndexDamaged when one is altered."""
        self.manifest.check_contents(self.index, self.folder)

    def rows(self) -> set[int]:
        """The rows of all passages."""
        with self._reading():
            return read_rows(self._database)

    def strays(self, rows: Sequence[int]) -> list[int]:
        """Those of these rows whose passage is not the text that was encoded."""
        with self._reading():
            passages = read_passages(self._database, rows)
            expected = digests_of(self._database, rows)
        kept = [row for row in rows if row in passages]
        texts = [
            embedded_text(self.document(passages[row].document_id), passages[row]) for row in kept
        ]
        found = dict(zip(kept, digests(texts), strict=True))
        return [row for row in rows if found.get(row) != expected.get(row)]

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """The rows of the passages of these documents."""
        with self._reading():
            return read_rows(self._database, documents)

    def rows_of(self, texts: Sequence[str]) -> dict[str, int]:
        """A row for each of these embedded texts that a passage of the generation has."""
        keys = digests(texts)
        with self._reading():
            found = rows_of(self._database, keys)
        return {text: found[key] for text, key in zip(texts, keys, strict=True) if key in found}

    def documents(self) -> tuple[Document, ...]:
        """The documents by path."""
        return tuple(self._by_id().values())

    def document(self, document_id: str) -> Document:
        """A document by its id; raises KeyError when the index does not hold it."""
        return self._by_id()[document_id]

    def notices(self) -> dict[str, tuple[str, ...]]:
        """The lines for the curator of each document that has some, by its id."""
        with self._reading():
            return read_notices(self._database)

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError when there is none of that number."""
        with self._reading():
            return read_page(self._database, document_id, number)

    def label(self, document_id: str, number: int | None) -> str | None:
        """The printed label of a page, ``None`` where it has none; KeyError as ``page``."""
        if document_id not in self._labels:
            self.document(document_id)
            with self._reading():
                self._labels[document_id] = read_labels(self._database, document_id)
        return self._labels[document_id][number]

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows in the order asked; KeyError for a row not there."""
        known = self._passages
        found = {row: known[row] for row in map(int, rows) if row in known}
        missing = [row for row in map(int, rows) if row not in found]
        if missing:
            with self._reading():
                read = read_passages(self._database, missing)
            found |= read
            if len(known) + len(read) > _REMEMBERED:
                self._passages = known = {}
            known.update(read)
        return [found[int(row)] for row in rows]

    @property
    def vectors(self) -> FaissIndex:
        """The vectors of the passages by row, read at the first use."""
        if self._vectors is None:
            with self._reading():
                if self._vectors is None:
                    self._vectors = self._load_vectors()
        return self._vectors

    @property
    def terms(self) -> Bm25Index:
        """The terms of the passages by row, opened at the first use."""
        if self._terms is None:
            with self._reading():
                if self._terms is None:
                    self._terms = self._open_terms()
        return self._terms

    def warm(self) -> None:
        """Reads what every question needs, before one comes; raises IndexDamaged."""
        self.documents()
        if len(self.vectors) != len(self.terms):
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))

    def verify(self) -> None:
        """Raises IndexDamaged unless the tables, the vectors and the terms count the same."""
        manifest = self.manifest
        with self._reading():
            found = counts(self._database)
        if found != (manifest.documents, manifest.pages, manifest.passages):
            raise IndexDamaged(index=self.index, cause=altered(DOCUMENTS))
        if not len(self.vectors) == len(self.terms) == manifest.passages:
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))

    def _load_vectors(self) -> FaissIndex:
        vectors = FaissIndex.load(self.folder / VECTORS)
        if (len(vectors), vectors.dim) != (self.manifest.passages, self.manifest.encoder.dim):
            raise IndexDamaged(index=self.index, cause=altered(VECTORS))
        return vectors

    def _open_terms(self) -> Bm25Index:
        terms = open_terms(self.folder / TERMS, self)
        if len(terms) != self.manifest.passages:
            raise IndexDamaged(index=self.index, cause=altered(TERMS))
        return terms

    def _by_id(self) -> dict[str, Document]:
        if self._documents is None:
            with self._reading():
                found = read_documents(self._database)
            self._documents = {document.id: document for document in found}
        return self._documents

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One thread at a time, for some 0.1 ms; what cannot be read is a damage."""
        try:
            with self._lock:
                yield
        except (OSError, ValueError, TypeError, sqlite3.DatabaseError, zlib.error) as error:
            raise _damage(self.index, error) from error


def _let_go(held: int, database: sqlite3.Connection) -> None:
    database.close()
    os.close(held)


def _damage(index: Path, error: Exception) -> IndexDamaged:
    return error if isinstance(error, IndexDamaged) else IndexDamaged(index=index, cause=str(error))


def _told(card: EncoderCard, other: EncoderCard) -> str:
    """A card in a few words, with as much as tells it from the other."""
    told = f"{card.name} ({card.dim}, {card.precision})"
    if (card.name, card.dim, card.precision) == (other.name, other.dim, other.precision):
        told += f" {card.sha256[:12]}"
    return told
