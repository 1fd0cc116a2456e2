"""What a first question needs besides the encoder: imported and read while that loads.

The imports alone are half of it; here they are at the top, and whoever wants them early imports
this module.
"""

from __future__ import annotations

from contextlib import suppress

from rag.answering.pipeline import answer_question as answer_question
from rag.errors import IndexDamaged
from rag.language import detect
from rag.language.sentences import sentences
from rag.language.words import terms
from rag.store import Store


def read_ahead(store: Store) -> None:
    """Loads the models of languages and sentences, and the index into memory."""
    words = "Les mots. The words."
    sentences(words)
    terms(words, detect(words))
    with suppress(IndexDamaged):  # whoever asks is told, or answered from the generation before
        store.warm()
