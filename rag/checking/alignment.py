"""How each word of a claim is found again in a sentence, by its meaning in its context.

Each token of the claim is compared with every token of the sentence, and its greatest cosine counts
(MaxSim, Khattab & Zaharia 2020). A word that the sentence or its context has to the letter counts
as found.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.encoders import Tokens
from rag.language.words import is_stop_word, stem, words
from rag.records import Language


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well the words of a claim are found, in 0..1: on average, and the word found worst."""

    mean: float
    weakest: float


@dataclass(frozen=True, slots=True, eq=False)
class ClaimWords:
    """The content words of a claim without figures: the stem of each, and its tokens.

    The tokens of a word are (n, dim) float32, rows of norm 1; n is 0 past the model's length.
    """

    stems: tuple[str, ...]
    vectors: tuple[NDArray[np.float32], ...]

    @classmethod
    def of(cls, text: str, language: Language, tokens: Tokens) -> ClaimWords:
        """The words of a claim from the tokens of its text."""
        rows = tokens.vectors.astype(np.float32)
        kept = [
            word
            for word in words(text)
            if not is_stop_word(word.folded, language) and word.folded.isalpha()
        ]
        starts = tokens.spans[:, 0]
        return cls(
            tuple(stem(word.folded, language) for word in kept),
            tuple(rows[(starts >= word.start) & (starts < word.end)] for word in kept),
        )

    def aligned(self, tokens: Tokens, known: Collection[str]) -> Alignment:
        """With the tokens of a sentence; ``known`` are stems that count as found."""
        rows = tokens.vectors.astype(np.float32)
        if not self.stems or not len(rows):
            return Alignment(0.0, 0.0)
        found = [
            1.0 if one in known or not len(own) else float((own @ rows.T).max(axis=1).mean())
            for one, own in zip(self.stems, self.vectors, strict=True)
        ]
        return Alignment(max(float(np.mean(found)), 0.0), max(min(found), 0.0))
