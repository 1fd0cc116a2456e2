"""What each part of the ranking is worth: ways to fuse, closer looks left out, passages read.

    python bench/ablation.py SETS_FOLDER [--sample 300] [--keep FOLDER] [--out FILE]

nDCG@10 of every way on a sample of each set, over the same candidates.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from report import markdown_table, replace_section
from retrieval import MOST_READ, SETS
from shelf import Found, Shelf, found, sampled

from rag.answering.late_interaction import QueryTokens
from rag.answering.pipeline import READ, READ_ACROSS
from rag.answering.question import parse_question
from rag.answering.selection import read_hits
from rag.encoders import Encoder, RememberingEncoder, load_encoder
from rag.evaluate import load_set
from rag.evaluate.metrics import ranking_scores
from rag.retrieval.fusion import ACROSS_LANGUAGES, SAME_LANGUAGE, fuse
from rag.retrieval.rerank import DEPTH, WEIGHTS, ProximityFeatures, QueryWords, averaged
from rag.runtime.threads import algebra_on_one_thread
from rag.store import Store

Way = Callable[["Case"], list[int]]


class Case:
    """A question with what it found and what a closer look at its first passages showed.

    ``met`` is the share of the question that each of the very first meets, read through.
    """

    def __init__(self, one: Found, store: Store, encoder: Encoder) -> None:
        self.one = one
        asked = QueryWords(one.question.text, one.question.language, store.terms.rarity)
        self.looks: dict[int, ProximityFeatures] = {}
        if asked.total:
            head = self.fused(SAME_LANGUAGE, ACROSS_LANGUAGES)[:DEPTH]
            self.looks = {row: asked.looks(one.hits[row]) for row, _ in head}
        first = [row for row, _ in closer(self, WEIGHTS)[:READ_ACROSS]]
        self.met = dict(zip(first, self._met(first, store, encoder), strict=True))

    def _met(self, rows: Sequence[int], store: Store, encoder: Encoder) -> Iterator[float]:
        text, language = self.one.question.text, self.one.question.language
        asked = parse_question(text, language, store.terms.rarity)
        sought = QueryTokens.of(text, encoder.tokens([text], kind="query")[0], asked)
        for read in read_hits(sought, [self.one.hits[row] for row in rows], encoder.tokens):
            yield float(read.met.near() @ sought.weights)

    def fused(self, same: float, across: float) -> list[tuple[int, float]]:
        """The rows with their scores, by the cosine's share in each case."""
        shares = {row: same if self.one.same(row) else across for row in self.one.hits}
        return fuse(self.one.semantic, self.one.lexical, shares.__getitem__)


def convex(same: float, across: float) -> Way:
    """Fusion by these shares of the cosine."""
    return lambda case: [row for row, _ in case.fused(same, across)]


