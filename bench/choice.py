"""Fits what the reader adds to the ranking of sentences, and the confidence; measures both.

    python -m bench.choice SETS_FOLDER [--sample 500] [--keep FOLDER] [--images bench/images]
        [--out bench/RESULTS.md]

Everything is fitted on one half of the questions, which follows from their ids, and measured on
the other half. The fitted numbers are printed, with figures beside those of the numbers in use,
and go by hand into ``rag/models/verbatim-fr-en/weights.toml``. The section and the picture are
for the numbers in that file.

* Ranking: a softmax over the sentences of each question. The weighted sum of the other features
  (``bench.weights``) is one feature, and those of the reader are added to it.
* Confidence: a logistic regression of whether the first sentence is right, with French and
  English together, and with questions and sentences in two languages apart.
* Thresholds: chosen by hand from the table of errors.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from bench.calibrate import in_fitted_half
from bench.choice_data import (
    CONFIDENCE_NAMES,
    CONFIDENCE_SETS,
    NATURAL,
    SENTENCE_NAMES,
    SENTENCE_SETS,
    QuestionCandidates,
    ask_all,
)
from bench.choice_measures import (
    Judged,
    area_table,
    draw,
    error_table,
    reliability_table,
)
from bench.report import markdown_table, publish
from bench.set_indexes import SetIndexes
from bench.weights import MOST_READ, READER, fit_softmax
from rag.answering.confidence import ConfidenceFeatures, confidence
from rag.encoders import CachingEncoder, load_encoder
from rag.records import Language
from rag.runtime.threads import algebra_on_one_thread
from rag.weights import WEIGHTS, ConfidenceWeights, SentenceWeights, Weights

UNSHARED = ("names",)  # across languages no words are shared: this weight is 0
WRONGLY_QUOTED = 0.3  # what an answerable question counts whose first sentence is wrong
RIDGE = 5e-3
NEWTON_STEPS = 30
DIGITS = 2
HEAD = """## Choice and confidence

`python -m bench.choice SETS_FOLDER --images bench/images --out bench/RESULTS.md`

For the numbers in use (`weights.toml`), on the half of the questions that the command leaves out
of its fits. `natural`: questions as people type them over forty documents in both languages. A
sentence is right if it holds a reference answer; in the natural set, if the quote holds the fact;
across languages, if its passage is labelled. Confidence is fitted to be the probability of that.

![Confidence and the share of right answers](images/reliability.png)"""


@dataclass(frozen=True, slots=True)
class First:
    """What a question is answered with first: the features of that, its language, if it is right.

    ``answer`` is the language of the sentence, ``passages`` how many were searched.
    """

    asked: QuestionCandidates
    features: ConfidenceFeatures
    answer: Language
    right: bool

    @property
    def answerable(self) -> bool:
        """Whether the question has an answer."""
        return self.asked.question.answerable

    @property
    def across(self) -> bool:
        """Whether the sentence is in another language than the question."""
        return self.answer != self.asked.question.language


def without_reader(weights: SentenceWeights) -> SentenceWeights:
    """The weights with 0 for what the reader finds."""
    return replace(weights, **dict.fromkeys(READER, 0.0))


def row(weights: SentenceWeights) -> np.ndarray:
    """The weights in the order of the features."""
    return np.array([getattr(weights, name) for name in SENTENCE_NAMES])


def first(asked: QuestionCandidates, weights: SentenceWeights) -> First:
    """The first sentence of a question, as ``rag.answering.choice`` takes it."""
    scores = asked.features @ row(weights)
    order = np.lexsort((-scores, asked.fragment))
    best = order[0]
    others = (place for place in order if asked.texts[place] != asked.texts[best])
    following = next(others, None)
    lead = scores[best] - (scores[following] if following is not None else 0.0)
    features = ConfidenceFeatures(*map(float, asked.confidence[best]))
    same = asked.features[best, SENTENCE_NAMES.index("same_language")]
    language = asked.question.language
    other: Language = "fr" if language == "en" else "en"
    return First(
        asked, replace(features, lead=float(lead)), language if same else other,
        bool(asked.right[best]),
    )  # fmt: skip


def fit_ranking(asked: Sequence[QuestionCandidates], old: SentenceWeights) -> SentenceWeights:
    """The reader's weights fitted, for the sum of the other features counting 1."""
    columns, words = [SENTENCE_NAMES.index(name) for name in READER], row(without_reader(old))
    found = fit_softmax(asked, lambda one: np.c_[one.features @ words, one.features[:, columns]])
    scaled = [round(float(each / found[0]), DIGITS) for each in found[1:]]
    return replace(old, **dict(zip(READER, scaled, strict=True)))


def fit_confidence(
    answered: dict[str, list[First]], *, across: bool, left_out: Sequence[str] = ()
) -> ConfidenceWeights:
    """A logistic regression of whether the first sentence is right, on the fitted half.

    ``answered`` are the questions by set; those whose first sentence is in the other language are
    taken if ``across``, or else the others. The weights of the features ``left_out`` are 0.
    """
    rows = [pair for each in answered.values() for pair in counted(each)]
    rows = [(one, count) for one, count in rows if one.across == across]
    names = [name for name in CONFIDENCE_NAMES if name not in left_out]
    inputs = np.array([[getattr(one.features, name) for name in names] for one, _ in rows])
    right = np.array([one.right for one, _ in rows], dtype=float)
    bias, weights = logistic(inputs, right, np.array([count for _, count in rows]))
    found = dict.fromkeys(CONFIDENCE_NAMES, 0.0) | dict(zip(names, weights, strict=True))
    return ConfidenceWeights(
        **{name: round(float(value), DIGITS) for name, value in (found | {"bias": bias}).items()}
    )


