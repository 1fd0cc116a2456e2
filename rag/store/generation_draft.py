"""The documents of the next generation: those of its base, and what is changed of them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from rag.records import Document, Passage
from rag.runtime.undoing import undoing
from rag.store import database, queries, segments
from rag.store.document_tables import DocumentTables
from rag.store.layout import DOCUMENTS
from rag.store.packing import PackedReading, dump_document
from rag.store.reader import Store
from rag.store.segments import Segment

_Place = tuple[sqlite3.Connection, int]  # the tables of a segment, and the key of a document


class GenerationDraft:
    """The documents of a builder, each read once however often they are asked for.

    A file of its own takes what is added, removed and rewritten; the segments of the base are read
    where they lie. An older base, whose tables lack something, is copied into that file instead.
    What is left of unfinished work is taken up. Each change is on disk when its call returns.
    """

    def __init__(self, path: Path, base: Store | None) -> None:
        self._path, self._base = path, base
        self._is_copy = base is not None and _must_be_copied(base)
        self._opened: sqlite3.Connection | None = None
        self._below: list[Segment] = []
        self._hidden_before: set[int] = set()
        self._by_id: dict[str, Document] | None = None
        # Whether its own file has more than the base from the beginning.
        self._is_begun = self._is_copy or path.exists()
        self._sorted: tuple[Document, ...] | None = None
        if path.exists() or base is None or base.manifest.is_outdated:
            self._open()

    def close(self) -> None:
        """Closes the files; what is not committed stays in them."""
        for segment in self._below:
            segment.tables.close()
        if self._opened is not None:
            self._opened.close()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was changed since the base."""
        return self._opened is None

    @property
    def connection(self) -> sqlite3.Connection:
        """The file of the draft, made when it is first needed."""
        return self._opened or self._open()

    @property
    def copied(self) -> tuple[str, ...]:
        """The segments of the base that the file of the draft copies, by name."""
        return tuple(self._base.manifest.segments) if self._base and self._is_copy else ()

    @property
    def below(self) -> list[Segment]:
        """The segments of the base that the draft changes, oldest first."""
        if self._opened is None:
            self._open()
        return self._below

    def documents(self) -> tuple[Document, ...]:
        """The documents, by path."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._known().values(), key=queries.by_path))
        return self._sorted

    def has_other_passages(self) -> bool:
        """Whether it has passages that the base does not have, or lacks some."""
        return not self.is_untouched and bool(self.fresh_rows() or self.gone_rows())

    def rows(self) -> set[int]:
        """The rows of all passages."""
        base = self._unchanged
        return self._tables().rows() if base is None else base.rows()

    def fresh_rows(self) -> set[int]:
        """The rows of the passages that the base does not have."""
        found = queries.read_rows(self.connection)
        return found - self._base.rows() if self._is_copy and self._base is not None else found

    def gone_rows(self) -> set[int]:
        """The rows of the passages of the base that are there no more."""
        if self._base is not None and self._is_copy:
            return self._base.rows() - queries.read_rows(self.connection)
        return self._tables().hidden_rows() - self._hidden_before

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages of these rows, by row."""
        return self._tables().passages(rows)

    def counts(self) -> tuple[int, int, int]:
        """The numbers of documents, pages and passages."""
        return self._tables().counts()

    def recipes(self) -> set[str]:
        """The recipes that documents were read with."""
        return self._tables().recipes()

    def read_with(self, is_wanted: Callable[[str], bool]) -> set[str]:
        """The ids of the documents whose recipe is wanted."""
        return (self._unchanged or self._tables()).read_with(is_wanted)

    def packed(self, document_id: str) -> PackedReading:
        """A document as it is stored, with its passages; raises KeyError."""
        return self._tables().packed(document_id)

    def put(self, packed: PackedReading, recipe: str) -> None:
        """Adds a document; one with the same id is replaced."""
        with self.connection as connection:
            connection.execute("BEGIN")
            below = self._delete(packed.document.id)
            queries.insert(connection, packed, recipe)
        _hide(below)
        self._note(packed.document)

    def move(self, document_id: str, root: str, path: str) -> None:
        """Records the new place of a document; raises KeyError."""
        self.rewrite(replace(self._known()[document_id], root=root, path=path))

    def rewrite(self, document: Document) -> None:
        """Replaces the record of a document; its pages and passages stay."""
        if document.id in self._known():
            below = self._place_below(document.id)
            if below is None:
                queries.rewrite(self.connection, document)
            else:
                self._rewrite_below(*below, document)
            self._note(document)

    def remove(self, document_id: str) -> None:
        """Removes a document with its passages; an unknown id is not an error."""
        if document_id in self._known():
            _hide(self._delete(document_id))
            del self._known()[document_id]
            self._sorted = None

    @property
    def _unchanged(self) -> Store | None:
        return self._base if self.is_untouched else None

    def _known(self) -> dict[str, Document]:
        if self._by_id is None:
            base = None if self._is_begun else self._base
            found = self._tables().documents() if base is None else base.documents()
            self._by_id = {document.id: document for document in found}
        return self._by_id

    def _note(self, document: Document) -> None:
        self._known()[document.id] = document
        self._sorted = None

    def _delete(self, document_id: str) -> _Place | None:
        """Deletes a document in the file of the draft; its place in the base, to be hidden."""
        queries.delete(self.connection, document_id)
        below = self._place_below(document_id)
        if below is not None:
            key = (below[1],)
            self.connection.execute("INSERT OR IGNORE INTO gone VALUES (?)", key)
            self.connection.execute("DELETE FROM rewritten WHERE document = ?", key)
        return below

    def _rewrite_below(self, tables: sqlite3.Connection, key: int, document: Document) -> None:
        record = dump_document(document)
        self.connection.execute("INSERT OR REPLACE INTO rewritten VALUES (?, ?)", (key, record))
        segments.lay_over(tables, segments.Changes(rewritten={key: record}))

    def _place_below(self, document_id: str) -> _Place | None:
        """The tables of the base that hold a document, with its key."""
        for segment in self.below:
            key = queries.key_of(segment.tables, document_id)
            if key is not None:
                return segment.tables, key
        return None

    def _tables(self) -> DocumentTables:
        return DocumentTables(self._all())

    def _all(self) -> list[sqlite3.Connection]:
        return [*(segment.tables for segment in self.below), self.connection]

    def _open(self) -> sqlite3.Connection:
        base = self._base
        with undoing(self.close):
            if base is not None and not self._is_copy:
                self._below = segments.open_segments(base.folder, base.manifest.segments)
            opened = self._opened = self._open_file()
            if self._below:
                self._hidden_before = self._tables().hidden_rows()
                changes = segments.read_changes(opened)
                for segment in self._below:
                    segments.lay_over(segment.tables, changes)
        return opened

    def _open_file(self) -> sqlite3.Connection:
        """The file of unfinished work, or a new one."""
        path = self._path
        known = database.open_if_sound(path, durable=False) if path.exists() else None
        if known is not None:
            return known
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        if self._base is not None and self._is_copy:
            _copy(self._base.folder / path.name, part)
        else:
            _begin(part, self._below)
        part.replace(path)
        return database.open_writable(path, durable=False)


def _hide(place: _Place | None) -> None:
    """Hides a document of the base, once the draft says that it is gone."""
    if place is not None:
        tables, key = place
        segments.lay_over(tables, segments.Changes(frozenset((key,))))


def _must_be_copied(base: Store) -> bool:
    """Whether the tables of a base lack something: it is then of one segment."""
    if base.manifest.is_outdated:
        return True
    with closing(database.open_immutable(base.folder / DOCUMENTS)) as tables:
        return not database.has_acronyms(tables)


def _copy(tables: Path, part: Path) -> None:
    """Copies the tables of an older generation, and adds what they lack."""
    shutil.copyfile(tables, part)
    with closing(sqlite3.connect(part)) as connection, connection:
        database.upgrade(connection)
        if not database.has_acronyms(connection):
            queries.add_acronyms(connection)


def _begin(part: Path, below: list[Segment]) -> None:
    """Makes the tables of a new segment, which says what the newest one before it said."""
    with closing(sqlite3.connect(part)) as connection, connection:
        connection.executescript(database.SCHEMA)
        segments.set_numbers(connection, segments.last_numbers(below))
        if len(below) > 1:
            segments.write_changes(connection, segments.read_changes(below[-1].tables))
