"""What can be saved from a damaged index: its documents, or at least their names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rag.errors import IndexDamaged, IndexMissing, StoreError
from rag.records import Document
from rag.store import layout, queries
from rag.store.database import open_immutable
from rag.store.manifest import FORMAT, Seal, read_manifest
from rag.store.packing import PackedReading


class Salvage:
    """The documents of the live generation, read without its vectors and terms.

    ``whole`` is true if the table of documents has its sha256, so that ``packed`` can be
    trusted. Otherwise ``documents`` are those whose entry can be read, for their names.
    """

    def __init__(self, index: Path) -> None:
        self._folder = layout.generation(index, _live(index))
        self.whole = self._is_whole(index)
        self.documents = tuple(self._read())

    def packed(self) -> Iterator[PackedReading]:
        """Each document as it was stored."""
        with closing(self._open()) as connection:
            for document in self.documents:
                yield queries.read_packed(connection, document.id)

    def _open(self) -> sqlite3.Connection:
        return open_immutable(self._folder / layout.DOCUMENTS)

    def _is_whole(self, index: Path) -> bool:
        try:
            manifest = read_manifest(index, self._folder)
            seal = Seal.of(self._folder / layout.DOCUMENTS)
        except (OSError, StoreError):
            return False
        return manifest.format == FORMAT and seal == manifest.files.get(layout.DOCUMENTS)

    def _read(self) -> list[Document]:
        try:
            with closing(self._open()) as connection:
                return queries.read_documents(connection)
        except (OSError, sqlite3.Error, ValueError, TypeError):
            return []


def _live(index: Path) -> int:
    """The number of the live generation, or of the newest one if that is unknown."""
    try:
        return layout.read_current(index).live
    except (IndexDamaged, IndexMissing):
        return max(layout.generations(index), default=0)
