"""A question to its hits: two rankings, fused, then reranked by the proximity of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.questions.named_things import NamedThings
from rag.records import Hit, Language, Passage
from rag.retrieval.fusion import fuse
from rag.retrieval.lookup import Lookup
from rag.retrieval.rerank import ProximityReranker
from rag.store import Library
from rag.store.hybrid import HybridQuery, rank
from rag.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def search(
    library: Library,
    vector: NDArray[np.float32],
    question: str,
    *,
    language: Language,
    k: int,
    weights: Weights = WEIGHTS,
) -> list[Hit]:
    """The best passages for a question, best first, at most twice ``k``.

    ``vector`` is the encoded question, (dim,) float32 of norm 1; ``k`` is how many passages
    each ranking gives to the fusion.
    """
    lookup = Lookup(NamedThings(question, language))
    return search_with(library, vector, lookup, k=k, weights=weights)


def search_with(
    library: Library,
    vector: NDArray[np.float32],
    lookup: Lookup,
    *,
    k: int,
    weights: Weights = WEIGHTS,
) -> list[Hit]:
    """``search``, with the passages that hold what the question names, whatever their ranks."""
    question, language = lookup.asked.text, lookup.asked.language
    query = HybridQuery(question, language, vector, k, lookup.rows)
    found = rank(library.vectors, library.terms, query)
    semantic, lexical = found.semantic, found.lexical
    rows = sorted(semantic)
    passages = dict(zip(rows, library.passages(rows), strict=True))
    shares = weights.fusion

    def share(row: int) -> float:
        same = passages[row].language == language
        return shares.same_language if same else shares.across_languages

    hits = [
        _hit(library, passages[row], score, semantic.get(row), lexical.get(row))
        for row, score in fuse(semantic, lexical, share)
    ]
    reranker = ProximityReranker(library.terms.rarity, weights.proximity)
    return reranker.rerank(question, language, hits)


def _hit(
    library: Library, passage: Passage, score: float, cosine: float | None, bm25: float | None
) -> Hit:
    document = library.document(passage.document_id)
    label = library.label(passage.document_id, passage.page)
    return Hit(passage, document, label, score, cosine, bm25)
