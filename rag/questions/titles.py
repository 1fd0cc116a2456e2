"""The titles of a library by the nouns that say what documents are: "rapport", "contract"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rag.language.any_language import any_word
from rag.language.questions.document_kinds import DATED_KINDS, DOCUMENT_KINDS, SAME_TITLE_WORDS
from rag.language.words import without_small_words
from rag.records import Document
from rag.store import Library, once_per_document, once_per_library

_FIRST = 3  # words of a title, among which one says what the document is


class Titled(NamedTuple):
    """A document with the words of its title, as ``plain_word`` gives them, and as written."""

    document: Document
    words: frozenset[str]
    written: frozenset[str]


@once_per_library
def titles_by_kind(library: Library) -> Mapping[str, tuple[Titled, ...]]:
    """The documents by the nouns that say what they are."""
    lists: dict[str, list[Titled]] = {}
    for document in library.documents():
        for kind, titled in _titled(library, document):
            lists.setdefault(kind, []).append(titled)
    return {kind: tuple(each) for kind, each in lists.items()}


@once_per_document
def _titled(document: Document) -> list[tuple[str, Titled]]:
    """The nouns that say what a document is, each with the words of its title."""
    written = [one.folded for one in without_small_words(document.title)]
    plain = [plain_word(word) for word in written]
    titled = Titled(document, frozenset(plain), frozenset(map(_singular, written)))
    return [(kind, titled) for kind in KINDS.intersection(plain[:_FIRST])]


def plain_word(folded: str) -> str:
    """A word of a title without the s of a plural, in the language that stands for both."""
    word = _singular(folded)
    return SAME_TITLE_WORDS.get(word, word)


def is_written(noun: str, titled: Titled) -> bool:
    """Whether a title has the very noun of a question, and not its translation."""
    return _singular(noun) in titled.written


def _singular(folded: str) -> str:
    return folded.removesuffix("s") if len(folded) > 3 and folded.isalpha() else folded


KINDS = frozenset(map(plain_word, any_word(DOCUMENT_KINDS)))
DATED = frozenset(map(plain_word, any_word(DATED_KINDS)))
