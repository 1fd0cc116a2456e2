"""Retrieval on labelled sets: BM25 alone, each encoder alone, their fusion, the reranking.

    python bench/retrieval.py SETS_FOLDER [--encoders NAME ...] [--sample N] [--keep FOLDER]
        [--out FILE]

Each corpus is indexed once an encoder through the product's own code, whatever the number of
sets that ask it; --keep holds the indexes for the next time. The tables are written between the
markers of the file given by --out; without it they are printed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from report import markdown_table, replace_section
from shelf import DEPTH, Found, Shelf, found, sampled

from rag.encoders import DEFAULT, Encoder, load_encoder
from rag.evaluate import LabelledSet, Question, load_set
from rag.evaluate.metrics import figure, ranking_scores
from rag.fusion import ACROSS_LANGUAGES, SAME_LANGUAGE, fuse
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
SINGLE = 50  # questions encoded one by one for their time


def main() -> None:
    """Measures what the command line names and publishes the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--encoders", nargs="+", default=[DEFAULT])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of indexes, used again where there")
    parser.add_argument("--sample", type=int, default=0, help="questions of a set at most")
    parser.add_argument("--section", default="retrieval", help="of the results file")
    chosen = parser.parse_args()
    labelled = [load_set(chosen.folder / name) for name in chosen.sets]
    rows, costs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for place, name in enumerate(chosen.encoders):
            encoder, seconds = loaded(name)
            shelf = Shelf(chosen.keep or Path(folder), encoder)
            for one in labelled:
                scores, speed = measured(one, shelf, sample=chosen.sample, with_bm25=place == 0)
                rows += scores
                costs.append([encoder.card.name, one.name, *speed])
            costs.append([encoder.card.name, "(load)", f"{seconds:.2f} s", "", resident_mb()])
    publish(rows, costs, chosen.out, chosen.section)


def loaded(name: str) -> tuple[Encoder, float]:
    """The encoder and the seconds until it has encoded a first question."""
    start = time.perf_counter()
    encoder = load_encoder(name)
    encoder.encode(["première question"], kind="query")
    return encoder, time.perf_counter() - start


def measured(
    labelled: LabelledSet, shelf: Shelf, *, sample: int, with_bm25: bool
) -> tuple[list[list[str]], list[str]]:
    """The table rows of every ranking of a set; passages/s, ms a question and memory."""
    store, speed = shelf.store(labelled)
    questions = sampled(labelled, sample)
    vectors = shelf.encoder.encode([q.text for q in questions], kind="query")
    finds = list(found(store, questions, vectors))
    name = shelf.encoder.card.name
    rankings = {
        "BM25": [one.paths(list(one.lexical)) for one in finds],
        name: [one.paths(nearest(one)) for one in finds],
        f"fusion, {name}": [one.paths(fused(one)) for one in finds],
        f"hybrid, {name}": [
            whole(store, one, vector) for one, vector in zip(finds, vectors, strict=True)
        ],
    }
    if not with_bm25:
        del rankings["BM25"]
    rows = [scored(labelled.name, way, questions, ranked) for way, ranked in rankings.items()]
    return rows, [speed, single_ms(shelf.encoder, questions), resident_mb()]


def single_ms(encoder: Encoder, questions: Sequence[Question]) -> str:
    """The median milliseconds to encode one question, one at a time, as they are asked."""
    taken = []
    for question in questions[:SINGLE]:
        start = time.perf_counter()
        encoder.encode([question.text], kind="query")
        taken.append(1_000 * (time.perf_counter() - start))
    return f"{np.median(taken):.1f}"


def nearest(one: Found) -> list[int]:
    """The rows by cosine."""
    return sorted(one.semantic, key=lambda row: -one.semantic[row])[:DEPTH]


def fused(one: Found) -> list[int]:
    """The rows by the product's fusion."""
    shares = {row: SAME_LANGUAGE if one.same(row) else ACROSS_LANGUAGES for row in one.hits}
    return [row for row, _ in fuse(one.semantic, one.lexical, shares.__getitem__)]


def whole(store: Store, one: Found, vector: np.ndarray) -> list[str]:
    """The corpus ids by the product's search, reranking with it."""
    asked = one.question
    hits = search(store, vector, asked.text, language=asked.language, k=DEPTH)
    return list(dict.fromkeys(hit.document.path for hit in hits))


def scored(
    name: str, way: str, questions: Sequence[Question], ranked: Sequence[Sequence[str]]
) -> list[str]:
    """A row of the table: set, ranking, then each figure; the first with its interval."""
    each = [
        ranking_scores(paths, question.relevant)
        for question, paths in zip(questions, ranked, strict=True)
    ]
    first = figure([scores["ndcg@10"] for scores in each])
    cells = [str(len(each)), f"{first.mean:.3f} ({first.low:.3f}–{first.high:.3f})"]
    cells += [f"{np.mean([scores[key] for scores in each]):.3f}" for key in FIGURES[1:]]
    print(name, way, cells[1], file=sys.stderr, flush=True)
    return [name, way, *cells]


def resident_mb() -> str:
    """The highest resident memory of this process so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024:.0f} MB"


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
