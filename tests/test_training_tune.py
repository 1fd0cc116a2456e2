"""The tuning of the reader on questions whose passages compete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from labelled_sets import write_rows

from rag.encoders import HashingEncoder
from train.reader import network, tune
from train.reader.batches import TokenizedExamples
from train.reader.everyday import Everyday, example, written
from train.reader.examples import ENCODER, Example

KNOWN = [one for one in written() if one.lang == one.passage_lang == "en"]
SHORT = sorted(KNOWN, key=lambda one: len(one.passage))[:12]
ASKED = [Everyday(one, example(one), ()) for one in SHORT]


@pytest.fixture(scope="module")
def lists() -> list[tuple[Example, ...]]:
    return tune.lists(ASKED, HashingEncoder(64))


@pytest.fixture(scope="module")
def competing(lists: list[tuple[Example, ...]]) -> TokenizedExamples:
    return tune.tokenized([each for one in lists for each in one])


@pytest.fixture(autouse=True)
def single_thread() -> Iterator[None]:
    """Sums in one order."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_a_question_has_its_passage_and_others_that_do_not_answer(
    lists: list[tuple[Example, ...]],
) -> None:
    for asked, (own, *others) in zip(ASKED, lists, strict=True):
        assert own == asked.example
        assert len({one.passage for one in (own, *others)}) == tune.SIZE
        assert {one.question for one in others} == {own.question}
        assert not any(one.answers or one.answering or one.span for one in others)
        assert not any(own.answer and own.answer in one.passage for one in others)


def test_passages_of_the_document_come_first() -> None:
    one, other = ASKED[0], ASKED[-1].example
    with_sibling = Everyday(one.written, one.example, (other,))
    found = tune.lists([with_sibling, *ASKED[1:]], HashingEncoder(64))[0]
    assert found[1].passage == other.passage


def test_the_loss_falls_where_the_right_sentence_is_surer(competing: TokenizedExamples) -> None:
    batch = competing.batch(range(tune.SIZE))
    count = batch.wanted.shape[1]
    unsure = network.Scores(
        torch.zeros(batch.input_ids.shape), torch.zeros(batch.input_ids.shape),
        torch.full((tune.SIZE, count), -2.0), torch.full((tune.SIZE,), -2.0),
    )  # fmt: skip
    sure = network.Scores(
        unsure.first, unsure.last, torch.where(batch.wanted > 0, 4.0, unsure.sentence),
        torch.where(batch.answers > 0, 4.0, unsure.answers),
    )  # fmt: skip
    answered = bool(batch.answers.sum())
    assert answered
    assert tune.loss(sure, batch) < tune.loss(unsure, batch)


def test_a_tuning_learns_and_leaves_the_word_vectors(competing: TokenizedExamples) -> None:
    reader = tune.shipped()
    words = reader.embeddings.word_embeddings.weight.clone()
    losses = list(tune.Tuning(reader, competing, competing).run(epochs=4, rate=1e-4))
    assert sum(losses[-2:]) < sum(losses[:2])
    assert torch.equal(reader.embeddings.word_embeddings.weight, words)


def test_the_mean_of_two_readers_lies_between_them(tmp_path: Path) -> None:
    for name, shift in (("one", 1.0), ("two", 3.0)):
        reader = tune.shipped()
        reader.answer_head.bias.data.fill_(shift)
        network.save(reader, ENCODER, tmp_path / name)
    found = tune.mean([tmp_path / "one", tmp_path / "two"])
    assert found.answer_head.bias.item() == pytest.approx(2.0)
    assert torch.equal(found.token_head.weight, reader.token_head.weight)


def test_encyclopaedias_are_read_with_the_right_and_a_wrong_passage(tmp_path: Path) -> None:
    passages = ("The mill was built in 1820.", "The mill burnt down in 1901.")
    write_rows(
        tmp_path / "train/reader.jsonl.gz",
        [
            {
                "lang": "en", "title": "Mill", "passage": passage, "question": f"When? {year}",
                "answer": year, "start": passage.index(year), "places": 1,
                "source": "squad-v1.1-train",
            }
            for passage, year in zip(passages, ("1820", "1901"), strict=True)
        ],
    )  # fmt: skip
    found = tune.kept(tmp_path)
    assert [one.answers for one in found] == [True, False] * 2
    assert all(one.answer == "" for one in found if not one.answers)
