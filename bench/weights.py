"""Fits the sentence weights and the confidence across languages again; prints old and new.

    python -m bench.weights SETS_FOLDER [--sample 400] [--keep FOLDER] [--file FILE] [--write]

Everything is fitted on one half of the questions, which follows from their ids, and measured on
the other half. ``--write`` puts the fitted values, rounded, into
``--file`` (``rag/models/verbatim-fr-en/weights.toml``); without it nothing is changed.

* Sentences: a softmax over the candidate sentences of each question; the right ones contain a
  reference answer. Measured: how often the best sentence is right.
* Confidence across languages: a logistic regression on questions in both languages and between
  them. Between languages, a question of one set asked of the corpus of another is off-corpus; a
  question whose labelled passages are left out of its hits is a near-miss. Measured, between
  languages: the area under the curve, and the errors at the threshold.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np

from bench.calibrate import Scored, fit, in_fitted_half, score, score_hits
from bench.report import markdown_table
from bench.set_indexes import SetIndexes, sampled
from rag.answering.late_interaction import QueryTokens
from rag.answering.pipeline import hits_to_read
from rag.answering.question import parse_question
from rag.answering.selection import (
    Candidate,
    Models,
    SentenceFeatures,
    rank_sentences,
    read_hits,
)
from rag.encoders import CachingEncoder, Encoder, load_encoder
from rag.evaluate import LabelledQuestion, LabelledSet, load_set
from rag.evaluate.metrics import answer_scores
from rag.reading import load_reader
from rag.records import Hit
from rag.retrieval.search import search
from rag.runtime.threads import algebra_on_one_thread
from rag.store import Store
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, ConfidenceWeights, SentenceWeights

SENTENCE_SETS = ("squad-en", "piaf-fr")
CONFIDENCE_SETS = ("unanswerable-en", "unanswerable-fr")
# A set of questions across languages, and one whose corpus answers none of them. The other sets
# across languages have headings for questions.
ACROSS_SETS = {"cross-fr-en-faq": "squad-en", "cross-en-fr-faq": "piaf-fr"}
CHOSEN = "same_language"  # the questions of a set have one language: nothing to fit
UNSHARED = ("names",)  # the feature that compares words: its weight stays 0
NAMES = [field.name for field in fields(SentenceFeatures)]
DECAY = 1e-4
STEPS = 3_000
MOST_READ = 4_000  # passages whose tokens are kept in memory
Fitted = SentenceWeights | ConfidenceWeights


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question's candidate sentences: their features, (n, features), and which are right."""

    question: LabelledQuestion
    features: np.ndarray
    right: np.ndarray


def hits_of(store: Store, encoder: Encoder, question: LabelledQuestion) -> list[Hit]:
    """The hits of a question that an answer reads."""
    vector = encoder.encode([question.text], kind="query")[0]
    hits = search(store, vector, question.text, language=question.language, k=100)
    return hits_to_read(hits, question.language)


def rank(store: Store, encoder: Encoder, question: LabelledQuestion) -> Ranked | None:
    """The candidate sentences of a question, ``None`` if it has none."""
    parsed = parse_question(question.text, question.language, store.terms.rarity)
    query = QueryTokens.of(parsed, encoder.tokens([question.text], kind="query")[0])
    hits = hits_of(store, encoder, question)
    found = rank_sentences(
        parsed, query, read_hits(parsed, query, hits, Models(encoder.tokens, load_reader()))
    )
    if not found:
        return None
    features = np.array([list(asdict(one.features).values()) for one in found])
    return Ranked(question, features, np.array([is_right(one, question) for one in found]))


def is_right(candidate: Candidate, question: LabelledQuestion) -> bool:
    """Whether a sentence contains a reference answer."""
    text = candidate.sentence.text
    return answer_scores(text, question.answers, question.language)["contains"] > 0


def rank_set(labelled: LabelledSet, indexes: SetIndexes, sample: int) -> Iterator[Ranked]:
    """The candidate sentences of a set's questions."""
    store = indexes.open(labelled)
    for question in sampled(labelled, sample):
        if (one := rank(store, indexes.encoder, question)) is not None:
            yield one


