"""The passages that BM25 takes for the answer of a query: the negatives that teach most."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.records import Language
from rag.store.bm25 import Bm25Entry, Bm25Index


def hardest(
    queries: Sequence[str],
    passages: Sequence[str],
    answers: np.ndarray,
    language: Language,
    *,
    count: int,
) -> np.ndarray:
    """(n, count) places in ``passages``, of those that BM25 finds best besides the answer.

    ``answers`` holds the place of each query's own passage; -1 stands where fewer are found.
    """
    made = np.full((len(queries), count), -1)
    with tempfile.TemporaryDirectory() as folder:
        terms = Bm25Index.create(Path(folder) / "terms")
        terms.add(range(len(passages)), [_entry(text, language) for text in passages])
        terms.commit()
        for row, query in enumerate(queries):
            found = terms.search(query, language=language, k=count + 1)
            others = [place for place, _ in found if place != answers[row]][:count]
            made[row, : len(others)] = others
    return made


def _entry(text: str, language: Language) -> Bm25Entry:
    title, _, rest = text.partition("\n")
    return Bm25Entry(language=language, title=title, headings=(), text=rest or title)
