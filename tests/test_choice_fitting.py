"""bench.choice: it recovers what is behind generated data, and measures the other half only."""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest
from labelled_sets import write_natural, write_set

from bench import choice
from bench.calibrate import in_fitted_half
from bench.choice_data import CONFIDENCE_NAMES, SENTENCE_NAMES, QuestionCandidates, ask, hits_of
from bench.choice_measures import Judged, area, errors, reliability
from bench.set_indexes import SetIndexes
from rag.answering.choice import choose
from rag.answering.confidence import ConfidenceFeatures
from rag.answering.question import parse_question
from rag.answering.reading import Models
from rag.encoders import load_encoder
from rag.evaluate import LabelledQuestion
from rag.language import detect
from rag.passage_reader import load_reader
from rag.records import Language
from rag.weights import WEIGHTS

ROOT = Path(__file__).parent.parent
READER = ("passage_answers", "sentence_answers", "span_logit")
QUESTIONS = (
    "Quel est le montant du repas ?",
    "Who approves expenses?",
    "Combien de jours de congé par an ?",
    "How long is a loan?",
)
COLUMNS = [SENTENCE_NAMES.index(name) for name in READER]


def question(number: int, *, answerable: bool = True) -> LabelledQuestion:
    kind = "" if answerable else "near-miss"
    return LabelledQuestion(f"q{number}", "?", "fr", (), answerable, kind, {})


def asked(
    number: int, features: np.ndarray, right: np.ndarray, **changed: object
) -> QuestionCandidates:
    """A question with these sentences, each another text and none a fragment."""
    count = len(right)
    one = QuestionCandidates(
        question(number), features, np.zeros((count, len(CONFIDENCE_NAMES))), right,
        np.zeros(count, dtype=bool), tuple(f"sentence {n}" for n in range(count)), 1_000,
    )  # fmt: skip
    return replace(one, **changed)  # type: ignore[arg-type]


def drawn(count: int, reader: tuple[float, float, float]) -> list[QuestionCandidates]:
    """Questions of six sentences; the right one is drawn by the ranking with these weights."""
    random = np.random.default_rng(11)
    weights = choice.row(replace(WEIGHTS.sentences, **dict(zip(READER, reader, strict=True))))
    found = []
    for number in range(count):
        features = random.uniform(0, 0.3, (6, len(SENTENCE_NAMES)))
        features[:, COLUMNS] = random.normal(0, 3, (6, 3))
        odds = np.exp(features @ weights)
        right = np.arange(6) == random.choice(6, p=odds / odds.sum())
        found.append(asked(number, features, right))
    return found


def test_the_reader_weights_are_recovered_and_the_others_stay() -> None:
    new = choice.fit_ranking(drawn(3_000, (0.8, 0.0, 0.3)), WEIGHTS.sentences)
    assert [getattr(new, name) for name in READER] == pytest.approx([0.8, 0.0, 0.3], abs=0.1)
    assert choice.without_reader(new) == choice.without_reader(WEIGHTS.sentences)


def test_the_share_of_right_sentences_is_that_of_the_half_not_fitted_on() -> None:
    every = drawn(200, (0.8, 0.0, 0.3))
    spoiled = [
        replace(one, right=~one.right) if in_fitted_half(one.question) else one for one in every
    ]
    weights = WEIGHTS.sentences
    assert choice.share_right(spoiled, weights) == choice.share_right(every, weights) > 0.5


def test_a_fragment_is_not_first_and_the_lead_is_over_another_text() -> None:
    features = np.zeros((4, len(SENTENCE_NAMES)))
    features[:, SENTENCE_NAMES.index("span_logit")] = (5.0, 4.0, 3.0, 1.0)
    one = asked(
        1, features, np.array([False, True, False, False]),
        fragment=np.array([True, False, False, False]), texts=("a", "b", "b", "c"),
    )  # fmt: skip
    first = choice.first(one, WEIGHTS.sentences)
    assert first.right
    assert first.across  # no sentence is in the language of the question
    assert first.features.lead == pytest.approx(3 * WEIGHTS.sentences.span_logit)


def test_the_first_sentence_and_its_confidence_are_those_of_the_product(tmp_path: Path) -> None:
    encoder = load_encoder()
    store = SetIndexes(tmp_path, encoder).open_files("sample", [ROOT / "corpus"])
    for number, text in enumerate(QUESTIONS):
        asking = replace(question(number), text=text, language=detect(text))
        found = ask(store, encoder, asking, lambda one: True)
        assert found is not None
        first = choice.first(found, WEIGHTS.sentences)
        parsed = parse_question(text, asking.language, store.terms.rarity)
        hits = hits_of(store, encoder.encode([text], kind="query")[0], asking, ())
        models = Models(encoder.tokens, load_reader())
        chosen = choose(parsed, hits, passages=found.passages, models=models)
        assert chosen.features is not None
        assert astuple(first.features) == pytest.approx(astuple(chosen.features), abs=1e-4)
        assert first.answer == chosen.quotes[0].hit.passage.language
        assert choice.sureness(first, WEIGHTS) == pytest.approx(chosen.confidence, abs=1e-4)


