"""Rerankers: by the proximity of the question's words, and by a cross-encoder if one is set."""

from __future__ import annotations

from rag.retrieval.rerank.cross_encoder import CrossEncoderReranker
from rag.retrieval.rerank.proximity import (
    ProximityFeatures,
    ProximityReranker,
    QueryWords,
    weighted_mean,
)
from rag.retrieval.rerank.reranker import Reranker

__all__ = [
    "CrossEncoderReranker",
    "ProximityFeatures",
    "ProximityReranker",
    "QueryWords",
    "Reranker",
    "load_reranker",
    "weighted_mean",
]


def load_reranker(name: str, revision: str = "", *, depth: int) -> Reranker | None:
    """The cross-encoder in a folder or on the hub; ``None`` for an empty name.

    ``revision`` pins a hub model, ``depth`` is how many hits it reads. Raises
    RerankerUnavailable.
    """
    return CrossEncoderReranker.load(name, revision, depth=depth) if name else None
