"""The words of a generation in Qdrant: sparse vectors of terms, scored by BM25."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from rag.records import Language
from rag.store.protocols import TermIndex
from rag.store.qdrant.bm25_weights import analyse, asked_weight, fields_of, terms_of_question
from rag.store.qdrant.connection import QdrantConnection
from rag.store.qdrant.filters import Visible
from rag.store.qdrant.phrases import EntriesOf, Phrases
from rag.store.qdrant.vocabulary import Vocabulary

WORDS = "words"  # the name of the sparse vectors
_MOST_ALIKE = 1_000  # terms that one question may name


class QdrantTerms(TermIndex):
    """The words of the passages by row number, searched by BM25."""

    def __init__(
        self,
        connection: QdrantConnection,
        vocabulary: Vocabulary,
        visible: Visible,
        entries: EntriesOf,
    ) -> None:
        self._connection, self._vocabulary = connection, vocabulary
        self._visible, self._filter = visible, visible.condition()
        self._phrases = Phrases(vocabulary, entries)

    def __len__(self) -> int:
        return self._vocabulary.passages

    @property
    def searched(self) -> int:
        """How many passages a search goes through."""
        return len(self._visible.parts[-1]) if self._visible.parts else len(self)

    def search(self, question: str, *, language: Language, k: int) -> list[tuple[int, float]]:
        """The k best rows with their BM25 scores, best first; equal scores by row."""
        request = self.request(question, language, k)
        return [] if request is None else self._ask(request)

    def request(self, question: str, language: Language, k: int) -> Any:
        """The question for Qdrant, ``None`` if no passage has a word of it."""
        asked: dict[int, float] = {}
        having = 0
        for field, term, boost in terms_of_question(question, language):
            for known in self._vocabulary.find(field, [term]).values():
                weight = asked_weight(self._vocabulary.passages, known.passages)
                asked[known.number] = boost * weight
                having += known.passages
        return self._request(asked, min(k, having))

    def frequency(self, word: str, language: Language) -> int:
        """How many passages of a language have the term of a word in their text or headings."""
        return self._vocabulary.frequency(word, language)

    def rarity(self, word: str, language: Language) -> float:
        """The inverse document frequency of a word among the passages of a language, from 0."""
        return self._vocabulary.rarity(word, language)

    def having(
        self, phrases: Sequence[str], *, question: str, language: Language, k: int
    ) -> list[int]:
        """At most k rows that hold one of these phrases, those best for the question first."""
        scores = self._phrases.scores(phrases, self._rows_with)
        if not scores:
            return []
        for row, score in self.only(scores.keys()).search(
            question, language=language, k=len(scores)
        ):
            scores[row] += score
        return sorted(scores, key=lambda row: (-scores[row], row))[:k]

    def holding(self, word: str, language: Language) -> list[int]:
        """The rows of a language that hold a word in any of its forms, in order."""
        terms = analyse(word, language)
        having = {
            known.number: known.passages
            for field in fields_of(language)
            for known in self._vocabulary.find(field, terms).values()
        }
        return sorted(self._rows_with(having))

    def resembles(self, word: str) -> bool:
        """Whether a passage has a word like this one: its start, or all but one of its letters."""
        alike = self._vocabulary.resembling(word)
        if not self._visible.parts:
            return next(alike, None) is not None
        asked = dict.fromkeys(islice(alike, _MOST_ALIKE), 1.0)
        request = self._request(asked, 1)
        return request is not None and bool(self._ask(request))

    def only(self, rows: Collection[int]) -> QdrantTerms:
        """The same words, searched among these rows only; rarity stays that of all."""
        part = copy.copy(self)
        part._visible = self._visible.among(rows)
        part._filter = part._visible.condition()
        return part

    def _rows_with(self, having: Mapping[int, int]) -> Iterable[int]:
        """The rows that have one of these terms, given by number with how many have each."""
        request = self._request(dict.fromkeys(having, 1.0), sum(having.values()))
        return [] if request is None else [row for row, _ in self._ask(request)]

    def _request(self, weights: Mapping[int, float], k: int) -> Any:
        from qdrant_client import models

        if not weights or k < 1 or self._visible.is_empty:
            return None
        numbers = sorted(weights)
        asked = models.SparseVector(indices=numbers, values=[weights[each] for each in numbers])
        return models.QueryRequest(query=asked, using=WORDS, filter=self._filter, limit=k)

    def _ask(self, request: Any) -> list[tuple[int, float]]:
        answers = self._connection.call(
            lambda client: client.query_batch_points(self._vocabulary.collection, [request])
        )
        found = scores_of(answers[0].points)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def scores_of(points: Iterable[Any]) -> dict[int, float]:
    """The scores of points by row."""
    return {int(point.id): float(point.score) for point in points}
