"""A quote before it is cited."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Hit, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit: ``Page.text[start:end] == text``; ``score`` in 0..1."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    span: Span | None = None