def reciprocal(case: Case) -> list[int]:
    """Reciprocal rank fusion, k = 60 (Cormack et al. 2009)."""
    scores: dict[int, float] = {}
    for ranking in (case.one.semantic, case.one.lexical):
        order = sorted(ranking, key=lambda row: -ranking[row])[:100]
        for rank, row in enumerate(order, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (60 + rank)
    return sorted(scores, key=lambda row: -scores[row])


def closer(
    case: Case, weights: tuple[float, float, float], *, across: bool = False
) -> list[tuple[int, float]]:
    """The product's fusion, its first rows read again with these weights, and their scores."""
    pairs = case.fused(SAME_LANGUAGE, ACROSS_LANGUAGES)
    head = [
        (row, averaged(score, case.looks[row], weights))
        if row in case.looks and (across or case.one.same(row))
        else (row, score)
        for row, score in pairs[:DEPTH]
    ]
    return sorted(head, key=lambda pair: -pair[1]) + pairs[DEPTH:]


def looked(weights: tuple[float, float, float], *, across: bool = False) -> Way:
    """The order of the closer looks alone."""
    return lambda case: [row for row, _ in closer(case, weights, across=across)]


def read_through(same: int, across: int) -> Way:
    """So many of the first rows put in the order of what they meet, by language."""

    def way(case: Case) -> list[int]:
        scores = dict(closer(case, WEIGHTS))
        first = list(scores)[: max(same, across)]
        read = [
            row
            for place, row in enumerate(first)
            if place < (same if case.one.same(row) else across)
        ]
        moved = sorted(read, key=lambda row: -scores[row] - case.met[row])
        return [*moved, *(row for row in scores if row not in read)]

    return way


SENTENCE, PAIRS, COVERAGE = WEIGHTS
FUSION: dict[str, Way] = {
    "BM25": lambda case: list(case.one.lexical),
    "encoder": lambda case: sorted(case.one.semantic, key=lambda r: -case.one.semantic[r]),
    "reciprocal ranks": reciprocal,
    **{f"cosine's share {share}": convex(share, share) for share in (0.5, 0.6, 0.7, 0.8, 0.9)},
    f"by language, {SAME_LANGUAGE} and {ACROSS_LANGUAGES} (used)": convex(
        SAME_LANGUAGE, ACROSS_LANGUAGES
    ),
}
RERANKING: dict[str, Way] = {
    "no closer look": convex(SAME_LANGUAGE, ACROSS_LANGUAGES),
    "all three (used)": looked(WEIGHTS),
    "without the sentence": looked((0, PAIRS, COVERAGE)),
    "without the pairs": looked((SENTENCE, 0, COVERAGE)),
    "without the coverage": looked((SENTENCE, PAIRS, 0)),
    "across languages too": looked(WEIGHTS, across=True),
}
READING: dict[str, Way] = {
    "none": looked(WEIGHTS),
    "4": read_through(4, 4),
    "8": read_through(READ, READ),
    f"{READ}, {READ_ACROSS} in the other language (used)": read_through(READ, READ_ACROSS),
    "16": read_through(READ_ACROSS, READ_ACROSS),
}


def main() -> None:
    """Measures the tables and publishes them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="folder of indexes, used again where there")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    algebra_on_one_thread()
    with tempfile.TemporaryDirectory() as folder:
        reading = RememberingEncoder(load_encoder(), most_read=MOST_READ, reads=True)
        shelf = Shelf(chosen.keep or Path(folder), reading)
        columns = [column(shelf, chosen.folder / name, chosen.sample) for name in chosen.sets]
    said = (
        f"`python bench/ablation.py SETS_FOLDER --sample {chosen.sample}`, encoder "
        f"`{shelf.encoder.card.name}`: nDCG@10, {chosen.sample} questions a set at most.\n\n"
    )
    for title, ways in (("Fusion", FUSION), ("Reranking", RERANKING), ("Reading", READING)):
        rows = [[way, *(f"{found[way]:.3f}" for found in columns)] for way in ways]
        text = f"## {title}\n\n{said}{markdown_table(('', *chosen.sets), rows)}"
        if chosen.out is None:
            print(text)
        else:
            replace_section(chosen.out, title.lower(), text)


def column(shelf: Shelf, folder: Path, sample: int) -> dict[str, float]:
    """The nDCG@10 of each way on a set."""
    labelled = load_set(folder)
    store, _ = shelf.store(labelled)
    questions = sampled(labelled, sample)
    vectors = shelf.encoder.encode([q.text for q in questions], kind="query")
    cases = [Case(one, store, shelf.encoder) for one in found(store, questions, vectors)]
    return {name: scored(cases, way) for name, way in (FUSION | RERANKING | READING).items()}


def scored(cases: Sequence[Case], way: Way) -> float:
    """The mean nDCG@10 of a way over the cases."""
    return float(
        np.mean(
            [
                ranking_scores(case.one.paths(way(case)), case.one.question.relevant)["ndcg@10"]
                for case in cases
            ]
        )
    )


if __name__ == "__main__":
    main()
