"""What indexing writes: the next state of a library, which goes live as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.records import Document
from rag.store.base_generation import BaseGeneration
from rag.store.manifest import Manifest
from rag.store.packing import PackedReading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LibraryDraft(Protocol):
    """The documents of the next generation, changed one by one; readers see none of it.

    Vectors and terms follow from what is put. The methods raise IndexUnwritable.
    """

    index: Path
    base: BaseGeneration

    def documents(self) -> tuple[Document, ...]:
        """The documents of the next generation, by path."""

    def stale(self) -> set[str]:
        """The ids of the documents that were read with another recipe."""

    def is_changed(self) -> bool:
        """Whether it differs from the live generation; true if that one is damaged."""

    def recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors, (dim,) float32, of the embedded texts that were encoded before."""

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores the vectors, (n, dim) float32 unit rows, of n embedded texts for ``recall``."""

    def packed(self, document_id: str) -> PackedReading:
        """A document as it is stored, with its passages; raises KeyError if it is not there."""

    def add_packed(self, packed: PackedReading, vectors: NDArray[np.float32]) -> None:
        """Adds a packed document; one with the same id is replaced."""

    def move(self, document_id: str, root: str, path: str) -> None:
        """Records the new place of a document; raises KeyError if it is not there."""

    def rewrite(self, document: Document) -> None:
        """Replaces the record of a document; its pages and passages stay."""

    def remove(self, document_id: str) -> None:
        """Removes a document with its passages; an unknown id is not an error."""

    def commit(self) -> Manifest:
        """Makes it the live generation at once; raises SearchUnavailable as its engine does."""

    def publish_live(self) -> None:
        """Gives the engine the live generation, where it does not have all of it."""

    def discard(self) -> None:
        """Deletes the unfinished work and releases the lock."""
