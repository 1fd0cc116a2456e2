"""How far a question is met in a text by meaning: its words one by one, and as a whole.

Each token of the question looks for its nearest one in the text (late interaction, Khattab &
Zaharia 2020); a sentence is read in its passage, so that "il" stands near whom it names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answer.question import Asked
from rag.encoders import Tokens
from rag.text import family, words


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """The tokens of a question's words of content, (m, dim) float32, and their weights.

    The weights add up to 1, a word's rarity shared by its tokens; ``whole`` is the mean of all
    tokens, (dim,) of norm 1.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    whole: NDArray[np.float32]

    @classmethod
    def of(cls, question: str, tokens: Tokens, asked: Asked) -> Sought:
        """What to look for of a question that was read."""
        weights = np.zeros(len(tokens.spans), dtype=np.float32)
        for word in words(question):
            inside = within(tokens, word.start, word.end)
            rarity = 0.0 if word.folded not in asked.content else asked.rarity[family(word.folded)]
            weights[inside] = rarity / max(inside.stop - inside.start, 1)
        kept = weights > 0
        rows = tokens.vectors.astype(np.float32)
        return cls(rows[kept], weights[kept] / max(float(weights.sum()), 1e-9), _mean(rows))


class Met:
    """A text held against a question: how near each of its tokens is to each sought one."""

    def __init__(self, sought: Sought, tokens: Tokens) -> None:
        self._sought, self._tokens = sought, tokens
        self._rows = tokens.vectors.astype(np.float32)
        self._nearness = sought.vectors @ self._rows.T

    def words(self, start: int = 0, end: int | None = None) -> float:
        """The share in 0..1 of the question's words of content met between two characters."""
        near = self._nearness[:, self._within(start, end)]
        if not near.size:
            return 0.0
        return float(np.maximum(near.max(axis=1), 0) @ self._sought.weights)

    def whole(self, start: int, end: int) -> float:
        """The cosine of the question to what stands between two characters."""
        return float(_mean(self._rows[self._within(start, end)]) @ self._sought.whole)

    def _within(self, start: int, end: int | None) -> slice:
        return slice(None) if end is None else within(self._tokens, start, end)


def within(tokens: Tokens, start: int, end: int) -> slice:
    """The tokens that lie between two characters of the text."""
    first = int(np.searchsorted(tokens.spans[:, 0], start, side="left"))
    last = int(np.searchsorted(tokens.spans[:, 1], end, side="right"))
    return slice(first, max(first, last))


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of rows, of norm 1; zeros for none."""
    total: NDArray[np.float32] = rows.sum(axis=0)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-9))
