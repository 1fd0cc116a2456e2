"""What searches the passages of a generation in place of its own files: a server, if one is set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.config import StoreSettings
from rag.store.protocols import TermIndex, VectorIndex

if TYPE_CHECKING:
    from rag.store.reader import Store


class SearchEngine(Protocol):
    """Holds the vectors and terms of generations. Documents, pages and quotes stay in the files.

    A generation is published before it goes live, and readers ask for theirs by its number: so
    that each sees its own passages, whatever is published, swapped or rolled back meanwhile.
    """

    def publish(self, store: Store, base: Store | None) -> None:
        """Sends what a generation has and its base has not; what was sent already stays.

        Raises SearchUnavailable, and can then be called again.
        """

    def vectors(self, store: Store) -> VectorIndex:
        """The vectors of a generation; raises SearchIncomplete, SearchUnavailable."""

    def terms(self, store: Store) -> TermIndex:
        """The words of a generation; raises SearchIncomplete, SearchUnavailable."""

    def went_live(self, index: Path) -> None:
        """Deletes what no generation of an index needs any more."""


def open_engine(settings: StoreSettings) -> SearchEngine | None:
    """The engine that the settings name, ``None`` for the files of the index.

    Raises SearchUnavailable if its client is not installed or its folder is in use.
    """
    if not (settings.url or settings.path):
        return None
    from rag.store.qdrant import QdrantEngine

    return QdrantEngine(settings)
