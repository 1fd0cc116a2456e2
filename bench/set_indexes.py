"""Labelled sets indexed once for each encoder, and what each ranking finds in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.encoders import Encoder
from rag.evaluate import LabelledQuestion, LabelledSet
from rag.evaluate.sets import readings
from rag.ingest import ingest, ingest_readings
from rag.records import Hit
from rag.store import Store

DEPTH = 100


class SetIndexes:
    """The indexes of an encoder in a folder, one for each corpus; existing ones are used again."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._folder = folder / encoder.card.sha256[:12]

    def open(self, labelled: LabelledSet) -> Store:
        """The index of the corpus of a set, built if it does not exist."""
        index = self._folder / hashlib.sha256(labelled.corpus.read_bytes()).hexdigest()[:12]
        if not (index / "CURRENT").is_file():
            ingest_readings(readings(labelled), index, self.encoder)
        return Store.open(index)

    def open_files(self, name: str, paths: Sequence[Path]) -> Store:
        """The index of files and folders under a name, brought up to date with them."""
        index = self._folder / name
        ingest(paths, index, self.encoder)
        return Store.open(index)


@dataclass(frozen=True, slots=True)
class Rankings:
    """What a question finds: BM25 scores and cosines by row, and the passages as hits."""

    question: LabelledQuestion
    lexical: dict[int, float]
    semantic: dict[int, float]
    hits: dict[int, Hit]

    def same_language(self, row: int) -> bool:
        """Whether a passage is in the language of the question."""
        return self.hits[row].passage.language == self.question.language

    def paths(self, rows: Sequence[int]) -> list[str]:
        """The corpus ids of passages, each once, at its best rank."""
        return list(dict.fromkeys(self.hits[row].document.path for row in rows))


def sampled(labelled: LabelledSet, count: int) -> list[LabelledQuestion]:
    """The questions with a labelled passage; of these every k-th, at most ``count`` (0: all)."""
    questions = [q for q in labelled.questions if q.answerable and q.relevant]
    return questions[:: -(-len(questions) // count)] if count else questions


def rank_questions(
    store: Store,
    questions: Sequence[LabelledQuestion],
    vectors: np.ndarray,
    *,
    words: Callable[[LabelledQuestion], str] = lambda question: question.text,
) -> Iterator[Rankings]:
    """What each question finds: the first hits of either ranking, all with their cosine.

    ``words`` gives the BM25 query of a question.
    """
    cosines, nearest = store.vectors.search(vectors, DEPTH)
    for question, vector, values, rows in zip(questions, vectors, cosines, nearest, strict=True):
        lexical = dict(store.terms.search(words(question), language=question.language, k=DEPTH))
        semantic = {int(r): float(c) for r, c in zip(rows, values, strict=True) if r >= 0}
        missing = np.array(sorted(lexical.keys() - semantic.keys()), dtype=np.int64)
        if len(missing):
            more = store.vectors.reconstruct(missing) @ vector
            semantic |= {int(r): float(c) for r, c in zip(missing, more, strict=True)}
        order = sorted(semantic)
        passages = zip(order, store.passages(order), strict=True)
        hits = {r: Hit(p, store.document(p.document_id), None, 0, 0, 0) for r, p in passages}
        yield Rankings(question, lexical, semantic, hits)
