"""The documents of the next generation: those of its base, copied at the first change."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from rag.records import Document
from rag.store import database, queries
from rag.store.manifest import FORMAT
from rag.store.packing import PackedReading
from rag.store.reader import Store


class GenerationDraft:
    """The documents of a builder, each read once however often they are asked for.

    What is left of unfinished work is taken up. Without any, the base is read where it lies until
    the first change, so that an unchanged library is not copied. Each change is on disk when its
    call returns.
    """

    def __init__(self, path: Path, base: Store | None) -> None:
        self._path, self._base = path, base
        self._opened: sqlite3.Connection | None = None
        self._by_id: dict[str, Document] | None = None
        self._sorted: tuple[Document, ...] | None = None
        if path.exists() or base is None or base.manifest.format != FORMAT:
            self._open()

    def close(self) -> None:
        """Closes the file; what is not committed stays in it."""
        if self._opened is not None:
            self._opened.close()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was changed since the base."""
        return self._opened is None

    @property
    def connection(self) -> sqlite3.Connection:
        """The file of the draft, copied from the base when it is first needed."""
        return self._opened or self._open()

    def documents(self) -> tuple[Document, ...]:
        """The documents, by path."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._known().values(), key=queries.by_path))
        return self._sorted

    def rows(self) -> set[int]:
        """The rows of all passages."""
        base = self._unchanged
        return queries.read_rows(self.connection) if base is None else base.rows()

    def recipes(self) -> dict[str, str]:
        """The recipe of each document, by its id."""
        base = self._unchanged
        return queries.read_recipes(self.connection) if base is None else base.recipes()

    def packed(self, document_id: str) -> PackedReading:
        """A document as it is stored, with its passages; raises KeyError."""
        return queries.read_packed(self.connection, document_id)

    def put(self, packed: PackedReading, recipe: str) -> None:
        """Adds a document; one with the same id is replaced."""
        with self.connection as connection:
            connection.execute("BEGIN")
            queries.delete(connection, packed.document.id)
            queries.insert(connection, packed, recipe)
        self._note(packed.document)

    def move(self, document_id: str, root: str, path: str) -> None:
        """Records the new place of a document; raises KeyError."""
        self.rewrite(replace(self._known()[document_id], root=root, path=path))

    def rewrite(self, document: Document) -> None:
        """Replaces the record of a document; its pages and passages stay."""
        if document.id in self._known():
            queries.rewrite(self.connection, document)
            self._note(document)

    def remove(self, document_id: str) -> None:
        """Removes a document with its passages; an unknown id is not an error."""
        if document_id in self._known():
            queries.delete(self.connection, document_id)
            del self._known()[document_id]
            self._sorted = None

    @property
    def _unchanged(self) -> Store | None:
        return self._base if self.is_untouched else None

    def _known(self) -> dict[str, Document]:
        if self._by_id is None:
            base = self._unchanged
            found = queries.read_documents(self.connection) if base is None else base.documents()
            self._by_id = {document.id: document for document in found}
        return self._by_id

    def _note(self, document: Document) -> None:
        self._known()[document.id] = document
        self._sorted = None

    def _open(self) -> sqlite3.Connection:
        self._opened = _open_documents(self._path, self._base)
        return self._opened


def _open_documents(path: Path, base: Store | None) -> sqlite3.Connection:
    """The documents of unfinished work, or a copy of those of the base generation."""
    known = database.open_if_sound(path, durable=False) if path.exists() else None
    if known is not None:
        return known
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    if base is None:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(database.SCHEMA)
    else:
        shutil.copyfile(base.folder / path.name, part)
        with closing(sqlite3.connect(part)) as connection, connection:
            database.upgrade(connection)
            if not database.has_acronyms(connection):
                queries.add_acronyms(connection)
    part.replace(path)
    return database.open_writable(path, durable=False)
