"""The words by which two texts may name one body or person, in one language or in two."""

from __future__ import annotations

from rag.language.statements.body_nouns import kinds_of_body
from rag.language.words import terms, words
from rag.records import Language

_LEAST_LETTERS = 4  # of a word that may be a name in both languages


def common_words(text: str, language: Language, *, same_language: bool) -> frozenset[str]:
    """Stems, to compare with a text in the same language; or names, and the kinds of bodies."""
    if same_language:
        return frozenset(terms(text, language))
    found = words(text)
    kinds = {str(kind) for one in found for kind in kinds_of_body(one.folded, language)}
    names = {
        one.folded
        for one in found
        if text[one.start].isupper() and len(one.folded) >= _LEAST_LETTERS
    }
    return frozenset(kinds | names)
