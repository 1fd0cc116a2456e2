"""Late interaction: how much of a question is found in a text, token by token and as a whole.

Each token of the question is compared with every token of a text, and its greatest cosine counts
(MaxSim, Khattab & Zaharia 2020). A sentence is encoded in its passage, so that "il" is close to
the person it refers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.question import ParsedQuestion
from rag.encoders import Tokens
from rag.language.words import family, words
from rag.weights import WEIGHTS

ALL_TOKENS = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class QueryTokens:
    """The tokens of a question's content words, (m, dim) float32, and their weights.

    The weights add up to 1: the tokens of a word share its rarity. ``families`` are the families
    of their words; ``mean`` is the mean of all tokens, (dim,) of norm 1.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    families: tuple[str, ...]
    mean: NDArray[np.float32]

    @classmethod
    def of(cls, question: ParsedQuestion, tokens: Tokens) -> QueryTokens:
        """The query tokens of a question, from the tokens of its text."""
        rows = tokens.vectors.astype(np.float32)
        places: list[int] = []
        weights: list[float] = []
        families: list[str] = []
        for word in words(question.text):
            inside = token_slice(tokens, word.start, word.end)
            count = inside.stop - inside.start
            if count and word.folded in question.content:  # no tokens: a long question is cut
                places += range(inside.start, inside.stop)
                weights += [question.rarity[family(word.folded)] / count] * count
                families += [family(word.folded)] * count
        shares = np.array(weights, dtype=np.float32) / max(sum(weights), 1e-9)
        return cls(rows[places], shares, tuple(families), _mean(rows))

    def in_families(self, families: Iterable[str]) -> NDArray[np.float32]:
        """(m,) 1 for each token whose word belongs to one of these families, else 0."""
        given = frozenset(families)
        return np.array([one in given for one in self.families], dtype=np.float32)


class MaxSim:
    """The similarity of a text to each query token."""

    def __init__(self, query: QueryTokens, tokens: Tokens) -> None:
        self._query, self._tokens = query, tokens
        self._rows = tokens.vectors.astype(np.float32)
        self._cosines = np.maximum(query.vectors @ self._rows.T, 0)

    def between(self, start: int, end: int) -> slice:
        """The tokens between two characters of the text."""
        return token_slice(self._tokens, start, end)

    def scores(self, inside: slice = ALL_TOKENS) -> NDArray[np.float32]:
        """(m,) float32 in 0..1, the greatest cosine of each query token with some tokens."""
        greatest: NDArray[np.float32] = self._cosines[:, inside].max(axis=1, initial=0)
        return greatest

    def coverage(self) -> float:
        """The share of the question that the whole text covers, in 0..1."""
        return float(self.scores() @ self._query.weights)

    def similarity(self, inside: slice) -> float:
        """The cosine of the question's mean token and the mean of some tokens."""
        return float(_mean(self._rows[inside]) @ self._query.mean)


def idf_weights(
    query: QueryTokens,
    scores: Sequence[NDArray[np.float32]],
    match: float = WEIGHTS.selection.token_match,
) -> NDArray[np.float32]:
    """(m,) weights that add up to 1: a token that most texts contain separates them little.

    ``scores`` has the MaxSim scores of each text; a text contains the tokens with a score above
    ``match``. A weight is the rarity of the word times an inverse frequency among the texts
    (Spärck Jones 1972).
    """
    containing = sum((one > match for one in scores), np.zeros(len(query.weights)))
    weights = query.weights * np.log((1 + len(scores)) / (1 + containing) + 0.1)
    return (weights / max(float(weights.sum()), 1e-9)).astype(np.float32)


def token_slice(tokens: Tokens, start: int, end: int) -> slice:
    """The tokens between two characters of the text."""
    first = int(np.searchsorted(tokens.spans[:, 0], start, side="left"))
    last = int(np.searchsorted(tokens.spans[:, 1], end, side="right"))
    return slice(first, max(first, last))


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of rows, of norm 1; zeros for no rows."""
    total: NDArray[np.float32] = rows.sum(axis=0)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-9))
