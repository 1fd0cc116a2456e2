"""What can be saved from a damaged index: its documents, or at least their names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from rag.errors import IndexDamaged, IndexMissing, StoreError
from rag.records import Document
from rag.store import layout, queries
from rag.store.database import open_immutable
from rag.store.document_tables import DocumentTables
from rag.store.manifest import Seal, read_manifest
from rag.store.packing import PackedReading, load_document
from rag.store.segments import Changes, lay_over, read_changes

_UNREADABLE = (OSError, sqlite3.Error, ValueError, TypeError)


class Salvage:
    """The documents of the live generation, read without its vectors and terms.

    ``whole`` is true if the table of documents has its sha256, so that ``packed`` can be
    trusted. Otherwise ``documents`` are those whose entry can be read, for their names.
    """

    def __init__(self, index: Path) -> None:
        self._folder = layout.generation(index, _live(index))
        self._seals = _seals(index, self._folder)
        self._segments = layout.segments_in(self._seals or layout.files_of(self._folder))
        self._sealed = {name for name in self._segments if self._is_sealed(name)}
        self.whole = bool(self._seals) and len(self._sealed) == len(self._segments)
        self.documents = tuple(self._read())

    def packed(self) -> Iterator[PackedReading]:
        """Each document as it was stored."""
        with closing(self._open()) as tables:
            for document in self.documents:
                yield tables.packed(document.id)

    def _open(self) -> DocumentTables:
        return DocumentTables.open(self._folder, self._segments)

    def _is_sealed(self, segment: str) -> bool:
        """Whether the documents of a segment are as they were written."""
        name = str(PurePosixPath(segment) / layout.DOCUMENTS)
        try:
            return Seal.of(self._folder / name) == self._seals.get(name)
        except OSError:
            return False

    def _read(self) -> list[Document]:
        """The documents; of a damaged generation what can be read, one for each location."""
        if self.whole:
            with closing(self._open()) as whole:
                return whole.documents()
        found, changes = dict[str, Document](), None
        for name in reversed(self._segments):
            path = self._folder / name / layout.DOCUMENTS
            with suppress(*_UNREADABLE), closing(open_immutable(path)) as tables:
                if changes is None:  # the newest one; what can be read of it withdraws documents
                    changes = _changes_of(tables)
                lay_over(tables, changes)
                found = {one.location: one for one in queries.read_documents(tables)} | found
        return sorted(found.values(), key=queries.by_path)


def _changes_of(tables: sqlite3.Connection) -> Changes:
    """What a segment says of those before it, as far as that can be read."""
    with suppress(*_UNREADABLE):
        changes = read_changes(tables)
        rewritten = changes.rewritten or {}
        return Changes(changes.gone, {key: one for key, one in rewritten.items() if _is_whole(one)})
    return Changes()


def _is_whole(record: str) -> bool:
    with suppress(*_UNREADABLE):
        load_document(record)
        return True
    return False


def _seals(index: Path, folder: Path) -> Mapping[str, Seal]:
    """The seals of the files of a generation, none where its manifest cannot be read."""
    try:
        return read_manifest(index, folder).files
    except StoreError:
        return {}


def _live(index: Path) -> int:
    """The number of the live generation, or of the newest one if that is unknown."""
    try:
        return layout.read_current(index).live
    except (IndexDamaged, IndexMissing):
        return max(layout.generations(index), default=0)
