"""Qdrant as the search engine of an index."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.config import StoreSettings
from rag.errors import SearchIncomplete, StoreError
from rag.store.bm25 import Bm25Entry
from rag.store.layout import generations, read_current
from rag.store.protocols import TermIndex, VectorIndex
from rag.store.qdrant.collections import Collections
from rag.store.qdrant.connection import connect
from rag.store.qdrant.filters import Visible
from rag.store.qdrant.publication import Publication, entries
from rag.store.qdrant.terms import QdrantTerms
from rag.store.qdrant.vectors import QdrantVectors
from rag.store.qdrant.vocabulary import Vocabulary
from rag.store.search_engine import StoredGeneration

_log = logging.getLogger(__name__)


class QdrantEngine:
    """Searches the passages of generations in a Qdrant server, or in one inside this process."""

    def __init__(self, settings: StoreSettings) -> None:
        self._connection = connect(settings)

    def publish(self, store: StoredGeneration, base: StoredGeneration | None) -> None:
        """Sends what a generation has and its base has not; what was sent already stays.

        Raises SearchUnavailable, and can then be called again.
        """
        if not self._is_whole(store, Vocabulary.open(store.folder)):
            Publication(self._connection, Collections(self._connection, store.index), store).send(
                base if base and self._is_whole(base, Vocabulary.open(base.folder)) else None
            )

    def vectors(self, store: StoredGeneration) -> VectorIndex:
        """The vectors of a generation; raises SearchIncomplete, SearchUnavailable."""
        known = self._published(store)
        shape = (known.passages, store.manifest.encoder.dim)
        return QdrantVectors(self._connection, known.collection, Visible(store.number), shape)

    def terms(self, store: StoredGeneration) -> TermIndex:
        """The words of a generation; raises SearchIncomplete, SearchUnavailable."""
        held = weakref.ref(store)

        def read(rows: Sequence[int]) -> Iterator[Bm25Entry]:
            reading = held()
            assert reading is not None  # the store holds its terms
            return entries(reading, rows)

        return QdrantTerms(self._connection, self._published(store), Visible(store.number), read)

    def went_live(self, index: Path) -> None:
        """Gives the live collection its alias, and deletes what no generation needs any more.

        The generation is live whatever becomes of this: a failure is logged, the next change makes
        up for it.
        """
        try:
            current = read_current(index)
            known = {
                number: found.collection
                for number, folder in generations(index).items()
                if (found := Vocabulary.open(folder)) is not None
            }
            collections = Collections(self._connection, index)
            collections.keep(set(known.values()))
            if current.live in known:
                oldest = min(known)
                collections.point_at(known[current.live])
                collections.forget(known[current.live], oldest)
        except (StoreError, OSError) as error:
            _log.warning("%s", error)

    def _published(self, store: StoredGeneration) -> Vocabulary:
        """The vocabulary of a generation that Qdrant has; raises SearchIncomplete."""
        known = Vocabulary.open(store.folder)
        if known is None or not self._is_whole(store, known):
            raise SearchIncomplete(index=store.index, host=self._connection.host)
        return known

    def _is_whole(self, store: StoredGeneration, vocabulary: Vocabulary | None) -> bool:
        """Whether Qdrant has all passages of a generation."""
        if vocabulary is None or vocabulary.passages != store.manifest.passages:
            return False
        collections = Collections(self._connection, store.index)
        found = collections.count(vocabulary.collection, Visible(store.number))
        return found == vocabulary.passages
