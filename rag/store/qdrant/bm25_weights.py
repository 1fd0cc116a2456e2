"""BM25 in two factors: one stored with a passage, one given with a question.

Their product is the score that tantivy computes, so that both engines rank alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from rag.language.words import is_stop_word, words
from rag.records import LANGUAGES, Language
from rag.store.bm25 import Bm25Entry
from rag.store.bm25_schema import make_analyser
from rag.weights import WEIGHTS

_K1, _B = 1.2, 0.75
_EXACT = 24  # lengths up to here are stored as they are, larger ones with four significant bits
_BITS = 4

TermCounts = dict[str, Counter[str]]  # how often a passage has each term, by field


def fields_of(language: Language) -> tuple[str, str]:
    """The fields of a language: that of texts, that of titles and headings."""
    return f"text_{language}", f"title_{language}"


FIELDS = tuple(field for language in LANGUAGES for field in fields_of(language))


@cache
def _analyser(language: Language) -> Any:
    return make_analyser(language)


def analyse(text: str, language: Language) -> list[str]:
    """The terms of a text, in order."""
    found: list[str] = _analyser(language).analyze(text)
    return found


def count_terms(entry: Bm25Entry) -> TermCounts:
    """How often a passage has each term, in each field of its language."""
    text, title = fields_of(entry.language)
    return {
        text: Counter(analyse(entry.text, entry.language)),
        title: Counter(analyse(" ".join((entry.title, *entry.headings)), entry.language)),
    }


def terms_of_question(question: str, language: Language) -> Iterator[tuple[str, str, float]]:
    """The field, the term and the boost of each thing that a question is searched for.

    It is searched in all languages; small words are those of its own.
    """
    content = " ".join(
        word.folded for word in words(question) if not is_stop_word(word.folded, language)
    )
    for target in LANGUAGES:
        text, title = fields_of(target)
        for term in sorted(set(analyse(content, target))):
            yield text, term, 1.0
            yield title, term, WEIGHTS.bm25.title


def rarity(total: int, count: int) -> float:
    """The inverse document frequency of a term that ``count`` of ``total`` passages have."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def asked_weight(total: int, count: int) -> float:
    """The factor of a question's term."""
    return rarity(total, count) * (1 + _K1)


def stored_weight(count: int, length: int, average: float) -> float:
    """The factor of a passage that has a term so often in a field of this length."""
    return count / (count + _K1 * (1 - _B + _B * rounded_length(length) / average))


def rounded_length(length: int) -> int:
    """A length as tantivy and Lucene keep it, in a byte: exact up to 40, then rounded down.

    >>> [rounded_length(length) for length in (7, 40, 41, 57, 1_000)]
    [7, 40, 40, 56, 984]
    """
    if length < _EXACT:
        return length
    beyond = length - _EXACT
    shift = max(0, beyond.bit_length() - _BITS)
    return _EXACT + (beyond >> shift << shift)
