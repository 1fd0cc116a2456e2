"""bench.weights: it recovers the weights behind generated data, and writes only those."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from labelled_sets import write_set

from bench import weights as fitting
from bench.calibrate import in_fitted_half
from bench.choice_data import SENTENCE_NAMES, QuestionCandidates
from rag.evaluate import LabelledQuestion
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, load_weights

ROOT = Path(__file__).parent.parent
TRUE = np.array([2.0, 6.0, 4.0, 0.0, 8.0, 1.0, -3.0])


def asked(number: int, features: np.ndarray, right: np.ndarray) -> QuestionCandidates:
    """A question with these sentences; what only confidence needs is empty."""
    question = LabelledQuestion(f"q{number}", "?", "fr", (), True, "", {})
    return QuestionCandidates(question, features, np.zeros((0, 0)), right, np.zeros(0), (), 0)


def drawn(count: int) -> list[QuestionCandidates]:
    """Questions of six sentences, the right one drawn by a softmax with the weights ``TRUE``.

    What the reader finds has no part in it.
    """
    random = np.random.default_rng(7)
    found = []
    for number in range(count):
        features = random.uniform(0, 1, (6, len(SENTENCE_NAMES)))
        features[:, SENTENCE_NAMES.index(fitting.CHOSEN)] = 1.0
        odds = np.exp(features[:, : len(TRUE)] @ TRUE)
        right = np.arange(6) == random.choice(6, p=odds / odds.sum())
        found.append(asked(number, features, right))
    return found


def test_sentence_weights_are_recovered_from_what_they_generated() -> None:
    new = fitting.fit_sentences(drawn(3_000), WEIGHTS.sentences)
    found = [getattr(new, name) for name in fitting.FITTED]
    # The standard error of a weight from 1,500 choices of one in six is about 0.13.
    assert found == pytest.approx(TRUE, abs=0.6)
    kept = ("same_language", "passage_answers", "sentence_answers", "span_logit")
    assert all(getattr(new, name) == getattr(WEIGHTS.sentences, name) for name in kept)


def test_sentence_weights_are_measured_on_the_half_not_fitted_on() -> None:
    ranked = drawn(200)
    spoiled = [
        replace(one, right=~one.right) if in_fitted_half(one.question) else one for one in ranked
    ]
    weights = WEIGHTS.sentences
    assert fitting.best_is_right(spoiled, weights) == fitting.best_is_right(ranked, weights)


def test_only_the_fitted_numbers_and_their_date_are_written(tmp_path: Path) -> None:
    path = Path(shutil.copy(DEFAULT_FOLDER / FILE, tmp_path))
    before = path.read_text(encoding="utf-8").splitlines()
    changed = replace(WEIGHTS.sentences, similarity=6.54, span_logit=9)
    fitting.write_sentences(path, changed, dt.date(2027, 1, 2))
    after = path.read_text(encoding="utf-8").splitlines()
    lines = {new for old, new in zip(before, after, strict=True) if old != new}
    assert lines == {"similarity = 6.5", "date = 2027-01-02"}
    assert load_weights(tmp_path).sentences.similarity == 6.5


def test_the_command_fits_measures_and_writes(tmp_path: Path) -> None:
    write_set(tmp_path / "squad-en", corpus="en", asked="en", withheld=0)
    write_set(tmp_path / "piaf-fr", corpus="fr", asked="fr", withheld=0)
    path = Path(shutil.copy(DEFAULT_FOLDER / FILE, tmp_path))
    program = [sys.executable, "-m", "bench.weights", str(tmp_path), "--file", str(path), "--write"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| **piaf-fr: best sentence is right** |" in done.stdout
    weights = load_weights(tmp_path)
    assert weights.sentences != WEIGHTS.sentences
    assert weights.sentences.span_logit == WEIGHTS.sentences.span_logit
    assert weights.confidence_across == WEIGHTS.confidence_across
