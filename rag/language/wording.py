"""The sentences of a passage with the words they hold, read once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.language.sentences import sentences
from rag.language.words import family, is_stop_word, words
from rag.records import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, ``text[start:end]``, and the families of its words of content."""

    start: int
    end: int
    text: str
    families: tuple[str, ...]


@lru_cache(maxsize=8_192)
def read_sentences(text: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of a text in that language, in order."""
    return tuple(
        Sentence(start, end, text[start:end], tuple(_families(text[start:end], language)))
        for start, end in sentences(text)
    )


@lru_cache(maxsize=8_192)
def read_families(text: str, language: Language) -> frozenset[str]:
    """The families of the words of content of a text in that language."""
    return frozenset(_families(text, language))


def _families(text: str, language: Language) -> list[str]:
    """In order, with repeats."""
    found = (word.folded for word in words(text))
    return [family(word) for word in found if not is_stop_word(word, language)]