def counted(firsts: Sequence[First]) -> list[tuple[First, float]]:
    """The fitted half of a set, with what each question counts.

    Questions with an answer count as much in all as those without, and each set as much as any
    other; then those with a wrong first sentence lose some.
    """
    half = [one for one in firsts if in_fitted_half(one.asked.question)]
    with_answer = sum(one.answerable for one in half)
    share = {True: 1 / max(with_answer, 1), False: 1 / max(len(half) - with_answer, 1)}
    lost = {True: WRONGLY_QUOTED, False: 1.0}
    return [(one, share[one.answerable] * lost[one.answerable and not one.right]) for one in half]


def logistic(inputs: np.ndarray, truth: np.ndarray, counts: np.ndarray) -> tuple[float, np.ndarray]:
    """The bias and weights of a logistic regression with a ridge penalty, by Newton's method.

    ``inputs`` is (n, features); ``counts`` is what each row counts, of any scale.
    """
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    columns = np.c_[(inputs - mean) / spread, np.ones(len(inputs))]
    counts = counts / counts.sum()
    ridge = RIDGE * np.r_[np.ones(inputs.shape[1]), 0]
    weights = np.zeros(columns.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ ((likely - truth) * counts) + ridge * weights
        curvature = (columns.T * (likely * (1 - likely) * counts)) @ columns + np.diag(ridge)
        weights = weights - np.linalg.solve(curvature, slope)
    raw = weights[:-1] / spread
    return float(weights[-1] - raw @ mean), raw


def fit(asked: dict[str, list[QuestionCandidates]], old: Weights) -> Weights:
    """The numbers in use with the ranking and the confidence fitted again."""
    ranked = [one for name in (*SENTENCE_SETS, NATURAL) for one in asked[name]]
    sentences = fit_ranking(ranked, old.sentences)
    answered = {name: [first(one, sentences) for one in asked[name]] for name in CONFIDENCE_SETS}
    same = fit_confidence(answered, across=False)
    across = fit_confidence(answered, across=True, left_out=UNSHARED)
    return replace(
        old,
        sentences=sentences,
        confidence_en=same,
        confidence_fr=same,
        confidence_across=across,
    )


def judged(asked: Sequence[QuestionCandidates], weights: Weights) -> Judged:
    """The half of a set's questions that nothing was fitted on, with their confidence."""
    other = [one for one in asked if not in_fitted_half(one.question)]
    found = [first(one, weights.sentences) for one in other]
    return Judged(
        np.array([sureness(one, weights) for one in found]),
        np.array([one.right for one in found]),
        np.array(["" if one.answerable else one.asked.question.kind for one in found]),
    )


def sureness(one: First, weights: Weights) -> float:
    """The confidence of an answer."""
    language, passages = one.asked.question.language, one.asked.passages
    return confidence(one.features, language, one.answer, passages, weights)


def share_right(asked: Sequence[QuestionCandidates], weights: SentenceWeights) -> float:
    """The share of answerable questions whose first sentence is right, on the half not fitted."""
    other = [one for one in asked if not in_fitted_half(one.question)]
    return float(np.mean([first(one, weights).right for one in other if one.question.answerable]))


def ranking_table(asked: dict[str, list[QuestionCandidates]], weights: SentenceWeights) -> str:
    """The share of first sentences that are right, by set, without and with the reader."""
    rows = []
    for name, each in asked.items():
        other = [q for q in each if q.question.answerable and not in_fitted_half(q.question)]
        found = [share_right(other, one) for one in (without_reader(weights), weights)]
        rows.append([name, str(len(other)), *(f"{value:.3f}" for value in found)])
    return markdown_table(("set", "n", "without the reader", "with the reader"), rows)


def report(asked: dict[str, list[QuestionCandidates]], weights: Weights) -> str:
    """The tables for some weights, on the half of the questions that nothing was fitted on."""
    sets = {name: judged(asked[name], weights) for name in CONFIDENCE_SETS}
    parts = [
        "The share of first sentences that are right:",
        ranking_table(asked, weights.sentences),
        "Errors by threshold, of which "
        f"{weights.thresholds.en} (English) and {weights.thresholds.fr} (French) are in use:",
        error_table(sets),
        "Areas under the curve: how often the first kind has more confidence than the second.",
        area_table(sets),
        "Questions by their confidence, and how many first sentences are right:",
        reliability_table(sets),
    ]
    return "\n\n".join(parts)


def as_toml(weights: Weights) -> str:
    """The fitted numbers as lines of ``weights.toml``."""
    reader = {name: getattr(weights.sentences, name) for name in READER}
    groups = {"sentences": reader}
    for name in ("confidence_en", "confidence_fr", "confidence_across"):
        groups[name] = asdict(getattr(weights, name))
    return "\n\n".join(
        "\n".join([f"[{name}]", *(f"{key} = {value}" for key, value in each.items())])
        for name, each in groups.items()
    )


def main() -> None:
    """Asks, fits, prints the fitted numbers and both figures, draws and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=500, help="questions of a set, or a few more")
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--images", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    algebra_on_one_thread()
    encoder = CachingEncoder(load_encoder(), most_read=MOST_READ)
    with tempfile.TemporaryDirectory() as folder:
        indexes = SetIndexes(options.keep or Path(folder), encoder)
        asked = ask_all(options.folder, indexes, options.sample)
    fitted = fit(asked, WEIGHTS)
    print(f"{as_toml(fitted)}\n\n# Fitted again\n\n{report(asked, fitted)}\n\n# In use\n")
    if options.images:
        draw({name: judged(asked[name], WEIGHTS) for name in CONFIDENCE_SETS}, options.images)
    publish(f"{HEAD}\n\n{report(asked, WEIGHTS)}", "choice", options.out)


if __name__ == "__main__":
    main()
