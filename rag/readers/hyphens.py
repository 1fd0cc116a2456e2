"""Words broken by a hyphen at the end of a line: joined again, unless they are compounds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.language.any_language import any_word
from rag.language.documents.compounds import (
    AFTER_A_HANGING_HYPHEN,
    CHAIN_WORDS,
    COMPOUND_HEADS,
    COMPOUND_TAILS,
)

HYPHENS = ("-", "\u2010")
_HEAD = re.compile(r"([^\W\d_]+)[-\u2010]$")
_CHAINED = re.compile(r"[^\W\d_][-\u2010]([^\W\d_]+)[-\u2010]$")
_TAIL = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_COMPOUND_HEADS, _COMPOUND_TAILS = any_word(COMPOUND_HEADS), any_word(COMPOUND_TAILS)
_CHAIN_WORDS = any_word(CHAIN_WORDS)
_AFTER_HANGING = any_word(AFTER_A_HANGING_HYPHEN)


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document in lower case, compounds whole, to decide doubtful hyphens."""
    return frozenset(token.lower() for text in texts for token in _TOKEN.findall(text))


def hyphen_between(before: str, after: str, known: frozenset[str]) -> str | None:
    """What joins two halves of a word whose first, ``before``, ends in a hyphen.

    Empty if they are one word, the hyphen if they are a compound, and ``None`` if they are two
    words: ``before`` does not end in a hyphen that can break a word, or in one that stands for the
    rest of a word ("short- and long-term"). ``known`` is the document's vocabulary.
    """
    head, tail = _HEAD.search(before), _TAIL.match(after)
    if head is None or tail is None:
        return before[-1] if before[:-1] and before.endswith(HYPHENS) else None
    first, second = head.group(1), tail.group()
    if second[0].isupper() and not (first.isupper() and second.isupper()):
        return before[-1]
    first, second = first.lower(), second.lower()
    plain, compound = first + second in known, f"{first}-{second}" in known
    if plain != compound:
        return "" if plain else before[-1]
    if second in _AFTER_HANGING:
        return None
    chained = _CHAINED.search(before) is not None and first in _CHAIN_WORDS
    kept = chained or first in _COMPOUND_HEADS or second in _COMPOUND_TAILS
    return before[-1] if kept else ""
