"""Follow-ups: fragments and pronouns are completed, whole questions are left alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Exchange, Rag
from rag.answering.followups import resolve
from rag.answering.followups.mentions import find_mentions
from rag.encoders import HashingEncoder
from rag.readers import read
from rag.records import Language

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "followups.jsonl").read_text("utf-8").splitlines()
]
CORPUS = Path(__file__).parent.parent / "corpus"
ENCODER = HashingEncoder()


@cache
def page_text(path: str, label: str | None) -> str:
    """The text of a document of the sample library, or of one of its pages."""
    pages = read(CORPUS / path, CORPUS).pages
    text = "\n".join(page.text for page in pages if label in (None, page.label))
    return text.replace("\u00a0", " ")


def similarity(text: str, others: Sequence[str]) -> list[float]:
    vectors = ENCODER.encode([text, *others], kind="query")
    return [float(cosine) for cosine in vectors[1:] @ vectors[0]]


def asked(question: str, *earlier: str | Exchange) -> str:
    turns = [Exchange(each) if isinstance(each, str) else each for each in earlier]
    return resolve(question, turns, similarity=similarity)


WHO = Exchange(
    "Qui préside le Conseil ?", quotes=("Octave Brissandre préside le Conseil depuis 2024.",)
)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        pytest.param(
            "Combien d’articles ont été publiés en 2023 ?",
            "Et en 2024 ?",
            "Combien d’articles ont été publiés en 2024 ?",
            id="fr-year",
        ),
        pytest.param(
            "How many people worked there on 31 December 2023?",
            "And the year before?",
            "How many people worked there on 31 December 2022?",
            id="en-year-before",
        ),
        pytest.param(
            "Quel était l’effectif au 31 décembre 2023 ?",
            "Et l'année suivante ?",
            "Quel était l’effectif au 31 décembre 2024 ?",
            id="fr-year-after",
        ),
        pytest.param(
            "Qui préside le comité des finances ?",
            "Et le comité d’éthique ?",
            "Qui préside le comité d’éthique ?",
            id="fr-part",
        ),
        pytest.param(
            "What does the President of the Council do?",
            "And the Vice-President?",
            "What does the Vice-President of the Council do?",
            id="en-part-keeps-its-body",
        ),
        pytest.param(
            "Combien de doctorants l’Institut accueille-t-il ?",
            "Et de chercheurs ?",
            "Combien de chercheurs l’Institut accueille-t-il ?",
            id="fr-counted",
        ),
        pytest.param(
            "Quel est le prix du navire ?",
            "Quand a-t-il été livré ?",
            "Quand le prix du navire a-t-il été livré ?",
            id="fr-head-before-complement",
        ),
        pytest.param(
            "Combien de temps dure le mandat d’un membre ?",
            "Est-il renouvelable ?",
            "Le mandat d’un membre est-il renouvelable ?",
            id="fr-inversion",
        ),
        pytest.param(
            "Quelle est la longueur de l’Astrolune ?",
            "Qui le commande ?",
            "Qui le commande ? (l’Astrolune)",
            id="fr-object",
        ),
        pytest.param(
            "What does Resolution No. 2024-07 adopt?",
            "Who signed it?",
            "Who signed Resolution No. 2024-07?",
            id="en-it",
        ),
        pytest.param(
            "Who chairs the Ethics Committee?",
            "What about its budget?",
            "What about the Ethics Committee’s budget?",
            id="en-its",
        ),
        pytest.param(
            "Who founded Des Moines University?",
            "Where is it?",
            "Where is Des Moines University?",
            id="en-name-like-a-french-article",
        ),
        pytest.param(
            "Qui préside le comité d’éthique ?",
            "Quel est son budget ?",
            "Quel est son budget ? (le comité d’éthique)",
            id="fr-son",
        ),
        pytest.param(
            "Que décide la résolution n° 2024-07 ?",
            "Quelle somme cette résolution affecte-t-elle ?",
            "Quelle somme la résolution n° 2024-07 affecte-t-elle ?",
            id="fr-this-one",
        ),
        pytest.param(
            "Was the library closed in 2023?",
            "Why?",
            "Why? (Was the library closed in 2023?)",
            id="en-bare",
        ),
    ],
)
def test_a_follow_up_becomes_a_complete_question(before: str, question: str, whole: str) -> None:
    assert asked(question, before) == whole


def test_a_person_comes_from_the_quote_that_named_them() -> None:
    whole = asked("Depuis quand ?", WHO)
    assert whole == "Depuis quand ? (Qui préside le Conseil ? Octave Brissandre)"
    assert "Octave Brissandre" in asked("À qui a-t-il succédé ?", WHO)


def test_a_chain_continues_from_what_was_understood() -> None:
    first = "Combien d’articles ont été publiés en 2022 ?"
    then = asked("Et en 2023 ?", first)
    last = asked("Et en 2024 ?", first, Exchange("Et en 2023 ?", then))
    assert last == "Combien d’articles ont été publiés en 2024 ?"


def test_the_latest_turn_that_agrees_is_the_antecedent() -> None:
    turns = ("Who chairs the Ethics Committee?", "How long is the Astrolune?")
    assert asked("Who built it?", *turns) == "Who built the Astrolune?"


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if not row["places"] and row["split"] == "dev"],
    ids=lambda row: row["question"],
)
def test_a_complete_question_is_unchanged(row: dict[str, Any]) -> None:
    assert asked(row["question"], *row["earlier"]) == row["question"]


@pytest.mark.parametrize(
    ("question", "language", "phrases"),
    [
        pytest.param(
            "Quand la première campagne de l’Astrolune a-t-elle commencé ?",
            "fr",
            ["la première campagne de l’Astrolune"],
            id="fr",
        ),
        pytest.param(
            "Combien coûte l’école d’été des marées ?", "fr", ["l’école d’été des marées"], id="de"
        ),
        pytest.param(
            "How long does the term of office of a member last?",
            "en",
            ["the term of office of a member"],
            id="en-verb-at-the-end",
        ),
        pytest.param("How many boxes may I order?", "en", ["boxes"], id="asked-for"),
    ],
)
def test_phrases_end_before_their_verb(
    question: str, language: Language, phrases: list[str]
) -> None:
    assert [one.text for one in find_mentions(question, language)] == phrases


def test_the_labelled_places_have_the_answers() -> None:
    for place in (place for row in ROWS for place in row["places"]):
        assert place["contains"] in page_text(place["path"], place["page_label"]), place


def test_the_set_is_balanced_and_has_many_complete_questions() -> None:
    assert len(ROWS) >= 100
    whole = [row for row in ROWS if not row["places"]]
    assert len(whole) >= 30
    for rows in (ROWS, whole):
        halves = [row["split"] for row in rows]
        assert abs(halves.count("dev") - halves.count("test")) <= len(rows) // 10
        assert {row["language"] for row in rows} == {"fr", "en"}


texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "et Et il -t-il a est-elle le la l’ d’ de du Conseil 2024 l’année suivante qui celui "
            "what about it its the of Council this ship one ? . n° why depuis quand".split()
        ),
        max_size=9,
    ).map(" ".join),
)
exchanges = st.builds(Exchange, texts, texts, st.lists(texts, max_size=2).map(tuple))


@settings(max_examples=150)
@given(texts, st.lists(exchanges, max_size=4))
def test_any_conversation_gives_a_question_of_bounded_length(
    question: str, turns: list[Exchange]
) -> None:
    whole = resolve(question, turns, similarity=similarity)
    longest = max((len(t.understood or t.question) for t in turns), default=0)
    quoted = max((len(q) for t in turns for q in t.quotes), default=0)
    assert len(whole) <= 2 * len(question) + 4 * (longest + quoted) + 40
    assert whole == question or turns


def test_the_answer_says_how_the_question_was_understood(library: Rag) -> None:
    first = library.ask("How many working days ahead must a request for a room be made?")
    then = library.ask("Where must it be made?", conversation=[Exchange.from_answer(first)])
    assert first.understood == ""
    assert then.question == "Where must it be made?"
    assert then.understood == "Where must a request be made? (a room)"
    alone = library.ask("When do the reading rooms open?", conversation=[Exchange("Why?")])
    assert alone.understood == ""


@pytest.mark.parametrize(
    ("before", "fragment", "whole"),
    [
        ("Combien de visiteurs en 2022 ?", "et les scolaires ?", "Combien de scolaires en 2022 ?"),
        ("Combien d'agents ?", "et les élèves ?", "Combien d’élèves ?"),
    ],
)
def test_a_count_of_something_else_loses_the_article(
    before: str, fragment: str, whole: str
) -> None:
    turns = [Exchange(before, quotes=("douze",))]
    found = resolve(fragment, turns, similarity=lambda _, others: [0.8] * len(others))
    assert found.replace("\u202f", " ") == whole
