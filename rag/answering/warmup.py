"""Loads what the first question needs besides the encoder, while the encoder is loading.

Importing this module already does half of it: the modules that an answer needs are imported at
its top.
"""

from __future__ import annotations

from contextlib import suppress

from rag.answering.pipeline import answer_question as answer_question
from rag.citations.amendments import find_library_amendments
from rag.citations.versions import newer_versions
from rag.errors import IndexDamaged
from rag.language import detect
from rag.language.sentences import sentences
from rag.language.words import terms
from rag.passage_reader import load_reader
from rag.store import Library, Store


def prepare(library: Library) -> None:
    """Computes what is computed once of all documents: minutes for a million passages.

    The first question would wait for it.
    """
    newer_versions(library)
    find_library_amendments(library)


def warm_up(store: Store) -> None:
    """Loads the reader and the models of languages and sentences, and the index into memory.

    Raises ReaderUnavailable.
    """
    words = "Les mots. The words."
    sentences(words)
    terms(words, detect(words))
    load_reader()
    with suppress(IndexDamaged):  # the question reports it, or uses the generation before
        store.warm()
