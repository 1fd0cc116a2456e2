"""The measure of how many sentences say the kind of thing asked for."""

from __future__ import annotations

import pytest

from bench.answer_kinds import ANSWERS, BESIDE, NEAR_MISS, counted, kind_of, section
from rag.records import Language
from train.reader.everyday import WrittenQuestion

PASSAGE = "The card is valid for two years. It costs 12 euros. Readers may eat in the hall."


def written(question: str, *answering: str) -> WrittenQuestion:
    return WrittenQuestion(
        question, "en", "duration", "plain", "Cards", "en", "s", PASSAGE, answering, None, None
    )


def test_the_sentences_of_a_passage_are_counted_by_what_they_are() -> None:
    first = "The card is valid for two years."
    counts = counted(
        [written("How long is a card valid?", first), written("How long is the hall?")]
    )
    assert counts == {
        ("how long", ANSWERS, True): 1,
        ("how long", BESIDE, False): 2,
        ("how long", NEAR_MISS, True): 1,
        ("how long", NEAR_MISS, False): 2,
    }
    assert "| how long | 1 of 1 (100.0%) | 0 of 2 (0.0%) | 1 of 3 (33.3%) |" in section(counts)


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("fr", "En quelle année le musée a-t-il ouvert ?", "year"),
        ("fr", "Quelle part des sièges est vacante ?", "share"),
        ("fr", "Combien de membres siègent ?", "how many things"),
        ("en", "How much is a ticket?", "other number"),
        ("en", "How long is it valid?", "how long"),
        ("en", "Who chairs the Board?", "who"),
        ("en", "Why is it closed?", "other"),
    ],
)
def test_the_kind_of_a_question(language: Language, question: str, kind: str) -> None:
    assert kind_of(question, language) == kind
