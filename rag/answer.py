"""Hits to quotes: the sentences that answer a question, and how sure we are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.records import Hit, Language, Span
from rag.sentences import sentences
from rag.text import is_stop_word, stem, terms, words


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a hit: ``Page.text[start:end] == text``; ``score`` in 0..1."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The quotes chosen, best first, and the confidence in 0..1 that they answer."""

    quotes: tuple[Quote, ...]
    confidence: float
    threshold: float


def choose(
    question: str,
    language: Language,
    hits: Sequence[Hit],
    *,
    rarity: Callable[[str, Language], float],
) -> Choice:
    """The sentences of the hits that share most of the question's rarity."""
    content = [w.folded for w in words(question) if not is_stop_word(w.folded, language)]
    weights = {stem(word, language): rarity(word, language) for word in content}
    total = sum(weights.values()) or 1.0
    quotes = []
    for hit in hits:
        passage = hit.passage
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            shared = weights.keys() & set(terms(text, passage.language))
            score = 0.5 * hit.score + 0.5 * sum(weights[term] for term in shared) / total
            left = passage.start + start
            quotes.append(Quote(hit, left, left + len(text), text, score))
    quotes.sort(key=lambda quote: -quote.score)
    return Choice(tuple(quotes[:3]), quotes[0].score if quotes else 0.0, 0.45)
