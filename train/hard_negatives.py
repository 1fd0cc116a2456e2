"""Hard negatives: the passages that BM25 ranks first for a query but that do not answer it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.records import Language
from rag.store.bm25 import Bm25Entry, Bm25Index


def hard_negatives(
    queries: Sequence[str],
    passages: Sequence[str],
    answers: np.ndarray,
    language: Language,
    *,
    count: int,
) -> np.ndarray:
    """(n, count) indices into ``passages`` of the best BM25 hits without the answer.

    ``answers`` holds the index of the passage that answers each query; -1 fills missing hits.
    """
    negatives = np.full((len(queries), count), -1)
    with tempfile.TemporaryDirectory() as folder:
        terms = Bm25Index.create(Path(folder) / "terms")
        terms.add(range(len(passages)), [_entry(text, language) for text in passages])
        terms.commit()
        for row, query in enumerate(queries):
            found = terms.search(query, language=language, k=count + 1)
            others = [passage for passage, _ in found if passage != answers[row]][:count]
            negatives[row, : len(others)] = others
    return negatives


def _entry(text: str, language: Language) -> Bm25Entry:
    title, _, rest = text.partition("\n")
    return Bm25Entry(language=language, title=title, headings=(), text=rest or title)
