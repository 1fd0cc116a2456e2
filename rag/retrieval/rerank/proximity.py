"""A closer look at the fused hits: how the question's words stand together in a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rag.language.words import family, is_stop_word, words
from rag.records import Hit, Language

# How many of the first hits are read again; past them the order of the fusion stands.
DEPTH = 30
# BM25 sees a bag of stems. These see that the words stand in one sentence, next to each
# other, and how many of them there are at all. Round values, near the best on all three
# development sets of one language (bench/RESULTS.md, "Reranking").
WEIGHTS = (0.2, 0.2, 0.3)
# Words are compared by their families: BM25 counts stems, and here they would add nothing new.
# Where sentences end is asked a thousand times a question: near enough does here.
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+(?=[A-ZÀ-Ý«“\"(])|\n")


@dataclass(frozen=True, slots=True)
class ProximityFeatures:
    """What a passage shows of a question, each in 0..1.

    ``sentence`` is the share of the question's rarity in the best sentence, ``pairs`` that of
    its neighbouring words that are neighbours, ``coverage`` that of the words found anywhere,
    title and headings with them.
    """

    sentence: float
    pairs: float
    coverage: float


class QueryWords:
    """The words of a question, with their rarity, as they are looked for in passages."""

    def __init__(
        self, question: str, language: Language, rarity: Callable[[str, Language], float]
    ) -> None:
        content = [w.folded for w in words(question) if not is_stop_word(w.folded, language)]
        self._rarity: dict[str, float] = {}
        for word in content:
            start = family(word)
            self._rarity[start] = max(rarity(word, language), self._rarity.get(start, 0.0))
        self._pairs = frozenset(pairwise(family(word) for word in content))
        self.total = sum(self._rarity.values())

    def looks(self, hit: Hit) -> ProximityFeatures:
        """What the passage of a hit shows; ``total`` must not be 0."""
        passage = hit.passage
        inside = _read(passage.text, passage.language)
        above = _read("\n".join((hit.document.title, *passage.headings)), passage.language)
        best = max((self._share(one) for one in inside.sentences), default=0.0)
        together = self._pairs & inside.pairs
        nearby = sum(self._rarity[a] + self._rarity[b] for a, b in together) / (2 * self.total)
        held = self._rarity.keys() & inside.everywhere | self._rarity.keys() & above.everywhere
        return ProximityFeatures(best, min(nearby, 1.0), self._share(held))

    def _share(self, found: Set[str]) -> float:
        """The share of the question's rarity that these words hold."""
        return sum(self._rarity[start] for start in self._rarity.keys() & found) / self.total


class ProximityReranker:
    """Reads the first DEPTH hits again for the words of the question.

    ``rarity`` is the inverse document frequency of a word in a language.
    """

    def __init__(self, rarity: Callable[[str, Language], float]) -> None:
        self._rarity = rarity

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in a new order, their scores in 0..1.

        A passage in another language than the question keeps its fused score: it shares too
        few words to be read so.
        """
        asked = QueryWords(question, language, self._rarity)
        if not asked.total:
            return list(hits)
        head = [
            replace(hit, score=averaged(hit.score, asked.looks(hit)))
            if hit.passage.language == language
            else hit
            for hit in hits[:DEPTH]
        ]
        return sorted(head, key=lambda hit: -hit.score) + list(hits[DEPTH:])


def averaged(
    fused: float, looks: ProximityFeatures, weights: tuple[float, float, float] = WEIGHTS
) -> float:
    """The fused score averaged with the closer looks, in 0..1."""
    sentence, pairs, coverage = weights
    seen = sentence * looks.sentence + pairs * looks.pairs + coverage * looks.coverage
    return (fused + seen) / (1 + sentence + pairs + coverage)


class _Families(NamedTuple):
    """The families of a text's words, by sentence and in all, and of its neighbours."""

    sentences: tuple[frozenset[str], ...]
    everywhere: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=8_192)
def _read(text: str, language: Language) -> _Families:
    """The families of the words of content; kept, since passages come back often."""
    sentences = [
        [family(word.folded) for word in words(sentence) if not is_stop_word(word.folded, language)]
        for sentence in _SENTENCE_END.split(text)
    ]
    return _Families(
        tuple(frozenset(one) for one in sentences),
        frozenset(start for one in sentences for start in one),
        frozenset(pair for one in sentences for pair in pairwise(one)),
    )
