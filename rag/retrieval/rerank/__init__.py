"""The fused hits read again: by how words stand together, and by a model where one is set."""

from __future__ import annotations

from rag.retrieval.rerank.cross_encoder import CrossEncoderReranker
from rag.retrieval.rerank.proximity import (
    DEPTH,
    WEIGHTS,
    ProximityFeatures,
    ProximityReranker,
    QueryWords,
    averaged,
)
from rag.retrieval.rerank.reranker import Reranker

__all__ = [
    "DEPTH",
    "WEIGHTS",
    "CrossEncoderReranker",
    "ProximityFeatures",
    "ProximityReranker",
    "QueryWords",
    "Reranker",
    "averaged",
    "load_reranker",
]


def load_reranker(name: str, revision: str = "", *, depth: int) -> Reranker | None:
    """The cross-encoder of a folder or of the hub; none for an empty name.

    ``revision`` pins a hub model, ``depth`` is how many hits it reads. Raises
    RerankerUnavailable.
    """
    return CrossEncoderReranker.load(name, revision, depth=depth) if name else None
