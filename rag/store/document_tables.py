"""The documents, pages and passages of all segments of a generation, read as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rag.records import Document, Page, Passage
from rag.store import queries
from rag.store.packing import PackedReading
from rag.store.segments import hidden_rows, open_segments

_K = TypeVar("_K")
_V = TypeVar("_V")


class DocumentTables:
    """The tables of the segments, oldest first; each document lies in one of them."""

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        self.connections = tuple(connections)

    @classmethod
    def open(cls, folder: Path, names: Iterable[str]) -> DocumentTables:
        """Those of the named segments of a generation; raises OSError and sqlite3.Error."""
        return cls([segment.tables for segment in open_segments(folder, names)])

    def close(self) -> None:
        """Closes the files."""
        for tables in self.connections:
            tables.close()

    def counts(self) -> tuple[int, int, int]:
        """The numbers of documents, pages and passages."""
        documents, pages, passages = zip(*map(queries.counts, self.connections), strict=True)
        return sum(documents), sum(pages), sum(passages)

    def documents(self) -> list[Document]:
        """The documents by path."""
        found = [one for tables in self.connections for one in queries.read_documents(tables)]
        return sorted(found, key=queries.by_path)

    def recipes(self) -> set[str]:
        """The recipes that documents were read with."""
        return set[str]().union(*map(queries.read_recipes, self.connections))

    def read_with(self, is_wanted: Callable[[str], bool]) -> set[str]:
        """The ids of the documents whose recipe is wanted; each recipe is asked for once."""
        recipes = list(filter(is_wanted, self.recipes()))
        if not recipes:
            return set()
        found = (queries.read_with(tables, recipes) for tables in self.connections)
        return set[str]().union(*found)

    def notices(self) -> dict[str, tuple[str, ...]]:
        """The notices for the curator, by document id."""
        return _joined(map(queries.read_notices, self.connections))

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError."""
        return queries.read_page(self._with(document_id), document_id, number)

    def labels(self, document_id: str) -> dict[int | None, str | None]:
        """The printed labels of a document's pages by page number; raises KeyError."""
        return queries.read_labels(self._with(document_id), document_id)

    def packed(self, document_id: str) -> PackedReading:
        """A document as it is stored, with its passages in reading order; raises KeyError."""
        return queries.read_packed(self._with(document_id), document_id)

    def rows(self, documents: Iterable[str] | None = None) -> set[int]:
        """The rows of all passages, or of those of some documents."""
        wanted = None if documents is None else list(documents)
        return set[int]().union(*(queries.read_rows(tables, wanted) for tables in self.connections))

    def hidden_rows(self) -> set[int]:
        """The rows of passages that are still in a segment, but whose documents are gone."""
        return set[int]().union(*map(hidden_rows, self.connections[:-1]))  # none is after the last

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages of these rows, by row; missing rows are left out."""
        return _joined(queries.read_passages(tables, rows) for tables in self.connections)

    def documents_of(self, rows: Sequence[int]) -> dict[int, str]:
        """The ids of the documents of these rows, by row; missing rows are left out."""
        return _joined(queries.read_documents_of(tables, rows) for tables in self.connections)

    def digests_of(self, rows: Sequence[int]) -> dict[int, str]:
        """The digests of these rows' embedded texts, by row."""
        return _joined(queries.digests_of(tables, rows) for tables in self.connections)

    def rows_of(self, keys: Sequence[str]) -> dict[str, int]:
        """A row for each digest of an embedded text that the passages hold."""
        return _joined(queries.rows_of(tables, keys) for tables in self.connections)

    def acronyms(self, documents: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """The long forms of each acronym, with how many documents give them; all or some."""
        wanted = None if documents is None else list(documents)
        total: dict[tuple[str, str], int] = {}
        for tables in self.connections:
            for short, forms in queries.read_acronyms(tables, wanted).items():
                for long, count in forms.items():
                    total[short, long] = total.get((short, long), 0) + count
        found: dict[str, dict[str, int]] = {}
        for (short, long), count in sorted(total.items()):
            found.setdefault(short, {})[long] = count
        return found

    def _with(self, document_id: str) -> sqlite3.Connection:
        """The tables that hold a document; raises KeyError."""
        for tables in reversed(self.connections):
            if queries.key_of(tables, document_id) is not None:
                return tables
        raise KeyError(document_id)


def _joined(parts: Iterable[dict[_K, _V]]) -> dict[_K, _V]:
    found: dict[_K, _V] = {}
    for part in parts:
        found |= part
    return found
