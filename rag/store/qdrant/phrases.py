"""Phrases: Qdrant keeps no places of words, so passages with the words are read again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rag.records import LANGUAGES, Language
from rag.store.bm25 import Bm25Entry
from rag.store.qdrant.bm25_weights import analyse, asked_weight, fields_of, stored_weight
from rag.store.qdrant.vocabulary import Vocabulary

EntriesOf = Callable[[Sequence[int]], Iterable[Bm25Entry]]  # what is indexed of some rows
RowsWith = Callable[[Mapping[int, int]], Iterable[int]]  # the rows that have one of some terms
_TOKEN = re.compile(r"[^\W_]+")  # a word as tantivy's simple tokenizer splits text
_MOST_READ = 10_000  # passages that are read again for one phrase

Placed = list[tuple[int, str]]  # the terms of a text with their places; stop words have none


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of passages, found by the rarest of their terms."""

    vocabulary: Vocabulary
    entries: EntriesOf

    def scores(self, phrases: Sequence[str], rows_with: RowsWith) -> dict[int, float]:
        """The BM25 scores of the rows that hold one of these phrases, by row."""
        found: defaultdict[int, float] = defaultdict(float)
        for phrase in phrases:
            for language in LANGUAGES:
                placed = _place(phrase, language)
                for field in fields_of(language) if placed else ():
                    for row, score in self._in_field(placed, field, language, rows_with):
                        found[row] += score
        return dict(found)

    def _in_field(
        self, phrase: Placed, field: str, language: Language, rows_with: RowsWith
    ) -> Iterator[tuple[int, float]]:
        known = self.vocabulary.find(field, {term for _, term in phrase})
        if any(term not in known for _, term in phrase):
            return
        rarest = min(known.values(), key=lambda one: one.passages)
        rows = list(islice(rows_with({rarest.number: rarest.passages}), _MOST_READ))
        total = self.vocabulary.passages
        weight = sum(asked_weight(total, known[term].passages) for _, term in phrase)
        for row, entry in zip(rows, self.entries(rows), strict=True):
            text = _text(entry, field)
            count = _count(phrase, _place(text, language))
            if count:
                length = len(analyse(text, language))
                average = self.vocabulary.averages[field]
                yield row, weight * stored_weight(count, length, average)


def _text(entry: Bm25Entry, field: str) -> str:
    is_text = field == fields_of(entry.language)[0]
    return entry.text if is_text else " ".join((entry.title, *entry.headings))


def _place(text: str, language: Language) -> Placed:
    return [
        (place, term)
        for place, word in enumerate(_TOKEN.findall(text))
        for term in _terms_of(word, language)
    ]


@lru_cache(maxsize=65_536)
def _terms_of(word: str, language: Language) -> tuple[str, ...]:
    return tuple(analyse(word, language))


def _count(phrase: Placed, text: Placed) -> int:
    """How often the words of a phrase follow one another in a text."""
    there = set(text)
    first, start = phrase[0]
    return sum(
        all((place + at - first, term) in there for at, term in phrase)
        for place, found in text
        if found == start
    )