def answers(answer: Language, *, count: int = 2_000) -> list[choice.First]:
    """Questions whose first sentence is right as a logistic regression of two features says."""
    random, found = np.random.default_rng(5), []
    for number in range(count):
        features = ConfidenceFeatures(*random.uniform(0, 1, len(CONFIDENCE_NAMES)))
        logit = 6 * features.similarity + 3 * features.names - 4.5
        right = bool(random.uniform() < 1 / (1 + math.exp(-logit)))
        one = replace(asked(number, np.zeros((0, 0)), np.zeros(0)), question=question(number))
        if not right:
            one = replace(one, question=question(number, answerable=False))
        found.append(choice.First(one, features, answer, right))
    return found


def test_the_confidence_weights_are_recovered() -> None:
    weights = choice.fit_confidence({"natural": answers("fr")}, across=False)
    # A ridge of .005 and a sample of 1,000 leave a fourth of a weight at most.
    assert weights.similarity == pytest.approx(6, rel=0.25)
    assert weights.names == pytest.approx(3, rel=0.25)
    assert weights.lead == pytest.approx(0, abs=0.6)


def test_questions_across_languages_are_fitted_apart_and_without_names() -> None:
    within, across = {"natural": answers("fr", count=400)}, {"cross-fr-en-faq": answers("en")}
    weights = choice.fit_confidence({**within, **across}, across=True, left_out=("names",))
    assert weights.names == 0
    assert weights.similarity > 3
    assert weights == choice.fit_confidence(across, across=True, left_out=("names",))
    same = choice.fit_confidence({**within, **across}, across=False)
    assert same == choice.fit_confidence(within, across=False)


def test_each_set_and_kind_of_question_counts_the_same() -> None:
    firsts = answers("fr", count=400)
    wrong = [replace(one, right=False) if n < 50 else one for n, one in enumerate(firsts)]
    counts = choice.counted(wrong)
    assert all(in_fitted_half(one.asked.question) for one, _ in counts)
    without = [count for one, count in counts if not one.answerable]
    right = {count for one, count in counts if one.right}
    lessened = {count for one, count in counts if one.answerable and not one.right}
    assert sum(without) == pytest.approx(1)
    assert lessened.pop() == pytest.approx(0.3 * right.pop())
    assert not lessened
    assert not right


def test_a_logistic_regression_is_at_its_least_loss() -> None:
    random = np.random.default_rng(2)
    inputs, counts = random.normal(2, 3, (300, 2)), random.uniform(0.1, 2, 300)
    truth = (random.uniform(size=300) < 1 / (1 + np.exp(-inputs[:, 0]))).astype(float)
    spread = inputs.std(axis=0)

    def loss(bias: float, weights: np.ndarray) -> float:
        likely = 1 / (1 + np.exp(-(inputs @ weights + bias)))
        each = -(truth * np.log(likely) + (1 - truth) * np.log(1 - likely))
        ridge = choice.RIDGE / 2 * float(np.sum((weights * spread) ** 2))
        return float(np.average(each, weights=counts)) + ridge

    bias, weights = choice.logistic(inputs, truth, counts)
    for step in (-0.05, 0.05):
        assert loss(bias + step, weights) > loss(bias, weights)
        for place in (0, 1):
            other = weights + step * (np.arange(2) == place)
            assert loss(bias, other) > loss(bias, weights)


def test_errors_areas_and_reliability_are_counted() -> None:
    judged = Judged(
        np.array([0.1, 0.5, 0.9, 0.15, 0.3]),
        np.array([False, True, True, False, False]),
        np.array(["", "", "", "near-miss", "near-miss"]),
    )
    assert list(errors(judged, 0.2)) == ["0.333", "0.000", "0.500", "–", "–"]
    assert area(judged.of_kind(""), judged.of_kind("near-miss")) == pytest.approx(4 / 6)
    assert math.isnan(area(judged.of_kind(""), judged.of_kind("adversarial")))
    found = list(reliability(judged))
    assert [(bounds, count, right) for bounds, count, _, right in found] == [
        ("0.0–0.2", 2, 0), ("0.2–0.4", 1, 0), ("0.4–0.6", 1, 1), ("0.8–1.0", 1, 1),
    ]  # fmt: skip
    assert [mean for _, _, mean, _ in found] == pytest.approx([0.125, 0.3, 0.5, 0.9])


def test_the_command_fits_draws_and_writes_its_section(tmp_path: Path) -> None:
    write_set(tmp_path / "squad-en", corpus="en", asked="en", withheld=0)
    write_set(tmp_path / "piaf-fr", corpus="fr", asked="fr", withheld=0)
    write_set(tmp_path / "unanswerable-en", corpus="en", asked="en", withheld=4)
    write_set(tmp_path / "unanswerable-fr", corpus="fr", asked="fr", withheld=4)
    write_set(tmp_path / "cross-fr-en-faq", corpus="en", asked="fr", withheld=0)
    write_set(tmp_path / "cross-en-fr-faq", corpus="fr", asked="en", withheld=0)
    write_natural(tmp_path / "natural")
    out, images = tmp_path / "RESULTS.md", tmp_path / "images"
    program = [sys.executable, "-m", "bench.choice", str(tmp_path)]
    program += ["--out", str(out), "--images", str(images), "--keep", str(tmp_path / "kept")]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    numbers = tomllib.loads(done.stdout.partition("\n# ")[0])
    assert set(numbers) == {"sentences", "confidence_en", "confidence_fr", "confidence_across"}
    assert set(numbers["sentences"]) == set(READER)
    assert numbers["confidence_across"]["names"] == 0
    section = out.read_text(encoding="utf-8")
    assert "| natural | 0.22 |" in section
    assert "| piaf-fr | " in section
    assert (images / "reliability.png").stat().st_size > 5_000
