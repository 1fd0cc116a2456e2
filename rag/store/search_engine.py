"""What searches the passages of a generation in place of its own files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rag.records import Document, Passage
from rag.store.manifest import Manifest
from rag.store.protocols import TermIndex, VectorIndex


class StoredGeneration(Protocol):
    """What a search engine reads of a generation; a ``Store`` is one."""

    index: Path
    number: int
    folder: Path
    manifest: Manifest

    @property
    def index_id(self) -> str:
        """The identity of what the index holds."""

    @property
    def vectors(self) -> VectorIndex:
        """The vectors of the passages by row."""

    def rows(self) -> set[int]:
        """The rows of all passages."""

    def document(self, document_id: str) -> Document:
        """A document by its id."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows in the order asked."""


class SearchEngine(Protocol):
    """Holds the vectors and terms of generations. Documents, pages and quotes stay in the files.

    A generation is published before it goes live, and readers ask for theirs by its number: so
    that each sees its own passages, whatever is published, swapped or rolled back meanwhile.
    """

    def publish(self, store: StoredGeneration, base: StoredGeneration | None) -> None:
        """Sends what a generation has and its base has not; what was sent already stays.

        Raises SearchUnavailable, and can then be called again.
        """

    def vectors(self, store: StoredGeneration) -> VectorIndex:
        """The vectors of a generation; raises SearchIncomplete, SearchUnavailable."""

    def terms(self, store: StoredGeneration) -> TermIndex:
        """The words of a generation; raises SearchIncomplete, SearchUnavailable."""

    def went_live(self, index: Path) -> None:
        """Deletes what no generation of an index needs any more."""
