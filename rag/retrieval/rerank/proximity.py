"""The proximity reranker: how the question's words occur together in a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rag.language.words import family, is_stop_word, words
from rag.records import Hit, Language
from rag.weights import WEIGHTS, ProximityWeights

# An approximation of where sentences end: it runs a thousand times a question, and is good
# enough here.
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+(?=[A-ZÀ-Ý«“\"(])|\n")


@dataclass(frozen=True, slots=True)
class ProximityFeatures:
    """How a passage matches a question, each in 0..1; words count by their rarity.

    BM25 sees a bag of stems. These features see whether the words occur in one sentence and next
    to each other, and how many of them there are. Words are compared by family: BM25 already
    compares stems, and they would add nothing here.

    sentence_coverage  the share of the question in the best sentence
    pair_coverage      the share of its neighbouring words that are neighbours in the passage
    passage_coverage   the share of the question in the passage, its title and headings
    """

    sentence_coverage: float
    pair_coverage: float
    passage_coverage: float


class QueryWords:
    """The content words of a question with their rarity, compared with passages by family."""

    def __init__(
        self, question: str, language: Language, rarity: Callable[[str, Language], float]
    ) -> None:
        content = [w.folded for w in words(question) if not is_stop_word(w.folded, language)]
        self._rarity: dict[str, float] = {}
        for word in content:
            name = family(word)
            self._rarity[name] = max(rarity(word, language), self._rarity.get(name, 0.0))
        self._pairs = frozenset(pairwise(family(word) for word in content))
        self.total = sum(self._rarity.values())

    def features(self, hit: Hit) -> ProximityFeatures:
        """The features of a hit's passage; ``total`` must not be 0."""
        passage = hit.passage
        text = _families(passage.text, passage.language)
        titles = _families("\n".join((hit.document.title, *passage.headings)), passage.language)
        best = max((self._share(one) for one in text.sentences), default=0.0)
        shared = self._pairs & text.pairs
        pairs = sum(self._rarity[a] + self._rarity[b] for a, b in shared) / (2 * self.total)
        found = self._rarity.keys() & text.all | self._rarity.keys() & titles.all
        return ProximityFeatures(best, min(pairs, 1.0), self._share(found))

    def _share(self, found: Set[str]) -> float:
        """The share of the question's rarity that some families have."""
        return sum(self._rarity[name] for name in self._rarity.keys() & found) / self.total


class ProximityReranker:
    """Reranks the first hits by how the words of the question occur in them.

    ``rarity`` is the inverse document frequency of a word in a language.
    """

    def __init__(
        self,
        rarity: Callable[[str, Language], float],
        weights: ProximityWeights = WEIGHTS.proximity,
    ) -> None:
        self._rarity = rarity
        self._weights = weights

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in a new order, their scores in 0..1; past the depth the order is kept.

        A passage in another language than the question keeps its fused score: too few of its
        words are those of the question.
        """
        query, depth = QueryWords(question, language, self._rarity), self._weights.depth
        if not query.total:
            return list(hits)
        head = [
            replace(hit, score=weighted_mean(hit.score, query.features(hit), self._weights))
            if hit.passage.language == language
            else hit
            for hit in hits[:depth]
        ]
        return sorted(head, key=lambda hit: -hit.score) + list(hits[depth:])


def weighted_mean(
    fused: float, features: ProximityFeatures, weights: ProximityWeights = WEIGHTS.proximity
) -> float:
    """The mean of the fused score, of weight 1, and the features, in 0..1."""
    total = 1 + weights.sentence_coverage + weights.pair_coverage + weights.passage_coverage
    added = weights.sentence_coverage * features.sentence_coverage
    added += weights.pair_coverage * features.pair_coverage
    added += weights.passage_coverage * features.passage_coverage
    return (fused + added) / total


class _Families(NamedTuple):
    """The families of a text's content words: by sentence, all, and those of neighbours."""

    sentences: tuple[frozenset[str], ...]
    all: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=8_192)
def _families(text: str, language: Language) -> _Families:
    """The families of a text; cached, since passages are found again and again."""
    sentences = [
        [family(word.folded) for word in words(sentence) if not is_stop_word(word.folded, language)]
        for sentence in _SENTENCE_END.split(text)
    ]
    return _Families(
        tuple(frozenset(one) for one in sentences),
        frozenset(name for one in sentences for name in one),
        frozenset(pair for one in sentences for pair in pairwise(one)),
    )
