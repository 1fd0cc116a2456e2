"""All passages that match a search, best first: by their words, or near in meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rag.language.words import fold, is_stop_word, words
from rag.questions.aboutness import holds
from rag.questions.named_things import NamedThings
from rag.records import LANGUAGES, Hit, Language, Passage
from rag.retrieval.search import search
from rag.store import Library, TermIndex
from rag.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAREST = 20  # passages that are there for their meaning alone
_READ = 2_000  # passages that are read again for a phrase, or a word of the other language


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """The row of a passage that matches.

    ``words`` are those of the query that it holds. ``by_words`` says that it is there for them,
    and not for its meaning alone. ``cosine`` is that of its meaning, ``None`` for a passage that is
    not among the ``NEAREST``.
    """

    row: int
    words: tuple[str, ...]
    by_words: bool
    cosine: float | None


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that match, best first, and the words of the query that no passage holds."""

    rows: tuple[MatchedRow, ...]
    unknown: tuple[str, ...]


def find_matches(
    library: Library,
    vector: NDArray[np.float32],
    asked: NamedThings,
    *,
    k: int,
    weights: Weights = WEIGHTS,
) -> Matches:
    """The passages that match a query.

    A passage matches by its words if it holds at least half of what the best one holds of them,
    the rare ones counting for more, and every quoted phrase. It matches by its meaning if it is
    among the nearest to the query's ``vector``, (dim,) float32 of norm 1; none does if phrases are
    quoted. The first are those that ``search`` puts first among ``k`` of each ranking; then come
    the others by BM25.
    """
    wanted = searched_words(asked.text, asked.language)
    rows = {word: _rows_with(library, word, asked.language) for word in wanted}
    words_of = _words_by_row(wanted, rows)
    if asked.phrases:
        chosen = _with_phrases(library, asked)
        words_of = {
            row: (*asked.phrases, *_outside(asked.phrases, words_of.get(row, ()))) for row in chosen
        }
    else:
        chosen = _with_enough(library.terms, rows)
    cosines = {} if asked.phrases else _nearest(library, vector, NEAREST)
    found = (
        MatchedRow(row, words_of.get(row, ()), row in chosen, cosines.get(row))
        for row in _best_first(library, vector, asked, k, weights)
        if row in chosen or row in cosines
    )
    return Matches(
        tuple(found),
        tuple(wanted[word] for word in rows if not rows[word] and not _is_small(word, asked)),
    )


def _best_first(
    library: Library, vector: NDArray[np.float32], asked: NamedThings, k: int, weights: Weights
) -> list[int]:
    """The rows of all passages with a word or a near meaning: first as ``search`` ranks them."""
    every = max(library.terms.searched, 1)
    lexical = library.terms.search(asked.text, language=asked.language, k=every)
    rows, nearest = [row for row, _ in lexical], _nearest(library, vector, k)
    hits = search(library, vector, asked.text, language=asked.language, k=k, weights=weights)
    first = _rows_of(library, hits, rows[:k], nearest)
    return list(dict.fromkeys((*first, *rows, *nearest)))


def _is_small(word: str, asked: NamedThings) -> bool:
    """Whether the index leaves out a word, as it does all that have a grammatical function only."""
    return is_stop_word(word, asked.language)


def searched_words(text: str, language: Language) -> dict[str, str]:
    """The folded words that a query is searched for, each with the query's own spelling."""
    found = {word.folded: text[word.start : word.end] for word in words(text)}
    content = {key: word for key, word in found.items() if not is_stop_word(key, language)}
    return content or found


def _rows_with(library: Library, word: str, language: Language) -> list[int]:
    """The rows that hold a word of a language: in any form, or in the other language to the letter.

    The stems of two languages are not comparable: "fair" is also the stem of "faire".
    """
    rows = library.terms.holding(word, language)
    for other in LANGUAGES:
        if other != language:
            found = library.terms.holding(word, other)[:_READ]
            passages = zip(found, library.passages(found), strict=True)
            rows += [row for row, passage in passages if _has(library, passage, word)]
    return rows


def _has(library: Library, passage: Passage, word: str) -> bool:
    """Whether a passage, its headings or its title have a folded word to the letter."""
    return _any_text(library, passage, lambda text: any(one.folded == word for one in words(text)))


def _any_text(library: Library, passage: Passage, holds_it: Callable[[str], bool]) -> bool:
    """Whether something is so of a passage, one of its headings or its title."""
    title = library.document(passage.document_id).title
    return any(map(holds_it, (passage.text, *passage.headings, title)))


def _words_by_row(
    wanted: Mapping[str, str], rows: Mapping[str, Sequence[int]]
) -> dict[int, tuple[str, ...]]:
    """The words that each row holds, as the query spells them."""
    held: defaultdict[int, list[str]] = defaultdict(list)
    for word, found in rows.items():
        for row in found:
            held[row].append(wanted[word])
    return {row: tuple(words) for row, words in held.items()}


def _with_enough(terms: TermIndex, rows: Mapping[str, Sequence[int]]) -> frozenset[int]:
    """The rows that hold enough of the words."""
    weights: defaultdict[int, float] = defaultdict(float)
    for word, found in rows.items():
        rarity = _rarity(terms, word)
        for row in found:
            weights[row] += rarity
    least = WEIGHTS.matches.shared_words * max(weights.values(), default=0.0)
    return frozenset(row for row, weight in weights.items() if weight >= least)


def _rarity(terms: TermIndex, word: str) -> float:
    """That of a word in the language that has it more often."""
    language = max(LANGUAGES, key=lambda one: terms.frequency(word, one))
    return terms.rarity(word, language)


def _with_phrases(library: Library, asked: NamedThings) -> frozenset[int]:
    """The rows that hold each of the quoted phrases to the letter.

    The index gives those with the stems of their words; these are read again.
    """
    return frozenset(
        set.intersection(*(_rows_with_phrase(library, asked, phrase) for phrase in asked.phrases))
    )


def _rows_with_phrase(library: Library, asked: NamedThings, phrase: str) -> set[int]:
    rows = library.terms.having([phrase], question=asked.text, language=asked.language, k=_READ)
    passages = zip(rows, library.passages(rows), strict=True)
    return {row for row, passage in passages if _any_text(library, passage, partial(holds, phrase))}


def _outside(phrases: Sequence[str], held: Iterable[str]) -> list[str]:
    """The words that are no part of the phrases."""
    inside = {word.folded for phrase in phrases for word in words(phrase)}
    return [word for word in held if fold(word) not in inside]


def _nearest(library: Library, vector: NDArray[np.float32], k: int) -> dict[int, float]:
    """The cosines of the k rows that are nearest, the nearest first."""
    cosines, rows = library.vectors.search(vector[None, :], k)
    return {int(row): float(c) for row, c in zip(rows[0], cosines[0], strict=True) if row >= 0}


def _rows_of(library: Library, hits: Sequence[Hit], *rankings: Iterable[int]) -> list[int]:
    """The rows of hits, which come from these rankings, in the order of the hits."""
    rows = sorted({row for ranking in rankings for row in ranking})
    row_of = dict(zip(library.passages(rows), rows, strict=True))
    return [row_of[hit.passage] for hit in hits if hit.passage in row_of]
