"""What each part of the ranking adds: fusions, proximity features left out, hits read.

    python -m bench.ablation SETS_FOLDER [--sample 300] [--keep FOLDER] [--out FILE]

nDCG@10 of each variant on a sample of each set, over the same candidates.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.report import markdown_table, publish
from bench.retrieval import MOST_READ, SETS
from bench.set_indexes import Rankings, SetIndexes, rank_questions, sampled
from rag.answering.late_interaction import MaxSim, QueryTokens
from rag.answering.pipeline import READ_DEPTH, READ_DEPTH_ACROSS
from rag.answering.question import parse_question
from rag.encoders import CachingEncoder, Encoder, load_encoder
from rag.evaluate import load_set
from rag.evaluate.metrics import ranking_scores
from rag.passages import embedded_text
from rag.retrieval.fusion import fuse
from rag.retrieval.rerank import ProximityFeatures, QueryWords, weighted_mean
from rag.runtime.threads import algebra_on_one_thread
from rag.store import Store
from rag.weights import WEIGHTS, FusionWeights, ProximityWeights

Variant = Callable[["Case"], list[int]]


class Case:
    """A question with what it found, and the features of its first passages.

    ``proximity`` has the proximity features of the passages that are reranked, ``coverage`` the
    share of the question that each of the very first covers by late interaction.
    """

    def __init__(self, one: Rankings, store: Store, encoder: Encoder) -> None:
        self.one = one
        query = QueryWords(one.question.text, one.question.language, store.terms.rarity)
        self.proximity: dict[int, ProximityFeatures] = {}
        if query.total:
            head = self.fused(WEIGHTS.fusion)[: WEIGHTS.proximity.depth]
            self.proximity = {row: query.features(one.hits[row]) for row, _ in head}
        first = [row for row, _ in reranked(self, WEIGHTS.proximity)[:READ_DEPTH_ACROSS]]
        self.coverage = dict(zip(first, self._coverage(first, store, encoder), strict=True))

    def _coverage(self, rows: Sequence[int], store: Store, encoder: Encoder) -> Iterator[float]:
        text, language = self.one.question.text, self.one.question.language
        parsed = parse_question(text, language, store.terms.rarity)
        query = QueryTokens.of(parsed, encoder.tokens([text], kind="query")[0])
        hits = [self.one.hits[row] for row in rows]
        texts = [embedded_text(hit.document, hit.passage) for hit in hits]
        for tokens in encoder.tokens(texts, kind="passage"):
            yield MaxSim(query, tokens).coverage()

    def fused(self, weights: FusionWeights) -> list[tuple[int, float]]:
        """The rows with their fused scores."""
        same, across = weights.same_language, weights.across_languages
        shares = {row: same if self.one.same_language(row) else across for row in self.one.hits}
        return fuse(self.one.semantic, self.one.lexical, shares.__getitem__)


def convex(weights: FusionWeights) -> Variant:
    """Fusion by these shares of the cosine."""
    return lambda case: [row for row, _ in case.fused(weights)]


def reciprocal(case: Case) -> list[int]:
    """Reciprocal rank fusion, k = 60 (Cormack et al. 2009)."""
    scores: dict[int, float] = {}
    for ranking in (case.one.semantic, case.one.lexical):
        order = sorted(ranking, key=lambda row: -ranking[row])[:100]
        for rank, row in enumerate(order, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (60 + rank)
    return sorted(scores, key=lambda row: -scores[row])


def reranked(
    case: Case, weights: ProximityWeights, *, across: bool = False
) -> list[tuple[int, float]]:
    """The rows as the product fuses them, reranked with these weights, and their scores."""
    pairs = case.fused(WEIGHTS.fusion)
    head = [
        (row, weighted_mean(score, case.proximity[row], weights))
        if row in case.proximity and (across or case.one.same_language(row))
        else (row, score)
        for row, score in pairs[: weights.depth]
    ]
    return sorted(head, key=lambda pair: -pair[1]) + pairs[weights.depth :]


def proximity(weights: ProximityWeights, *, across: bool = False) -> Variant:
    """The order of the proximity reranker, without late interaction."""
    return lambda case: [row for row, _ in reranked(case, weights, across=across)]


def read_depth(same: int, across: int) -> Variant:
    """So many of the first rows reranked by late interaction, by language."""

    def variant(case: Case) -> list[int]:
        scores = dict(reranked(case, WEIGHTS.proximity))
        first = list(scores)[: max(same, across)]
        read = [
            row
            for rank, row in enumerate(first)
            if rank < (same if case.one.same_language(row) else across)
        ]
        head = sorted(read, key=lambda row: -scores[row] - case.coverage[row])
        return [*head, *(row for row in scores if row not in read)]

    return variant


SAME, ACROSS = WEIGHTS.fusion.same_language, WEIGHTS.fusion.across_languages
USED = WEIGHTS.proximity
FUSION: dict[str, Variant] = {
    "BM25": lambda case: list(case.one.lexical),
    "encoder": lambda case: sorted(case.one.semantic, key=lambda r: -case.one.semantic[r]),
    "reciprocal ranks": reciprocal,
    **{
        f"cosine's share {share}": convex(FusionWeights(share, share))
        for share in (0.5, 0.6, 0.7, 0.8, 0.9)
    },
    f"by language, {SAME} and {ACROSS} (used)": convex(WEIGHTS.fusion),
}
RERANKING: dict[str, Variant] = {
    "no proximity reranker": convex(WEIGHTS.fusion),
    "all three features (used)": proximity(USED),
    "without sentence_coverage": proximity(replace(USED, sentence_coverage=0)),
    "without pair_coverage": proximity(replace(USED, pair_coverage=0)),
    "without passage_coverage": proximity(replace(USED, passage_coverage=0)),
    "across languages too": proximity(USED, across=True),
}
READING: dict[str, Variant] = {
    "none": proximity(USED),
    "4": read_depth(4, 4),
    "8": read_depth(READ_DEPTH, READ_DEPTH),
    f"{READ_DEPTH}, {READ_DEPTH_ACROSS} in the other language (used)": read_depth(
        READ_DEPTH, READ_DEPTH_ACROSS
    ),
    "16": read_depth(READ_DEPTH_ACROSS, READ_DEPTH_ACROSS),
}


def main() -> None:
    """Measures the tables and publishes them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    algebra_on_one_thread()
    with tempfile.TemporaryDirectory() as folder:
        reading = CachingEncoder(load_encoder(), most_read=MOST_READ, reads=True)
        indexes = SetIndexes(options.keep or Path(folder), reading)
        columns = [column(indexes, options.folder / name, options.sample) for name in options.sets]
    head = (
        f"`python -m bench.ablation SETS_FOLDER --sample {options.sample}`, encoder "
        f"`{indexes.encoder.card.name}`: nDCG@10, {options.sample} questions a set at most.\n\n"
    )
    for title, variants in (("Fusion", FUSION), ("Reranking", RERANKING), ("Reading", READING)):
        rows = [[name, *(f"{found[name]:.3f}" for found in columns)] for name in variants]
        text = f"## {title}\n\n{head}{markdown_table(('', *options.sets), rows)}"
        publish(text, title.lower(), options.out)


def column(indexes: SetIndexes, folder: Path, sample: int) -> dict[str, float]:
    """The nDCG@10 of each variant on a set."""
    labelled = load_set(folder)
    store = indexes.open(labelled)
    questions = sampled(labelled, sample)
    vectors = indexes.encoder.encode([q.text for q in questions], kind="query")
    cases = [Case(one, store, indexes.encoder) for one in rank_questions(store, questions, vectors)]
    return {
        name: scored(cases, variant) for name, variant in (FUSION | RERANKING | READING).items()
    }


def scored(cases: Sequence[Case], variant: Variant) -> float:
    """The mean nDCG@10 of a variant over the cases."""
    return float(
        np.mean(
            [
                ranking_scores(case.one.paths(variant(case)), case.one.question.relevant)["ndcg@10"]
                for case in cases
            ]
        )
    )


if __name__ == "__main__":
    main()
