"""Labelled corpora indexed once for each encoder, and what each ranking finds in them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.encoders import Encoder
from rag.evaluate import LabelledQuestion, LabelledSet
from rag.evaluate.sets import readings
from rag.ingest import ingest_readings
from rag.records import Hit
from rag.store import Store

DEPTH = 100


class Shelf:
    """The indexes of an encoder in a folder, one a corpus; those that are there are kept."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._folder = folder / encoder.card.sha256[:12]

    def store(self, labelled: LabelledSet) -> tuple[Store, str]:
        """The index of a set's corpus, and its passages/s, empty where it was there before."""
        index = self._folder / hashlib.sha256(labelled.corpus.read_bytes()).hexdigest()[:12]
        speed = ""
        if not (index / "CURRENT").is_file():
            start = time.perf_counter()
            report = ingest_readings(readings(labelled), index, self.encoder)
            speed = f"{report.passages / (time.perf_counter() - start):.0f}"
        return Store.open(index), speed


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds: BM25 scores and cosines by row, and the passages as hits."""

    question: LabelledQuestion
    lexical: dict[int, float]
    semantic: dict[int, float]
    hits: dict[int, Hit]

    def same(self, row: int) -> bool:
        """Whether a passage is in the language of the question."""
        return self.hits[row].passage.language == self.question.language

    def paths(self, rows: Sequence[int]) -> list[str]:
        """The corpus ids of passages, each once at its best place."""
        return list(dict.fromkeys(self.hits[row].document.path for row in rows))


def sampled(labelled: LabelledSet, count: int) -> list[LabelledQuestion]:
    """The questions with a labelled passage; every k-th of them, for ``count`` at most."""
    questions = [q for q in labelled.questions if q.answerable and q.relevant]
    return questions[:: -(-len(questions) // count)] if count else questions


def found(
    store: Store,
    questions: Sequence[LabelledQuestion],
    vectors: np.ndarray,
    *,
    words: Callable[[LabelledQuestion], str] = lambda question: question.text,
) -> Iterator[Found]:
    """What each question finds: the best of either ranking, with the cosine of every row.

    ``words`` gives what BM25 is asked for a question.
    """
    cosines, near = store.vectors.search(vectors, DEPTH)
    for question, vector, values, rows in zip(questions, vectors, cosines, near, strict=True):
        lexical = dict(store.terms.search(words(question), language=question.language, k=DEPTH))
        semantic = {int(r): float(c) for r, c in zip(rows, values, strict=True) if r >= 0}
        other = np.array(sorted(lexical.keys() - semantic.keys()), dtype=np.int64)
        if len(other):
            more = store.vectors.reconstruct(other) @ vector
            semantic |= {int(r): float(c) for r, c in zip(other, more, strict=True)}
        order = sorted(semantic)
        passages = zip(order, store.passages(order), strict=True)
        hits = {r: Hit(p, store.document(p.document_id), None, 0, 0, 0) for r, p in passages}
        yield Found(question, lexical, semantic, hits)
