"""Retrieval on labelled sets: BM25 alone, each encoder alone, their fusion, the reranking.

    python bench/retrieval.py SETS_FOLDER [--encoders NAME ...] [--sample N] [--out FILE]

Each set is indexed through the product's own code. The tables are written between the
markers of the file given by --out; without it they are printed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from report import markdown_table, replace_section

from rag.encoders import DEFAULT, Encoder, load_encoder
from rag.evaluate import LabelledSet, Question, load_set
from rag.evaluate.metrics import figure, ranking_scores
from rag.evaluate.sets import readings
from rag.fusion import ACROSS_LANGUAGES, SAME_LANGUAGE, fuse
from rag.ingest import ingest_readings
from rag.search import search
from rag.store import Store

FIGURES = ("ndcg@10", "recall@1", "recall@5", "recall@10", "recall@100", "mrr@10")
SETS = (
    "squad-en",
    "piaf-fr",
    "law-fr",
    "cross-fr-en-faq",
    "cross-en-fr-faq",
    "cross-fr-en-law",
    "cross-en-fr-law",
)
DEPTH = 100
Ranker = Callable[[Question, np.ndarray], list[str]]


def main() -> None:
    """Measures what the command line names and publishes the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--encoders", nargs="+", default=[DEFAULT])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="questions of a set at most")
    parser.add_argument("--section", default="retrieval", help="of the results file")
    chosen = parser.parse_args()
    labelled = [load_set(chosen.folder / name) for name in chosen.sets]
    rows, costs = [], []
    for place, name in enumerate(chosen.encoders):
        encoder, seconds = loaded(name)
        for one in labelled:
            found, speed = measured(one, encoder, sample=chosen.sample, with_bm25=place == 0)
            rows += found
            costs.append([name, one.name, *speed])
        costs.append([name, "(load)", f"{seconds:.2f} s", "", f"{resident_mb():.0f} MB"])
    publish(rows, costs, chosen.out, chosen.section)


def loaded(name: str) -> tuple[Encoder, float]:
    """The encoder and the seconds until it has encoded a first question."""
    start = time.perf_counter()
    encoder = load_encoder(name)
    encoder.encode(["première question"], kind="query")
    return encoder, time.perf_counter() - start


def measured(
    labelled: LabelledSet, encoder: Encoder, *, sample: int, with_bm25: bool
) -> tuple[list[list[str]], list[str]]:
    """The table rows of every ranker on a set; passages/s, ms a question and memory."""
    questions = [q for q in labelled.questions if q.answerable and q.relevant]
    if sample and len(questions) > sample:
        questions = questions[:: -(-len(questions) // sample)]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        report = ingest_readings(readings(labelled), Path(folder) / "index", encoder)
        indexed = report.passages / (time.perf_counter() - start)
        store = Store.open(Path(folder) / "index")
        start = time.perf_counter()
        vectors = [encoder.encode([q.text], kind="query")[0] for q in questions]
        each = 1_000 * (time.perf_counter() - start) / len(questions)
        rows = [
            scored(labelled.name, name, ranker, questions, vectors)
            for name, ranker in rankers(store, encoder.card.name).items()
            if with_bm25 or name != "BM25"
        ]
    return rows, [f"{indexed:.0f}", f"{each:.2f}", f"{resident_mb():.0f} MB"]


def rankers(store: Store, name: str) -> dict[str, Ranker]:
    """Each way to rank, by its name in the table."""

    def lexical(question: Question) -> dict[int, float]:
        return dict(store.terms.search(question.text, language=question.language, k=DEPTH))

    def bm25(question: Question, vector: np.ndarray) -> list[str]:
        return paths(store, list(lexical(question)))

    def alone(question: Question, vector: np.ndarray) -> list[str]:
        return paths(store, [int(r) for r in store.vectors.search(vector[None], DEPTH)[1][0]])

    def fused(question: Question, vector: np.ndarray) -> list[str]:
        found = lexical(question)
        cosines, near = store.vectors.search(vector[None], DEPTH)
        semantic = {int(r): float(c) for r, c in zip(near[0], cosines[0], strict=True) if r >= 0}
        other = np.array(sorted(found.keys() - semantic.keys()), dtype=np.int64)
        if len(other):
            values = store.vectors.reconstruct(other) @ vector
            semantic |= {int(r): float(c) for r, c in zip(other, values, strict=True)}
        rows = sorted(semantic)
        language = {r: p.language for r, p in zip(rows, store.passages(rows), strict=True)}
        same = question.language
        return paths(
            store,
            [
                row
                for row, _ in fuse(
                    semantic,
                    found,
                    lambda r: SAME_LANGUAGE if language[r] == same else ACROSS_LANGUAGES,
                )
            ],
        )

    def whole(question: Question, vector: np.ndarray) -> list[str]:
        hits = search(store, vector, question.text, language=question.language, k=DEPTH)
        return list(dict.fromkeys(hit.document.path for hit in hits))

    return {"BM25": bm25, name: alone, f"fusion, {name}": fused, f"hybrid, {name}": whole}


def paths(store: Store, rows: Sequence[int]) -> list[str]:
    """The corpus ids of passages' rows, each once at its best place."""
    found = store.passages([row for row in rows if row >= 0])
    return list(dict.fromkeys(store.document(p.document_id).path for p in found))


def scored(
    name: str, ranker_name: str, ranker: Ranker, questions: Sequence[Question], vectors: Sequence
) -> list[str]:
    """A row of the table: set, ranker, then each figure; the first with its interval."""
    each = [
        ranking_scores(ranker(question, vector), question.relevant)
        for question, vector in zip(questions, vectors, strict=True)
    ]
    first = figure([scores["ndcg@10"] for scores in each])
    cells = [str(len(each)), f"{first.mean:.3f} ({first.low:.3f}–{first.high:.3f})"]
    cells += [f"{np.mean([scores[key] for scores in each]):.3f}" for key in FIGURES[1:]]
    print(name, ranker_name, cells[1], file=sys.stderr, flush=True)
    return [name, ranker_name, *cells]


def resident_mb() -> float:
    """The highest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def publish(rows: list[list[str]], costs: list[list[str]], out: Path | None, section: str) -> None:
    """Both tables into the section of the results file, or on the standard output."""
    order = {name: place for place, name in enumerate(SETS)}
    rows = sorted(rows, key=lambda row: order.get(row[0], 99))
    text = markdown_table(("set", "ranking", "questions", *FIGURES), rows) + "\n\n"
    text += markdown_table(
        ("encoder", "set", "passages/s", "ms a question", "highest memory"), costs
    )
    if out is None:
        print(text)
    else:
        replace_section(out, section, text)


if __name__ == "__main__":
    main()
