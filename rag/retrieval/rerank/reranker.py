"""The interface of a reranker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.records import Hit, Language


class Reranker(Protocol):
    """Reorders the first hits of a question."""

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first, each with a score in 0..1."""
