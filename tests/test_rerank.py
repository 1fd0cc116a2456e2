"""The proximity reranker."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import Document, Hit, Language, Passage
from rag.retrieval.rerank import ProximityReranker
from rag.weights import WEIGHTS

DEPTH = WEIGHTS.proximity.depth
DOCUMENT = Document(
    "0" * 64, "/r", "a.txt", "Règlement", "text", "fr", dt.date(2024, 1, 2), None, 1
)


def hit(text: str, score: float = 0.5, language: Language = "fr") -> Hit:
    passage = Passage(DOCUMENT.id, None, 0, len(text), text, language)
    return Hit(passage, DOCUMENT, None, score, None, None)


def equally_rare(word: str, language: Language) -> float:
    return 1.0


RERANKER = ProximityReranker(equally_rare)


def order(question: str, *hits: Hit) -> list[str]:
    return [found.passage.text for found in RERANKER.rerank(question, "fr", hits)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(
            "Le mandat du président dure trois ans.",
            "Le président parle. La durée compte. Un mandat finit.",
            id="in-one-sentence",
        ),
        pytest.param("Le mandat président est long.", "Ce président a un mandat.", id="neighbours"),
        pytest.param("Le mandat. Le président.", "Le mandat. Le trésorier.", id="more-words"),
        pytest.param("La présidence vote.", "Le trésorier vote.", id="words-of-one-family"),
    ],
)
def test_words_that_occur_together_come_first(better: str, worse: str) -> None:
    assert order("mandat président durée", hit(worse), hit(better)) == [better, worse]


def test_words_of_the_title_count() -> None:
    assert (
        order("règlement budget", hit("Le budget."), hit("Autre budget.", 0.9))[0]
        == "Autre budget."
    )
    titled = RERANKER.rerank("règlement", "fr", [hit("Rien.")])[0].score
    bare = replace(hit("Rien."), document=replace(DOCUMENT, title="Note"))
    assert titled > RERANKER.rerank("règlement", "fr", [bare])[0].score


def test_a_passage_in_another_language_keeps_its_score() -> None:
    english = hit("The president's mandate.", 0.6, "en")
    assert RERANKER.rerank("mandat président", "fr", [english]) == [english]


def test_a_question_without_words_changes_nothing() -> None:
    hits = [hit("b"), hit("a")]
    assert RERANKER.rerank("où est-ce ?", "fr", hits) == hits


texts = st.lists(st.sampled_from(["mandat", "président", "vote", ".", "le"]), max_size=8)


@given(st.lists(st.tuples(texts.map(" ".join), st.floats(0, 1)), max_size=DEPTH + 5), texts)
def test_no_hit_is_lost_and_scores_stay_in_their_range(
    found: list[tuple[str, float]], question: list[str]
) -> None:
    hits = sorted((hit(text, score) for text, score in found), key=lambda h: -h.score)
    reranked = RERANKER.rerank(" ".join(question), "fr", hits)
    assert sorted(h.passage.text for h in reranked) == sorted(h.passage.text for h in hits)
    assert all(0 <= h.score <= 1 for h in reranked)
    assert reranked[DEPTH:] == hits[DEPTH:]
