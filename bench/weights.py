"""Fits the sentence weights of words and meaning again; prints old and new.

    python -m bench.weights SETS_FOLDER [--sample 400] [--keep FOLDER] [--file FILE] [--write]

The weights are fitted on one half of the questions, which follows from their ids, and measured on
the other half: how often the best sentence is right. ``--write`` puts the fitted values, rounded,
into ``--file`` (``rag/models/verbatim-fr-en/weights.toml``); without it nothing is changed.

A softmax over the candidate sentences of each question; the right ones contain a reference
answer. The reader has no part in it: ``bench.choice`` fits what it adds, and the confidence.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.calibrate import in_fitted_half
from bench.choice_data import SENTENCE_NAMES, SENTENCE_SETS, QuestionCandidates, ask_set
from bench.report import markdown_table
from bench.set_indexes import SetIndexes
from rag.encoders import CachingEncoder, load_encoder
from rag.evaluate import load_set
from rag.runtime.threads import algebra_on_one_thread
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, SentenceWeights

READER = ("passage_answers", "sentence_answers", "span_logit")  # fitted by ``bench.choice``
CHOSEN = "same_language"  # the questions of a set have one language: nothing to fit
FITTED = [name for name in SENTENCE_NAMES if name not in (*READER, CHOSEN)]
DECAY = 1e-4
STEPS = 3_000
MOST_READ = 800_000  # tokens of passages kept in memory: 600 MB


def fit_sentences(asked: Sequence[QuestionCandidates], old: SentenceWeights) -> SentenceWeights:
    """The sentence weights fitted; ``same_language`` and the reader's keep their old values."""
    columns = [SENTENCE_NAMES.index(name) for name in FITTED]
    weights = fit_softmax(asked, lambda one: one.features[:, columns])
    return replace(old, **{name: float(one) for name, one in zip(FITTED, weights, strict=True)})


def fit_softmax(
    asked: Sequence[QuestionCandidates], inputs_of: Callable[[QuestionCandidates], np.ndarray]
) -> np.ndarray:
    """The weights of the inputs, by a softmax over the sentences of each question.

    ``inputs_of`` gives those of a question, (n, inputs). Questions of the fitted half count; those
    without a right sentence, or with no other, say nothing and are left out.
    """
    half = [one for one in asked if in_fitted_half(one.question)]
    half = [one for one in half if one.right.any() and not one.right.all()]
    inputs = np.concatenate([inputs_of(one) for one in half])
    right = np.concatenate([one.right for one in half])
    sizes = np.array([len(one.right) for one in half])
    starts = np.cumsum(sizes) - sizes
    spread = inputs.std(axis=0) + 1e-9
    weights: np.ndarray = softmax_weights(inputs / spread, right, starts, sizes) / spread
    return weights


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


def best_is_right(asked: Sequence[QuestionCandidates], weights: SentenceWeights) -> float:
    """How often the best sentence is right without the reader, on the half not fitted on."""
    values = [0.0 if name in READER else getattr(weights, name) for name in SENTENCE_NAMES]
    half = [one for one in asked if not in_fitted_half(one.question)]
    return float(np.mean([one.right[np.argmax(one.features @ values)] for one in half]))


def compare(
    old: SentenceWeights, new: SentenceWeights, figures: dict[str, tuple[float, float]]
) -> str:
    """A table of two records of weights, and of the figures that each gives."""
    rows = [[name, f"{getattr(old, name):.1f}", f"{getattr(new, name):.1f}"] for name in FITTED]
    rows += [[f"**{name}**", f"{a:.3f}", f"{b:.3f}"] for name, (a, b) in figures.items()]
    return markdown_table(("", "in use", "fitted again"), rows)


def write_sentences(path: Path, weights: SentenceWeights, day: dt.date) -> None:
    """Puts the fitted weights, to one decimal, and the day into the file of a model.

    The rest of the file, comments too, stays as it is. Raises ValueError if a number is not in
    the file.
    """
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition("[sentences]\n")
    body, following, tail = rest.partition("\n[")
    lines = {name: f"{getattr(weights, name):.1f}" for name in FITTED}
    for name, value in (lines | {"date": day.isoformat()}).items():
        body, count = re.subn(rf"(?m)^{name} = [^\s#]+", f"{name} = {value}", body)
        if count != 1:
            raise ValueError(f"{path}: [sentences] has no {name}")
    path.write_text(head + mark + body + following + tail, encoding="utf-8")


def sentences(indexes: SetIndexes, folder: Path, sample: int) -> SentenceWeights:
    """The sentence weights fitted again; prints them beside those in use."""
    asked = {
        name: list(ask_set(load_set(folder / name), indexes, sample)) for name in SENTENCE_SETS
    }
    old = WEIGHTS.sentences
    new = fit_sentences([one for each in asked.values() for one in each], old)
    figures = {
        f"{name}: best sentence is right": (best_is_right(each, old), best_is_right(each, new))
        for name, each in asked.items()
    }
    print(compare(old, new, figures))
    return new


def main() -> None:
    """Fits the weights, prints them, and writes them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=400, help="questions of a set, or a few more")
    parser.add_argument("--keep", type=Path, help="folder of indexes, reused if they exist")
    parser.add_argument("--file", type=Path, default=DEFAULT_FOLDER / FILE)
    parser.add_argument("--write", action="store_true", help="write the fitted values")
    options = parser.parse_args()
    algebra_on_one_thread()
    encoder = CachingEncoder(load_encoder(), most_read=MOST_READ)
    with tempfile.TemporaryDirectory() as folder:
        indexes = SetIndexes(options.keep or Path(folder), encoder)
        fitted = sentences(indexes, options.folder, options.sample)
    if options.write:
        write_sentences(options.file, fitted, dt.date.today())


if __name__ == "__main__":
    main()
