"""The sentences of a passage with their terms, read once and kept: passages come back often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.records import Language
from rag.sentences import sentences
from rag.text import terms


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, ``text[start:end]``, and its stems in order, stop words left out."""

    start: int
    end: int
    text: str
    terms: tuple[str, ...]


@lru_cache(maxsize=8_192)
def read_sentences(text: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of a text in that language, in order."""
    return tuple(
        Sentence(start, end, text[start:end], tuple(terms(text[start:end], language)))
        for start, end in sentences(text)
    )


@lru_cache(maxsize=8_192)
def read_terms(text: str, language: Language) -> frozenset[str]:
    """The stems of a text in that language, stop words left out."""
    return frozenset(terms(text, language))
