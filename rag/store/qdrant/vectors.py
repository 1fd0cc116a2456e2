"""The vectors of a generation in Qdrant."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.store.hybrid import HybridQuery, HybridScores
from rag.store.protocols import TermIndex
from rag.store.qdrant.connection import QdrantConnection
from rag.store.qdrant.filters import Visible
from rag.store.qdrant.terms import QdrantTerms, scores_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEANING = "meaning"  # the name of the vectors
# How many neighbours the graph is searched for, for each that is wanted: of the 100 nearest of
# 20,000 8-bit vectors it found 90 with one, 96 with four, 99 with eight, in 0.5, 1.0 and 1.4 ms.
_EFFORT, _MOST_EFFORT = 8, 10_000


class QdrantVectors:
    """Unit vectors by row number, searched by cosine."""

    def __init__(
        self, connection: QdrantConnection, collection: str, visible: Visible, shape: Sequence[int]
    ) -> None:
        self._connection, self._collection = connection, collection
        self._visible, self._filter = visible, visible.condition()
        self._passages, self.dim = shape

    def __len__(self) -> int:
        return self._passages

    def search(
        self, queries: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest of each query, best first: cosines (q, k) and rows (q, k), -1 for none."""
        cosines = np.full((len(queries), k), -1.0, dtype=np.float32)
        rows = np.full((len(queries), k), -1, dtype=np.int64)
        if k and len(queries) and not self._visible.is_empty:
            answers = self._ask([self._request(query, k) for query in queries])
            for at, points in enumerate(answers):
                found = _in_order(scores_of(points))
                rows[at, : len(found)] = [row for row, _ in found]
                cosines[at, : len(found)] = [cosine for _, cosine in found]
        return cosines, rows

    def reconstruct(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, (n, dim) float32; raises KeyError for a missing row."""
        wanted = Visible(self._visible.generation, (set(map(int, rows)),)).condition()
        found: dict[int, Sequence[float]] = {}
        if len(rows):
            points, _ = self._connection.call(
                lambda client: client.scroll(
                    self._collection,
                    scroll_filter=wanted,
                    limit=len(rows),
                    with_payload=False,
                    with_vectors=[MEANING],
                )
            )
            found = {int(point.id): point.vector[MEANING] for point in points}
        out = [found[int(row)] for row in rows]
        return np.array(out, dtype=np.float32).reshape(len(rows), self.dim)

    def only(self, rows: Collection[int]) -> QdrantVectors:
        """The same vectors, searched among these rows only."""
        part = copy.copy(self)
        part._visible = self._visible.among(rows)
        part._filter = part._visible.condition()
        return part

    def hybrid(self, terms: TermIndex, query: HybridQuery) -> HybridScores:
        """The best by words and by meaning, with all their cosines, in one request."""
        from qdrant_client import models

        assert isinstance(terms, QdrantTerms)
        words = terms.request(query.question, query.language, query.k)
        asked = [] if words is None else [words.model_copy(update={"with_vector": [MEANING]})]
        if not self._visible.is_empty:
            asked.append(self._request(query.vector, query.k))
        if query.further:
            rows = models.HasIdCondition(has_id=sorted(query.further))
            only = self._filter.model_copy(update={"must": [*self._filter.must, rows]})
            asked.append(self._request(query.vector, len(query.further), only))
        answers = self._ask(asked)
        lexical = [] if words is None else answers.pop(0)
        semantic = {row: score for points in answers for row, score in scores_of(points).items()}
        return HybridScores(
            dict(_in_order(scores_of(lexical))), _cosines(lexical, query.vector) | semantic
        )

    def _request(self, query: NDArray[np.float32], k: int, only: Any = None) -> Any:
        from qdrant_client import models

        return models.QueryRequest(
            query=query.tolist(),
            using=MEANING,
            filter=only or self._filter,
            limit=k,
            params=None if self._connection.is_local else _params(k),
        )

    def _ask(self, requests: list[Any]) -> list[list[Any]]:
        if not requests:
            return []
        answers = self._connection.call(
            lambda client: client.query_batch_points(self._collection, requests)
        )
        return [answer.points for answer in answers]


def _params(k: int) -> Any:
    """How thoroughly a server searches its graph."""
    from qdrant_client import models

    return models.SearchParams(
        hnsw_ef=min(_EFFORT * k, _MOST_EFFORT),
        quantization=models.QuantizationSearchParams(rescore=True, oversampling=2.0),
    )


def _in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Rows with their scores, best first; equal scores by row."""
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _cosines(points: Sequence[Any], query: NDArray[np.float32]) -> dict[int, float]:
    """The cosines of points that come with their vectors."""
    if not points:
        return {}
    vectors = np.array([point.vector[MEANING] for point in points], dtype=np.float32)
    found = (vectors @ query).tolist()
    return {int(point.id): cosine for point, cosine in zip(points, found, strict=True)}
