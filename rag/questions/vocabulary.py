"""The common words of French and English, folded: a word among them is no typing error."""

from __future__ import annotations

import json
from functools import lru_cache

from rag.language.words import stem
from rag.records import LANGUAGES, Language
from rag.weights import DEFAULT_FOLDER

_SHORTEST_STEMMED = 5  # letters; the stem of a shorter word is like those of too many others


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The whole words in the vocabulary of the bundled encoder, about 30,000.

    Its pieces are the most frequent ones of French and English text, so that a frequent word is
    one piece and a mistyped one is several.
    """
    # A piece that continues a word starts with "##", so it is not of letters only.
    vocabulary = json.loads((DEFAULT_FOLDER / "tokenizer.json").read_text("utf-8"))["model"][
        "vocab"
    ]
    return frozenset(piece for piece in vocabulary if piece.isalpha())


def is_common(word: str, language: Language) -> bool:
    """Whether a folded word is common in French or English, or a form of one of a language."""
    return word in common_words() or stem(word, language) in _common_stems(language)


@lru_cache(maxsize=len(LANGUAGES))
def _common_stems(language: Language) -> frozenset[str]:
    return frozenset(
        stem(word, language) for word in common_words() if len(word) >= _SHORTEST_STEMMED
    )
