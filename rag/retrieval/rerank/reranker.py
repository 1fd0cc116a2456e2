"""What a reranker is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.records import Hit, Language


class Reranker(Protocol):
    """Reads the first hits of a question again and puts them in a better order."""

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first, each with a score in 0..1."""
