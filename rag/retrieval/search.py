"""A question to its hits: two rankings, fused, then read again by how words stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rag.records import Hit, Language, Passage
from rag.retrieval.fusion import ACROSS_LANGUAGES, SAME_LANGUAGE, fuse
from rag.retrieval.rerank import ProximityReranker
from rag.store import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray


def search(
    library: Library, vector: NDArray[np.float32], question: str, *, language: Language, k: int
) -> list[Hit]:
    """The passages nearest to a question, best first, at most twice ``k``.

    ``vector`` is the encoded question, (dim,) float32 of norm 1; ``k`` is how many passages
    each ranking gives to the fusion.
    """
    lexical = dict(library.terms.search(question, language=language, k=k))
    semantic = _cosines(library, vector, lexical, k)
    rows = sorted(semantic)
    passages = dict(zip(rows, library.passages(rows), strict=True))

    def weight(row: int) -> float:
        return SAME_LANGUAGE if passages[row].language == language else ACROSS_LANGUAGES

    hits = [
        _hit(library, passages[row], score, semantic.get(row), lexical.get(row))
        for row, score in fuse(semantic, lexical, weight)
    ]
    return ProximityReranker(library.terms.rarity).rerank(question, language, hits)


def _cosines(
    library: Library, vector: NDArray[np.float32], lexical: dict[int, float], k: int
) -> dict[int, float]:
    """The cosine of the k nearest rows, and of every row that the terms found."""
    cosines, rows = library.vectors.search(vector[None, :], k)
    near = {int(row): float(c) for row, c in zip(rows[0], cosines[0], strict=True) if row >= 0}
    others = np.array(sorted(lexical.keys() - near.keys()), dtype=np.int64)
    if len(others):
        values = library.vectors.reconstruct(others) @ vector
        near |= {int(row): float(c) for row, c in zip(others, values, strict=True)}
    return near


def _hit(
    library: Library, passage: Passage, score: float, cosine: float | None, bm25: float | None
) -> Hit:
    document = library.document(passage.document_id)
    label = library.label(passage.document_id, passage.page)
    return Hit(passage, document, label, score, cosine, bm25)
