"""bench.weights: it recovers the weights behind generated data, and writes only its groups."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import weights as fitting
from bench.calibrate import Scored, fit, in_fitted_half
from rag.answering.confidence import ConfidenceFeatures
from rag.evaluate import LabelledQuestion
from rag.records import Language
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, load_weights

ROOT = Path(__file__).parent.parent
TRUE = np.array([2.0, 6.0, 4.0, 0.0, 8.0, 1.0, -3.0])


def question(number: int, *, answerable: bool = True, kind: str = "") -> LabelledQuestion:
    return LabelledQuestion(f"q{number}", "?", "fr", (), answerable, kind, {})


def drawn(count: int) -> list[fitting.Ranked]:
    """Questions of six sentences, the right one drawn by a softmax with the weights ``TRUE``."""
    random = np.random.default_rng(7)
    found = []
    for number in range(count):
        features = random.uniform(0, 1, (6, len(TRUE) + 1))
        features[:, -1] = 1.0
        odds = np.exp(features[:, :-1] @ TRUE)
        right = np.arange(6) == random.choice(6, p=odds / odds.sum())
        found.append(fitting.Ranked(question(number), features, right))
    return found


def test_sentence_weights_are_recovered_from_what_they_generated() -> None:
    new = fitting.fit_sentences(drawn(3_000), WEIGHTS.sentences)
    found = [getattr(new, name) for name in fitting.NAMES[:-1]]
    # The standard error of a weight from 1,500 choices of one in six is about 0.13.
    assert found == pytest.approx(TRUE, abs=0.6)
    assert new.same_language == WEIGHTS.sentences.same_language


def test_sentence_weights_are_measured_on_the_half_not_fitted_on() -> None:
    ranked = drawn(200)
    spoiled = [
        fitting.Ranked(one.question, one.features, ~one.right)
        if in_fitted_half(one.question)
        else one
        for one in ranked
    ]
    weights = WEIGHTS.sentences
    assert fitting.best_is_right(spoiled, weights) == fitting.best_is_right(ranked, weights)


def test_confidence_weights_separate_what_has_an_answer() -> None:
    random, scored = np.random.default_rng(3), []
    for number in range(400):
        features = ConfidenceFeatures(*random.uniform(0, 1, 10))
        logit = 6 * features.similarity + 3 * features.names - 4.5
        answerable = bool(random.uniform() < 1 / (1 + np.exp(-logit)))
        one = question(number, answerable=answerable, kind="" if answerable else "off-corpus")
        scored.append(Scored(one, features, 0.5, answerable))
    found = fit(scored, left_out=("names",))
    assert found["names"] == 0
    assert max(found, key=lambda name: found[name]) == "similarity"
    assert abs(found["sentence_coverage"]) < found["similarity"] / 3


def test_only_the_numbers_of_the_group_and_its_date_are_written(tmp_path: Path) -> None:
    path = Path(shutil.copy(DEFAULT_FOLDER / FILE, tmp_path))
    before = path.read_text(encoding="utf-8").splitlines()
    changed = replace(WEIGHTS.sentences, similarity=6.54)
    fitting.write_group(path, "sentences", changed, dt.date(2027, 1, 2))
    after = path.read_text(encoding="utf-8").splitlines()
    lines = {new for old, new in zip(before, after, strict=True) if old != new}
    assert lines == {"similarity = 6.5", "date = 2027-01-02"}
    assert load_weights(tmp_path).sentences.similarity == 6.5


def write_set(folder: Path, *, corpus: Language, asked: Language, withheld: int) -> None:
    """A set of small facts; the questions on the last ``withheld`` have no passage."""
    facts = [
        (word, str(1900 + 7 * place))
        for place, word in enumerate("Rabat Lima Oslo Quito Turin Minsk Dakar Sofia".split())
    ]
    said = {"fr": "Le musée de {} a ouvert en {}.", "en": "The museum of {} opened in {}."}
    put = {"fr": "En quelle année a ouvert le musée de {} ?", "en": "When did {} open its museum?"}
    folder.mkdir()
    rows, queries, judged = [], [], ["query-id\tcorpus-id\tscore"]
    for place, (word, year) in enumerate(facts):
        kept = place < len(facts) - withheld
        name = hashlib.md5(word.encode()).hexdigest()[:6]
        text = said[corpus].format(word, year) + " " + said[corpus].format("Bern", 1800 + place)
        if kept:
            rows.append({"_id": name, "title": "", "text": text, "lang": corpus})
            judged.append(f"q{place}\t{name}\t1")
        about = {"text": put[asked].format(word), "lang": asked, "answerable": kept}
        kind = "" if kept else "off-corpus"
        queries.append({"_id": f"q{place}", "answers": [year], "kind": kind, **about})
    for file, lines in (("corpus.jsonl", rows), ("queries.jsonl", queries)):
        (folder / file).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8")


def test_the_command_fits_measures_and_writes(tmp_path: Path) -> None:
    write_set(tmp_path / "squad-en", corpus="en", asked="en", withheld=0)
    write_set(tmp_path / "piaf-fr", corpus="fr", asked="fr", withheld=0)
    write_set(tmp_path / "unanswerable-en", corpus="en", asked="en", withheld=4)
    write_set(tmp_path / "unanswerable-fr", corpus="fr", asked="fr", withheld=4)
    write_set(tmp_path / "cross-fr-en-faq", corpus="en", asked="fr", withheld=0)
    write_set(tmp_path / "cross-en-fr-faq", corpus="fr", asked="en", withheld=0)
    path = Path(shutil.copy(DEFAULT_FOLDER / FILE, tmp_path))
    program = [sys.executable, "-m", "bench.weights", str(tmp_path), "--file", str(path), "--write"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| **piaf-fr: best sentence is right** |" in done.stdout
    assert "| **near-miss, answered** |" in done.stdout
    weights = load_weights(tmp_path)
    assert weights.sentences != WEIGHTS.sentences
    assert weights.confidence_across != WEIGHTS.confidence_across
    assert weights.confidence_across.names == 0
    assert weights.confidence_en == WEIGHTS.confidence_en