def fit_sentences(ranked: Sequence[Ranked], old: SentenceWeights) -> SentenceWeights:
    """The sentence weights by a softmax over the sentences of each question, on the fitted half.

    ``same_language`` keeps its old value. Questions without a right sentence, or with no other,
    say nothing and are left out.
    """
    names = [name for name in NAMES if name != CHOSEN]
    columns = [place for place, name in enumerate(NAMES) if name != CHOSEN]
    half = [one for one in ranked if in_fitted_half(one.question)]
    half = [one for one in half if one.right.any() and not one.right.all()]
    inputs = np.concatenate([one.features[:, columns] for one in half])
    right = np.concatenate([one.right for one in half])
    sizes = np.array([len(one.right) for one in half])
    starts = np.cumsum(sizes) - sizes
    spread = inputs.std(axis=0) + 1e-9
    weights = softmax_weights(inputs / spread, right, starts, sizes) / spread
    return replace(old, **{name: float(one) for name, one in zip(names, weights, strict=True)})


def softmax_weights(
    inputs: np.ndarray, right: np.ndarray, starts: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """The weights that make the right rows of each group likely, by gradient descent (Adam).

    A group is ``inputs[start : start + size]``; the loss is -log of what a softmax gives to its
    right rows together.
    """
    weights = np.zeros(inputs.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = inputs @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        of_all = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        of_right = odds * right
        of_right /= np.repeat(np.add.reduceat(of_right, starts), sizes) + 1e-300
        slope = inputs.T @ (of_all - of_right) / len(starts) + DECAY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        unbiased = first / (1 - 0.9**step), second / (1 - 0.999**step)
        weights -= 0.02 * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return weights


def best_is_right(ranked: Sequence[Ranked], weights: SentenceWeights) -> float:
    """How often the best sentence is right, on the half that nothing was fitted on."""
    values = np.array([getattr(weights, name) for name in NAMES])
    half = [one for one in ranked if not in_fitted_half(one.question)]
    return float(np.mean([one.right[np.argmax(one.features @ values)] for one in half]))


def score_across(indexes: SetIndexes, folder: Path, sample: int) -> Iterator[Scored]:
    """The questions across languages: answerable, near-miss and off-corpus."""
    for name, other in ACROSS_SETS.items():
        labelled = load_set(folder / name)
        store, elsewhere = indexes.open(labelled), indexes.open(load_set(folder / other))
        for question in sampled(labelled, sample):
            hits = hits_of(store, indexes.encoder, question)
            others = [hit for hit in hits if hit.document.path not in question.relevant]
            near_miss = replace(question, answerable=False, kind="near-miss")
            off_corpus = replace(question, answerable=False, kind="off-corpus")
            foreign = hits_of(elsewhere, indexes.encoder, off_corpus)
            found = (
                score_hits(store, indexes.encoder, question, hits),
                score_hits(store, indexes.encoder, near_miss, others),
                score_hits(elsewhere, indexes.encoder, off_corpus, foreign),
            )
            yield from (one for one in found if one is not None)


def score_within(indexes: SetIndexes, folder: Path, sample: int) -> Iterator[Scored]:
    """The questions of the sets of one language."""
    for name in CONFIDENCE_SETS:
        labelled = load_set(folder / name)
        store = indexes.open(labelled)
        step = -(-len(labelled.questions) // (2 * sample)) if sample else 1
        for question in labelled.questions[::step]:
            if (one := score(store, indexes.encoder, question)) is not None:
                yield one


def separation(scored: Sequence[Scored], weights: ConfidenceWeights) -> dict[str, float]:
    """On the half that nothing was fitted on: the area under the curve, and the errors.

    The area is the probability that an answerable question has more confidence than one that is
    not; the errors are those at the threshold of the question's language.
    """
    half = [one for one in scored if not one.in_fitted_half]
    logits = np.array([one.features.logit(weights) for one in half])
    thresholds = np.array([WEIGHTS.threshold(one.question.language) for one in half])
    answered = 1 / (1 + np.exp(-logits)) >= thresholds
    truth = np.array([one.question.answerable for one in half])
    kinds = np.array([one.question.kind for one in half])
    pairs = logits[truth][:, None] - logits[~truth][None, :]
    return {
        "area under the curve": float((pairs > 0).mean() + (pairs == 0).mean() / 2),
        "answerable, refused": float((~answered[truth]).mean()),
        "near-miss, answered": float(answered[kinds == "near-miss"].mean()),
        "off-corpus, answered": float(answered[kinds == "off-corpus"].mean()),
    }


def compare(old: Fitted, new: Fitted, figures: dict[str, tuple[float, float]]) -> str:
    """A table of two records of weights, and of the figures that each gives."""
    pairs = [(name, value, getattr(new, name)) for name, value in asdict(old).items()]
    rows = [[name, f"{one:.1f}", f"{other:.1f}"] for name, one, other in pairs]
    rows += [[f"**{name}**", f"{a:.3f}", f"{b:.3f}"] for name, (a, b) in figures.items()]
    return markdown_table(("", "in use", "fitted again"), rows)


def write_group(path: Path, group: str, weights: Fitted, day: dt.date) -> None:
    """Puts the numbers of a group, to one decimal, and the day into the file of a model.

    The rest of the file, comments too, stays as it is. Raises ValueError if a number of the
    group is not in the file.
    """
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition(f"[{group}]\n")
    body, following, tail = rest.partition("\n[")
    lines = {name: f"{value:.1f}" for name, value in asdict(weights).items()}
    for name, value in (lines | {"date": day.isoformat()}).items():
        body, count = re.subn(rf"(?m)^{name} = [^\s#]+", f"{name} = {value}", body)
        if count != 1:
            raise ValueError(f"{path}: [{group}] has no {name}")
    path.write_text(head + mark + body + following + tail, encoding="utf-8")


def sentences(indexes: SetIndexes, folder: Path, sample: int) -> SentenceWeights:
    """The sentence weights fitted again; prints them beside those in use."""
    ranked = {
        name: list(rank_set(load_set(folder / name), indexes, sample)) for name in SENTENCE_SETS
    }
    old = WEIGHTS.sentences
    new = fit_sentences([one for each in ranked.values() for one in each], old)
    figures = {
        f"{name}: best sentence is right": (best_is_right(each, old), best_is_right(each, new))
        for name, each in ranked.items()
    }
    print(f"## Sentences\n\n{compare(old, new, figures)}\n")
    return new


def confidence_across(indexes: SetIndexes, folder: Path, sample: int) -> ConfidenceWeights:
    """The confidence across languages fitted again; prints it beside that in use."""
    across = list(score_across(indexes, folder, sample))
    within = list(score_within(indexes, folder, sample))
    old = WEIGHTS.confidence_across
    new = ConfidenceWeights(**fit([*across, *within], left_out=UNSHARED))
    before, after = separation(across, old), separation(across, new)
    figures = {name: (before[name], after[name]) for name in before}
    print(f"## Confidence across languages\n\n{compare(old, new, figures)}\n")
    return new


def main() -> None:
    """Fits both, prints them, and writes them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=400, help="questions of a set at most")
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--file", type=Path, default=DEFAULT_FOLDER / FILE)
    parser.add_argument("--write", action="store_true", help="write the fitted values")
    options = parser.parse_args()
    algebra_on_one_thread()
    encoder = CachingEncoder(load_encoder(), most_read=MOST_READ)
    with tempfile.TemporaryDirectory() as folder:
        indexes = SetIndexes(options.keep or Path(folder), encoder)
        fitted: dict[str, Fitted] = {
            "sentences": sentences(indexes, options.folder, options.sample),
            "confidence_across": confidence_across(indexes, options.folder, options.sample),
        }
    for group, weights in fitted.items() if options.write else ():
        write_group(options.file, group, weights, dt.date.today())


if __name__ == "__main__":
    main()
