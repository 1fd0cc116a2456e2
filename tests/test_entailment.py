"""The shipped entailment network: what its card says, alone and in a batch, in any order."""

from __future__ import annotations

import hashlib
import math
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.entailment import Entailment, OnnxEntailment, Premise, load_entailment
from rag.checking.entailment.layout import CLAIM, MOST, PART_CLAIM, PART_PREMISE, PairLayout
from rag.checking.entailment.onnx import FOLDER, WEIGHTS
from rag.errors import EntailmentUnavailable

CARD = (FOLDER / "ENTAILMENT_CARD.md").read_text(encoding="utf-8")
LOGIT = r" (-?\d\.\d{3}) \|"
JUDGED = re.findall(rf"^\| (.+?) \| (.+?) \| (.*?) \|{LOGIT * 3}$", CARD, re.M)
# Logits of about 5 after some 60,000 roundings: ``train.entailment.export.allowed`` gives 5e-3.
APART = 6e-3
PAIRS = [
    ("The keeper must keep the register for five years.",
     Premise("The keeper must keep the register for ten years.", "Park regulations")),
    ("M. Saulnier était présent.", Premise("Absents : M. Saulnier, M. Belkacem.", "Conseil")),
    ("", Premise("")),
    ("x", Premise("x " * 400, "Titre " * 60, "Avant " * 60)),
    ("Il pleut.", Premise("It rains.", "", "What is the weather?")),
]  # fmt: skip


@pytest.fixture(scope="module")
def network() -> OnnxEntailment:
    return load_entailment()


def logits(one: Entailment) -> tuple[float, float, float]:
    return one.supports, one.contradicts, one.neutral


def test_the_card_names_the_hash_of_the_weights() -> None:
    assert hashlib.sha256((FOLDER / WEIGHTS).read_bytes()).hexdigest() in CARD


def test_the_card_judges_six_pairs_at_least() -> None:
    assert len(JUDGED) >= 6


@pytest.mark.parametrize(
    ("claim", "evidence", "above", "supports", "contradicts", "neutral"), JUDGED
)
def test_pairs_are_judged_as_the_card_says(
    network: OnnxEntailment, claim: str, evidence: str, above: str, supports: str,
    contradicts: str, neutral: str,
) -> None:  # fmt: skip
    (found,) = network([(claim, Premise(evidence, above))])
    expected = [float(each) for each in (supports, contradicts, neutral)]
    assert logits(found) == pytest.approx(expected, abs=APART)


def test_a_pair_is_judged_alike_alone_and_in_a_batch(network: OnnxEntailment) -> None:
    for pair, among in zip(PAIRS, network(PAIRS * 9), strict=False):
        (alone,) = network([pair])
        assert logits(alone) == pytest.approx(logits(among), abs=APART)


def test_the_order_of_the_pairs_changes_nothing(network: OnnxEntailment) -> None:
    pairs = PAIRS * 5
    shuffled = random.Random(3).sample(range(len(pairs)), len(pairs))
    in_order, mixed = network(pairs), network([pairs[place] for place in shuffled])
    for place, found in zip(shuffled, mixed, strict=True):
        assert logits(found) == pytest.approx(logits(in_order[place]), abs=APART)


def test_a_title_says_what_a_sentence_is_about_but_supports_nothing(
    network: OnnxEntailment,
) -> None:
    claim = "The harbour board adopted the budget."
    (heading,) = network([(claim, Premise("It rains.", above=claim))])
    assert heading.neutral > max(heading.supports, heading.contradicts)


def test_a_claim_that_is_cut_is_said_to_be() -> None:
    layout = PairLayout(load_entailment()._layout._tokenizer)
    short, long = layout([("a b", Premise("c")), ("a " * 300, Premise("c " * 300, "t", "b"))])
    assert (short.whole, long.whole) == (True, False)
    assert len(long.ids) == len(long.parts) == MOST
    assert long.parts.count(PART_CLAIM) == CLAIM
    assert long.parts.count(PART_PREMISE) == MOST - CLAIM - 4


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_judged(claim: str, evidence: str, above: str) -> None:
    (found,) = load_entailment()([(claim, Premise(evidence, above))])
    assert all(map(math.isfinite, (found.supports, found.contradicts, found.neutral)))


def test_nothing_is_judged_without_pairs(network: OnnxEntailment) -> None:
    assert network([]) == []


def test_a_folder_without_a_network_is_named(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(EntailmentUnavailable, match=r"entailment\.onnx"):
        OnnxEntailment.load(tmp_path / "model")
