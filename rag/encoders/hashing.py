"""An encoder without a model, for tests and for the smallest machines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.encoders.encoder import EncoderCard, TextKind
from rag.encoders.tokens import Tokens, word_by_word
from rag.language.words import fold, words


class HashingEncoder:
    """Words hashed into signed counts (Weinberger et al. 2009): deterministic, no weights.

    The same bits on every processor: float32 sums of small whole numbers are exact, and one
    square root and one division are rounded correctly everywhere.
    """

    def __init__(self, dim: int = 64) -> None:
        self._card = EncoderCard(f"hashing-{dim}", dim, "float32", hashlib.sha256(b"").hexdigest())

    @property
    def card(self) -> EncoderCard:
        """The identity of the encoder."""
        return self._card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; a text without words is the first axis."""
        rows = np.zeros((len(texts), self._card.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                digest = hashlib.blake2b(fold(word.folded).encode(), digest_size=8).digest()
                place = int.from_bytes(digest[:4], "little") % self._card.dim
                row[place] += 1.0 if digest[4] & 1 else -1.0
            if not row.any():
                row[0] = 1.0
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text word by word: without a model there is no context."""
        return [word_by_word(text, lambda found: self.encode(found, kind=kind)) for text in texts]
