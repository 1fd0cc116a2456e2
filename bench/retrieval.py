"""Retrieval on labelled sets: BM25, each encoder alone, and the hybrid that the product uses.

    python -m bench.retrieval SETS_FOLDER [--encoders NAME ...] [--sample N] [--keep FOLDER]
        [--out FILE] [--section NAME]

Each corpus is indexed once for each encoder by the product's own code, even if several sets share
it; --keep is a folder that keeps the indexes for the next run. The table is written between the
markers of its section in the file given by --out, or printed without --out. An encoder is a name or
a folder, as in the settings.
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

from bench.report import markdown_table, publish
from bench.set_indexes import DEPTH, Rankings, SetIndexes, rank_questions, sampled
from rag.answering.pipeline import answer_question
from rag.config import Settings
from rag.encoders import DEFAULT, CachingEncoder, Encoder, load_encoder
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
MOST_READ = 800_000  # tokens of passages kept in memory: 600 MB
MARGIN = 0.01  # how far below the better of its parts the hybrid may be
HEAD = {
    "retrieval": "## Retrieval\n\n`make bench-retrieval` writes this section and its parts.\n",
    "retrieval-full": "### Every question\n\n",
}


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A ranking method on a set, with the mean of each figure.

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
    """Measures the sets and encoders of the command line and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--encoders", nargs="+", default=[DEFAULT])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="folder that keeps the indexes")
    parser.add_argument("--sample", type=int, default=0, help="at most this many questions a set")
    parser.add_argument("--note", default="", help="a sentence above the table")
    parser.add_argument("--section", default="retrieval", choices=HEAD, help="of the results file")
    options = parser.parse_args()
    algebra_on_one_thread()
    labelled = [load_set(options.folder / name) for name in options.sets]
    rows: list[RankingRow] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(options.encoders):
            encoder = CachingEncoder(load_encoder(name), most_read=MOST_READ, reads=True)
            indexes = SetIndexes(options.keep or Path(folder), encoder)
            for one in labelled:
                rows += measure(one, indexes, sample=options.sample, with_bm25=number == 0)
    rows.sort(key=lambda row: options.sets.index(row.set))
    above = f"{introduction(rows, options.encoders, options.sample)} {options.note}".rstrip()
    text = HEAD[options.section] + textwrap.fill(above, 96, break_on_hyphens=False)
    table = markdown_table(("set", "ranking", "questions", *FIGURES), [row.cells() for row in rows])
    publish(f"{text}\n\n{table}", options.section, options.out)


def measure(
    labelled: LabelledSet, indexes: SetIndexes, *, sample: int, with_bm25: bool
) -> list[RankingRow]:
    """The rows of a set: BM25 if wanted, the encoder alone, the hybrid."""
    store = indexes.open(labelled)
    questions = sampled(labelled, sample)
    vectors = indexes.encoder.encode([q.text for q in questions], kind="query")
    ranked = list(rank_questions(store, questions, vectors))
    name = indexes.encoder.card.name
    rankings = {
        name: [one.paths(by_cosine(one)) for one in ranked],
        hybrid(name): [by_product(store, indexes.encoder, question) for question in questions],
    }
    if with_bm25:
        rankings = {BM25: [one.paths(list(one.lexical)) for one in ranked]} | rankings
    return [score(labelled.name, method, questions, paths) for method, paths in rankings.items()]


def hybrid(name: str) -> str:
    """The name of the product's ranking with that encoder."""
    return f"hybrid, {name}"


def by_cosine(rankings: Rankings) -> list[int]:
    """The rows by cosine, best first."""
    return sorted(rankings.semantic, key=lambda row: -rankings.semantic[row])[:DEPTH]


def by_product(store: Store, encoder: Encoder, question: LabelledQuestion) -> list[str]:
    """The corpus ids as the product ranks them: fused, then reranked."""
    settings = Settings(candidates=DEPTH, hits=2 * DEPTH)
    answer = answer_question(store, encoder, settings, question.text)
    return list(dict.fromkeys(hit.document.path for hit in answer.hits))


def score(
    name: str, method: str, questions: Sequence[LabelledQuestion], ranked: Sequence[Sequence[str]]
) -> RankingRow:
    """The mean figures of a ranking over the questions of a set."""
    each = [
        ranking_scores(paths, question.relevant)
        for question, paths in zip(questions, ranked, strict=True)
    ]
    first = figure([scores["ndcg@10"] for scores in each])
    means = {key: float(np.mean([scores[key] for scores in each])) for key in FIGURES}
    row = RankingRow(name, method, len(each), means, first.low, first.high)
    print(*row.cells()[:4], file=sys.stderr, flush=True)
    return row


def introduction(rows: Sequence[RankingRow], encoders: Sequence[str], sample: int) -> str:
    """The text above the table: command, sample, and where the hybrid falls short."""
    options = f"--encoders {' '.join(Path(name).name for name in encoders)}"
    drawn = f"at most {sample} questions a set, evenly drawn" if sample else "all questions"
    command = f"python -m bench.retrieval SETS_FOLDER {options}" + (
        f" --sample {sample}" if sample else ""
    )
    return f"`{command}`: {drawn}. {shortfall(rows)}"


def shortfall(rows: Sequence[RankingRow]) -> str:
    """The sets where a hybrid is more than MARGIN below the better of its two parts."""
    by = {(row.set, row.ranking): row.ndcg for row in rows}
    short = []
    for (name, ranking), ndcg in by.items():
        if (name, hybrid(ranking)) in by and ranking != BM25:
            better = max(ndcg, by[name, BM25])
            reached = by[name, hybrid(ranking)]
            if reached < better - MARGIN:
                short.append(f"{name} with {ranking} ({reached:.3f}, not {better:.3f})")
    if not short:
        return f"No hybrid is more than {MARGIN} below the better of its two parts."
    return f"The hybrid is more than {MARGIN} below the better of its parts on: {', '.join(short)}."


if __name__ == "__main__":
    main()
