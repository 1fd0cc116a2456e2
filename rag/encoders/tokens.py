"""A text token by token, as an encoder reads it in its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.language.words import words


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of a text that stand for characters of it, in order.

    ``vectors`` is (n, dim) float16, rows of norm 1 or 0; ``spans`` (n, 2) int32, where each
    token begins and ends in the text; ``whole`` the vector of the text, (dim,) float32 of norm 1,
    as ``Encoder.encode`` gives it.
    """

    vectors: NDArray[np.float16]
    spans: NDArray[np.int32]
    whole: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        states: NDArray[np.floating],
        spans: Sequence[tuple[int, int]],
        whole: NDArray[np.float32],
    ) -> Tokens:
        """The tokens of a network's states, (n, dim); those without characters are left out."""
        places = np.array(spans, dtype=np.int32).reshape(-1, 2)
        kept = (places[:, 1] > places[:, 0]) & (places[:, 0] >= 0)
        rows = np.asarray(states, dtype=np.float32)[kept]
        rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return cls(rows.astype(np.float16), places[kept], whole)


def word_by_word(text: str, encode: Callable[[list[str]], NDArray[np.float32]]) -> Tokens:
    """The words of a text, each encoded alone: for models that read no context."""
    found = words(text)
    *vectors, whole = encode([*(text[word.start : word.end] for word in found), text])
    states = np.array(vectors, dtype=np.float32).reshape(len(found), len(whole))
    return Tokens.of(states, [(word.start, word.end) for word in found], whole)
