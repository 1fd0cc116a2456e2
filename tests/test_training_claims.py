"""The claims in the words of articles that the entailment network is tuned on, and the tuning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from rag.checking.entailment import Premise
from rag.checking.entailment.onnx import load_entailment
from rag.language.words import is_stop_word, words
from train.data import EvaluationTexts
from train.entailment import everyday, export, tune
from train.entailment.batches import DeviceRows
from train.entailment.everyday import WrittenClaim, written
from train.entailment.packed import Packed
from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS, Row
from train.entailment.train import EntailmentPlan, EntailmentTraining
from train.reader.examples import LICENCES

ALL = list(written())
NOTHING = EvaluationTexts(Path("nothing"))


def share_of_words(one: WrittenClaim) -> float:
    """The share of the words of a claim that its evidence has."""
    claimed = {word.folded for word in words(one.claim) if not is_stop_word(word.folded, one.lang)}
    said = {word.folded for word in words(" ".join(one.evidence))}
    return len(claimed & said) / max(1, len(claimed))


def test_evidence_stands_to_the_letter_in_the_passage() -> None:
    for one in ALL:
        assert 1 <= len(one.evidence) <= 4, one.claim
        assert all(part and part in one.passage for part in one.evidence), one.claim


def test_claims_are_many_of_each_label_in_both_languages_and_across() -> None:
    assert len(ALL) >= 1_000
    labels = Counter(one.label for one in ALL)
    assert labels.keys() == {SUPPORTS, CONTRADICTS, NEUTRAL}
    assert min(labels.values()) >= len(ALL) / 8
    for language in ("fr", "en"):
        assert sum(one.lang == language for one in ALL) >= len(ALL) / 4
    assert len(ALL) / 8 <= sum(one.lang != one.passage_lang for one in ALL) <= len(ALL) / 2


def test_no_claim_stands_twice_with_one_evidence() -> None:
    assert len({(one.claim, one.evidence) for one in ALL}) == len(ALL)


def test_words_alone_do_not_tell_the_label() -> None:
    """A network must not learn that shared words support, or that other words do not."""
    shares = {
        label: [share_of_words(one) for one in ALL
                if one.label == label and one.lang == one.passage_lang]
        for label in (SUPPORTS, CONTRADICTS)
    }  # fmt: skip
    supports, contradicts = (sum(each) / len(each) for each in shares.values())
    assert supports < 0.4
    assert abs(supports - contradicts) < 0.15


def test_sources_and_licences_are_named() -> None:
    readme = Path("train/README.md").read_text(encoding="utf-8")
    section = readme.split("## Claims in the words of articles")[1].split("\n# ")[0]
    for source in {one.source for one in ALL}:
        assert source in section
        assert LICENCES[source] in section
    assert f"{len(ALL):,}" in section


def test_a_claim_becomes_rows_with_the_sentence_that_decides_and_another() -> None:
    one = WrittenClaim(
        "Au port, les registres sont gardés une demi-décennie.", "fr", SUPPORTS, "unit",
        "Port de Lenny", "Registres", "fr", "service-public.fr",
        "Le port ouvre à six heures. Le gardien conserve le registre pendant cinq ans.",
        ("Le gardien conserve le registre pendant cinq ans.",),
    )  # fmt: skip
    own, beside = everyday.everyday([one], NOTHING)
    assert own == Row(
        one.claim, one.evidence[0], "fr", "fr", SUPPORTS, "everyday", one.source,
        "Port de Lenny › Registres", "Le port ouvre à six heures.",
        "service-public.fr Port de Lenny",
    )  # fmt: skip
    assert (beside.evidence, beside.label) == ("Le port ouvre à six heures.", NEUTRAL)
    assert beside.before == ""


def test_a_claim_on_a_text_of_the_evaluation_sets_is_left_out() -> None:
    one = next(each for each in ALL if len(each.passage) > 300)
    kept_out = EvaluationTexts(Path("nothing"))
    kept_out.add(one.passage)
    assert list(everyday.everyday([one], NOTHING))
    assert not list(everyday.everyday([one], kept_out))


@pytest.fixture(scope="module")
def few() -> Packed:
    rows = list(everyday.everyday(ALL[:60], NOTHING))
    return tune.packed_rows(rows)


@pytest.fixture(autouse=True)
def single_thread() -> Iterator[None]:
    """Sums in one order."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_a_document_is_held_out_whole() -> None:
    rows = list(everyday.everyday(ALL[:200], NOTHING))
    held = {row.group for row in rows if tune.held_out(row)}
    kept = {row.group for row in rows if not tune.held_out(row)}
    assert held
    assert kept
    assert not held & kept


@torch.inference_mode()
def test_the_tuned_network_begins_as_the_shipped_one() -> None:
    """As far apart as two computations in float32 may be."""
    rows = list(everyday.everyday(ALL[:3], NOTHING))
    own = tune.packed_rows(rows)
    net = tune.shipped().eval()
    batch = DeviceRows(own, np.arange(len(rows)), "cpu").batch(np.arange(len(rows)))
    found = net(*batch.read).numpy()
    pairs = [(row.claim, Premise(row.evidence, row.above, row.before)) for row in rows]
    shipped = [(one.supports, one.contradicts, one.neutral) for one in load_entailment()(pairs)]
    bound = export.allowed(net, batch.input_ids.shape[1])
    assert np.abs(found - np.array(shipped)).max() <= bound


def test_a_tuning_learns_new_rows_and_reads_the_known_ones_again(few: Packed) -> None:
    rows = tune.tuning_rows(few, few)
    training = EntailmentTraining(tune.shipped(), "cpu")
    words_before = training.network.embeddings.word_embeddings.weight.clone()
    losses = list(tune.tune(training, rows, EntailmentPlan(12, 8, 1e-4)))
    assert sum(losses[-3:]) < sum(losses[:3])
    assert torch.equal(training.network.embeddings.word_embeddings.weight, words_before)
