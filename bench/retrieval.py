"""Retrieval on labelled sets: BM25, each encoder alone, and the hybrid that the product uses.

    python -m bench.retrieval SETS_FOLDER [--encoders NAME ...] [--sample N] [--keep FOLDER]
        [--out FILE] [--section NAME]

Each corpus is indexed once an encoder through the product's own code, whatever the number of
sets that ask it; --keep holds the indexes for the next time. The table is written between the
markers of its section in the file given by --out; without it, it is printed. An encoder is a
name or a folder, as in the settings.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.report import markdown_table, replace_section
from bench.shelf import DEPTH, Found, Shelf, found, sampled
from rag.answering.pipeline import answer_question
from rag.config import Settings
from rag.encoders import DEFAULT, Encoder, RememberingEncoder, load_encoder
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import figure, ranking_scores
from rag.runtime.threads import algebra_on_one_thread
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
BM25 = "BM25"
MOST_READ = 4_000  # passages kept as they were read
MARGIN = 0.01  # how far the hybrid may stay under the better of its parts
HEAD = {
    "retrieval": "## Retrieval\n\n`make bench-retrieval` writes this section and its parts.\n",
    "retrieval-full": "### Every question\n\n",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A ranking of a set: how its questions were ranked, and the mean of each figure.

    ``low`` and ``high`` bound the nDCG@10 (bootstrap, 95 %).
    """

    set: str
    ranking: str
    questions: int
    figures: dict[str, float]
    low: float
    high: float

    @property
    def ndcg(self) -> float:
        """The nDCG@10."""
        return self.figures["ndcg@10"]

    def cells(self) -> list[str]:
        """The cells of the row, the first figure with its interval."""
        first = f"{self.ndcg:.3f} ({self.low:.3f}–{self.high:.3f})"
        others = [f"{self.figures[name]:.3f}" for name in FIGURES[1:]]
        return [self.set, self.ranking, str(self.questions), first, *others]


def main() -> None:
    """Measures what the command line names and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--encoders", nargs="+", default=[DEFAULT])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of indexes, used again where there")
    parser.add_argument("--sample", type=int, default=0, help="questions of a set at most")
    parser.add_argument("--note", default="", help="a sentence that goes above the table")
    parser.add_argument("--section", default="retrieval", choices=HEAD, help="of the results file")
    chosen = parser.parse_args()
    algebra_on_one_thread()
    labelled = [load_set(chosen.folder / name) for name in chosen.sets]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for place, name in enumerate(chosen.encoders):
            reading = RememberingEncoder(load_encoder(name), most_read=MOST_READ, reads=True)
            shelf = Shelf(chosen.keep or Path(folder), reading)
            for one in labelled:
                rows += measured(one, shelf, sample=chosen.sample, with_bm25=place == 0)
    rows.sort(key=lambda row: chosen.sets.index(row.set))
    above = f"{said(rows, chosen.encoders, chosen.sample)} {chosen.note}".rstrip()
    text = HEAD[chosen.section] + textwrap.fill(above, 96, break_on_hyphens=False)
    table = markdown_table(("set", "ranking", "questions", *FIGURES), [row.cells() for row in rows])
    if chosen.out is None:
        print(f"{text}\n\n{table}")
    else:
        replace_section(chosen.out, chosen.section, f"{text}\n\n{table}")


def measured(labelled: LabelledSet, shelf: Shelf, *, sample: int, with_bm25: bool) -> list[Row]:
    """The rows of a set: of BM25 where asked for, of the encoder alone, of the hybrid."""
    store, _ = shelf.store(labelled)
    questions = sampled(labelled, sample)
    vectors = shelf.encoder.encode([q.text for q in questions], kind="query")
    finds = list(found(store, questions, vectors))
    name = shelf.encoder.card.name
    rankings = {
        name: [one.paths(nearest(one)) for one in finds],
        hybrid(name): [whole(store, shelf.encoder, question) for question in questions],
    }
    if with_bm25:
        rankings = {BM25: [one.paths(list(one.lexical)) for one in finds]} | rankings
    return [scored(labelled.name, way, questions, ranked) for way, ranked in rankings.items()]


def hybrid(name: str) -> str:
    """What the ranking of the product is called with that encoder."""
    return f"hybrid, {name}"


def nearest(one: Found) -> list[int]:
    """The rows by cosine."""
    return sorted(one.semantic, key=lambda row: -one.semantic[row])[:DEPTH]


def whole(store: Store, encoder: Encoder, question: LabelledQuestion) -> list[str]:
    """The corpus ids as the product finds them: fused, looked at closer, the first read through."""
    settings = Settings(candidates=DEPTH, hits=2 * DEPTH)
    answer = answer_question(store, encoder, settings, question.text)
    return list(dict.fromkeys(hit.document.path for hit in answer.hits))


def scored(
    name: str, way: str, questions: Sequence[LabelledQuestion], ranked: Sequence[Sequence[str]]
) -> Row:
    """The mean figures of a ranking over the questions of a set."""
    each = [
        ranking_scores(paths, question.relevant)
        for question, paths in zip(questions, ranked, strict=True)
    ]
    first = figure([scores["ndcg@10"] for scores in each])
    means = {key: float(np.mean([scores[key] for scores in each])) for key in FIGURES}
    row = Row(name, way, len(each), means, first.low, first.high)
    print(*row.cells()[:4], file=sys.stderr, flush=True)
    return row


def said(rows: Sequence[Row], encoders: Sequence[str], sample: int) -> str:
    """What stands above the table: its command, its sample, and where the hybrid falls short."""
    options = f"--encoders {' '.join(Path(name).name for name in encoders)}"
    some = f"{sample} questions a set at most, evenly drawn" if sample else "all questions"
    command = f"python -m bench.retrieval SETS_FOLDER {options}" + (
        f" --sample {sample}" if sample else ""
    )
    return f"`{command}`: {some}. {shortfall(rows)}"


def shortfall(rows: Sequence[Row]) -> str:
    """The sets where a hybrid is more than MARGIN under the better of its two parts."""
    by = {(row.set, row.ranking): row.ndcg for row in rows}
    lacks = []
    for (name, ranking), ndcg in by.items():
        if (name, hybrid(ranking)) in by and ranking != BM25:
            better = max(ndcg, by[name, BM25])
            reached = by[name, hybrid(ranking)]
            if reached < better - MARGIN:
                lacks.append(f"{name} with {ranking} ({reached:.3f} under {better:.3f})")
    if not lacks:
        return f"No hybrid is more than {MARGIN} under the better of its two parts."
    return f"The hybrid is more than {MARGIN} under the better of its parts on: {', '.join(lacks)}."


if __name__ == "__main__":
    main()
