"""The fused hits read again, closer: how the question's words stand together in a passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rag.records import Hit, Language
from rag.sentences import sentences
from rag.text import is_stop_word, stem, terms, words

# How many of the first hits are read again; past them the order of the fusion stands.
DEPTH = 30
# BM25 sees a bag of words. These see that the words stand in one sentence, next to each
# other, and how many of them there are at all. Round values, near the best on all three
# development sets of one language (bench/RESULTS.md, "Reranking").
_SENTENCE, _PAIRS, _COVERAGE = 0.3, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a question: each with its rarity, the neighbours, and the sum."""

    rarity: dict[str, float]
    pairs: frozenset[tuple[str, str]]
    total: float


def rerank(
    question: str,
    language: Language,
    hits: Sequence[Hit],
    *,
    rarity: Callable[[str, Language], float],
) -> list[Hit]:
    """The hits in a new order, their scores in 0..1, the first DEPTH of them read again.

    ``rarity`` is the inverse document frequency of a word in a language. A passage in another
    language than the question keeps its fused score: it shares too few words to be read so.
    """
    asked = _read_question(question, language, rarity)
    if not asked.total:
        return list(hits)
    head = [
        replace(hit, score=_score(hit, asked)) if hit.passage.language == language else hit
        for hit in hits[:DEPTH]
    ]
    return sorted(head, key=lambda hit: -hit.score) + list(hits[DEPTH:])


def _read_question(
    question: str, language: Language, rarity: Callable[[str, Language], float]
) -> _Asked:
    content = [w.folded for w in words(question) if not is_stop_word(w.folded, language)]
    weights = {stem(word, language): rarity(word, language) for word in content}
    pairs = frozenset(pairwise(stem(word, language) for word in content))
    return _Asked(weights, pairs, sum(weights.values()))


def _score(hit: Hit, asked: _Asked) -> float:
    """The fused score averaged with the three closer looks, each in 0..1."""
    passage = hit.passage
    inside = _sentence_terms(passage.text, passage.language)
    above = _sentence_terms("\n".join((hit.document.title, *passage.headings)), passage.language)
    best = max((_share(asked, frozenset(one)) for one in inside), default=0.0)
    pairs = asked.pairs & {pair for one in inside for pair in pairwise(one)}
    nearby = sum(asked.rarity[a] + asked.rarity[b] for a, b in pairs) / (2 * asked.total)
    everywhere = frozenset(term for one in (*inside, *above) for term in one)
    looks = _SENTENCE * best + _PAIRS * min(nearby, 1.0) + _COVERAGE * _share(asked, everywhere)
    return (hit.score + looks) / (1 + _SENTENCE + _PAIRS + _COVERAGE)


def _share(asked: _Asked, found: frozenset[str]) -> float:
    """The share of the question's rarity that these terms hold, in 0..1."""
    return sum(asked.rarity[term] for term in asked.rarity.keys() & found) / asked.total


@lru_cache(maxsize=8_192)
def _sentence_terms(text: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """The terms of each sentence of a text; kept, since passages come back often."""
    return tuple(tuple(terms(text[start:end], language)) for start, end in sentences(text))
