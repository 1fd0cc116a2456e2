"""Whether a text says how many or how much, in figures, in words or otherwise."""

from __future__ import annotations

from rag.language.figures.numbers import find_quantities
from rag.language.words import words
from rag.records import Language

# Folded words that say how many without a number: none, free, a part, many times.
_WITHOUT_NUMBER: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "aucun aucune gratuit gratuite gratuits gratuites gratuitement nul nulle rien "
        "moitie tiers quart demi demie double triple unique seul seule chaque tous toutes".split()
    ),
    "en": frozenset(
        "no none nobody nothing one free half third quarter double twice once triple single only "
        "each every all both".split()
    ),
}


def says_how_many(text: str, language: Language) -> bool:
    """Whether a text has a number, or words such as "none", "free" or "half"."""
    return (
        any(map(str.isdigit, text))
        or any(word.folded in _WITHOUT_NUMBER[language] for word in words(text))
        or bool(find_quantities(text, language))
    )
