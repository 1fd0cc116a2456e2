"""A generation sent to Qdrant: what changed since its base, or all of it into a new collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.records import Passage
from rag.store.bm25 import Bm25Entry
from rag.store.qdrant.bm25_weights import TermCounts, count_terms, stored_weight
from rag.store.qdrant.collections import Collections
from rag.store.qdrant.connection import QdrantConnection
from rag.store.qdrant.filters import DOCUMENT, LANGUAGE, SINCE
from rag.store.qdrant.terms import WORDS
from rag.store.qdrant.vectors import MEANING
from rag.store.qdrant.vocabulary import Vocabulary
from rag.store.qdrant.vocabulary_draft import VocabularyDraft
from rag.store.search_engine import StoredGeneration

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH = 256  # passages of a request: about a megabyte and a half
_DECIMALS = 9


class Publication:
    """One generation on its way into Qdrant. Readers of others do not see what is sent of it."""

    def __init__(
        self, connection: QdrantConnection, collections: Collections, store: StoredGeneration
    ) -> None:
        self._store, self._collections = store, collections
        self._prefix = connection.settings.collection

    def send(self, base: StoredGeneration | None) -> None:
        """Sends the generation; with a base that Qdrant has, what changed since."""
        if base is None or not self._send_changes(base):
            self._send_all()

    def _send_all(self) -> None:
        store, name = self._store, self._new_name()
        rows, total = sorted(store.rows()), store.manifest.passages
        with VocabularyDraft(store.folder, None) as draft:
            for batch in _batches(rows):
                draft.add(map(count_terms, entries(store, batch)))
            draft.set_averages(total)
            self._collections.create(name, store.manifest.encoder.dim)
            self._put(draft, name, rows)
            draft.finish(name, total)

    def _send_changes(self, base: StoredGeneration) -> bool:
        """Sends what changed; ``False`` if so much did that all scores are others."""
        store, known = self._store, Vocabulary.open(base.folder)
        if known is None:
            return False
        before, after = base.rows(), store.rows()
        fresh, gone = sorted(after - before), sorted(before - after)
        with VocabularyDraft(store.folder, base.folder) as draft:
            for batch in _batches(gone):
                draft.add(map(count_terms, entries(base, batch)), sign=-1)
            for batch in _batches(fresh):
                draft.add(map(count_terms, entries(store, batch)))
            if draft.has_drifted(len(after)):
                return False
            self._collections.undo_after(known.collection, base.number)
            self._put(draft, known.collection, fresh)
            for batch in _batches(gone):
                self._collections.hide(known.collection, batch, store.number)
            draft.finish(known.collection, len(after))
        return True

    def _put(self, draft: VocabularyDraft, name: str, rows: Sequence[int]) -> None:
        averages = draft.averages()
        for batch in _batches(rows):
            self._collections.put(name, list(self._points(draft, averages, batch)))

    def _points(
        self, draft: VocabularyDraft, averages: dict[str, float], rows: Sequence[int]
    ) -> Iterator[Any]:
        from qdrant_client import models

        store = self._store
        vectors = _rounded(store.vectors.reconstruct(np.array(rows, dtype=np.int64)))
        counted = [count_terms(entry) for entry in entries(store, rows)]
        numbers = _numbers(draft, counted)
        passages = store.passages(rows)
        for row, vector, counts, passage in zip(rows, vectors, counted, passages, strict=True):
            weights = _weights(counts, numbers, averages)
            words = models.SparseVector(indices=list(weights), values=list(weights.values()))
            yield models.PointStruct(
                id=row,
                vector={MEANING: vector, WORDS: words},
                payload=_payload(passage, store.number),
            )

    def _new_name(self) -> str:
        return f"{self._prefix}-{self._store.number:06d}-{self._store.index_id[:8]}"


def entries(store: StoredGeneration, rows: Sequence[int]) -> Iterator[Bm25Entry]:
    """What is indexed of the passages of some rows."""
    for passage in store.passages(rows):
        title = store.document(passage.document_id).title
        yield Bm25Entry(passage.language, title, passage.headings, passage.text)


def _rounded(vectors: NDArray[np.float32]) -> list[list[float]]:
    """Unit vectors as numbers of half the digits in JSON, off by less than float32 rounds."""
    found: list[list[float]] = np.round(vectors.astype(np.float64), _DECIMALS).tolist()
    return found


def _payload(passage: Passage, generation: int) -> dict[str, object]:
    return {DOCUMENT: passage.document_id, LANGUAGE: passage.language, SINCE: generation}


def _numbers(draft: VocabularyDraft, counted: Sequence[TermCounts]) -> dict[tuple[str, str], int]:
    """The numbers of all terms of some passages, by field and term."""
    terms: dict[str, set[str]] = {}
    for counts in counted:
        for field, found in counts.items():
            terms.setdefault(field, set()).update(found)
    return {
        (field, term): number
        for field, found in terms.items()
        for term, number in draft.numbers(field, found).items()
    }


def _weights(
    counts: TermCounts, numbers: dict[tuple[str, str], int], averages: dict[str, float]
) -> dict[int, float]:
    """The stored weights of a passage by the numbers of its terms, in order."""
    weights = {
        numbers[field, term]: stored_weight(count, length, averages[field])
        for field, terms in counts.items()
        for length in (terms.total(),)
        for term, count in terms.items()
    }
    return dict(sorted(weights.items()))


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
