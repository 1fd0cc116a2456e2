"""How far a question is met in a text by meaning: its words one by one, and as a whole.

Each token of the question looks for its nearest one in the text (late interaction, Khattab &
Zaharia 2020); a sentence is read in its passage, so that "il" stands near whom it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.question import ParsedQuestion
from rag.encoders import Tokens
from rag.language.words import family, words

EVERYWHERE = slice(None)
_MEETS = 0.6  # from this cosine on, a text is taken to hold the word


@dataclass(frozen=True, slots=True, eq=False)
class QueryTokens:
    """The tokens of a question's words of content, (m, dim) float32, and their weights.

    The weights add up to 1, a word's rarity shared by its tokens; ``families`` are those of
    their words; ``whole`` is the mean of all tokens, (dim,) of norm 1.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    families: tuple[str, ...]
    whole: NDArray[np.float32]

    @classmethod
    def of(cls, question: str, tokens: Tokens, asked: ParsedQuestion) -> QueryTokens:
        """What to look for of a question that was read."""
        rows = tokens.vectors.astype(np.float32)
        places: list[int] = []
        weights: list[float] = []
        families: list[str] = []
        for word in words(question):
            inside = tokens_within(tokens, word.start, word.end)
            count = inside.stop - inside.start
            if count and word.folded in asked.content:  # a long question is cut
                places += range(inside.start, inside.stop)
                weights += [asked.rarity[family(word.folded)] / count] * count
                families += [family(word.folded)] * count
        shares = np.array(weights, dtype=np.float32) / max(sum(weights), 1e-9)
        return cls(rows[places], shares, tuple(families), _mean(rows))

    def shared(self, families: Iterable[str]) -> NDArray[np.float32]:
        """(m,) 1 for each token whose word is of one of these families, else 0."""
        found = frozenset(families)
        return np.array([one in found for one in self.families], dtype=np.float32)


class MaxSim:
    """A text held against a question: how near it comes to each token sought."""

    def __init__(self, sought: QueryTokens, tokens: Tokens) -> None:
        self._sought, self._tokens = sought, tokens
        self._rows = tokens.vectors.astype(np.float32)
        self._nearness = np.maximum(sought.vectors @ self._rows.T, 0)

    def within(self, start: int, end: int) -> slice:
        """The tokens of the text that lie between two characters of it."""
        return tokens_within(self._tokens, start, end)

    def near(self, inside: slice = EVERYWHERE) -> NDArray[np.float32]:
        """(m,) float32 in 0..1, the greatest cosine of each sought token among some tokens."""
        nearest: NDArray[np.float32] = self._nearness[:, inside].max(axis=1, initial=0)
        return nearest

    def whole(self, inside: slice) -> float:
        """The cosine of the question to what some tokens say together."""
        return float(_mean(self._rows[inside]) @ self._sought.whole)


def idf_weights(sought: QueryTokens, nears: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """(m,) weights that add up to 1: what most of the texts meet tells little between them.

    ``nears`` holds how near each text comes to each token; rarity is that of the question's
    words times an inverse frequency among the texts (Spärck Jones 1972).
    """
    meeting = sum((near > _MEETS for near in nears), np.zeros(len(sought.weights)))
    weights = sought.weights * np.log((1 + len(nears)) / (1 + meeting) + 0.1)
    return (weights / max(float(weights.sum()), 1e-9)).astype(np.float32)


def tokens_within(tokens: Tokens, start: int, end: int) -> slice:
    """The tokens that lie between two characters of the text."""
    first = int(np.searchsorted(tokens.spans[:, 0], start, side="left"))
    last = int(np.searchsorted(tokens.spans[:, 1], end, side="right"))
    return slice(first, max(first, last))


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of rows, of norm 1; zeros for none."""
    total: NDArray[np.float32] = rows.sum(axis=0)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-9))
