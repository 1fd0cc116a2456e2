"""A question searched by its words and by its meaning, in one call where an engine can do it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from rag.records import Language
from rag.store.protocols import TermIndex, VectorIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class HybridQuery:
    """A question for both indexes.

    ``vector`` is the encoded question, (dim,) float32 of norm 1; ``k`` is how many rows each index
    gives; ``further`` are rows whose cosines are wanted whatever their rank.
    """

    question: str
    language: Language
    vector: NDArray[np.float32]
    k: int
    further: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class HybridScores:
    """The BM25 scores of the best rows by words, and the cosines of all rows, by row."""

    lexical: dict[int, float]
    semantic: dict[int, float]


@runtime_checkable
class HybridIndex(VectorIndex, Protocol):
    """Vectors that are searched together with the words of the same passages."""

    def hybrid(self, terms: TermIndex, query: HybridQuery) -> HybridScores:
        """What ``rank`` returns, in one call."""


def rank(vectors: VectorIndex, terms: TermIndex, query: HybridQuery) -> HybridScores:
    """The k best rows by words, the k nearest in meaning, and the cosines of all of them."""
    if isinstance(vectors, HybridIndex):
        return vectors.hybrid(terms, query)
    lexical = dict(terms.search(query.question, language=query.language, k=query.k))
    cosines, rows = vectors.search(query.vector[None, :], query.k)
    semantic = {int(row): float(c) for row, c in zip(rows[0], cosines[0], strict=True) if row >= 0}
    others = np.array(sorted({*lexical, *query.further} - semantic.keys()), dtype=np.int64)
    if len(others):
        values = vectors.reconstruct(others) @ query.vector
        semantic.update(zip(others.tolist(), values.tolist(), strict=True))
    return HybridScores(lexical, semantic)
