"""Years that a question names from today: "last year", "cette année"."""

from __future__ import annotations

import datetime as dt

import pytest
import questions_library

from rag import Exchange, Rag
from rag.encoders import load_encoder
from rag.questions.relative_years import with_calendar_years
from rag.records import Language

TODAY = dt.date(2024, 6, 1)
TEXTS = {
    f"report-{year}.md": f"---\ndate: {year + 1}-03-30\n---\n# Annual report {year}\n\n"
    f"The library lent {books} books. Staff costs were {costs} million pounds.\n"
    for year, books, costs in ((2021, "30,400", "1.2"), (2023, "33,100", "1.3"))
} | {
    "rapport-2023.md": "---\ndate: 2024-03-12\n---\n# Rapport d'activité 2023\n\n"
    "La piscine a compté 2 480 abonnés.\n"
}


@pytest.mark.parametrize(
    ("language", "question", "read"),
    [
        ("en", "What were staff costs last year?", "What were staff costs in 2023?"),
        ("en", "How many books were lent during last year?",
         "How many books were lent during 2023?"),
        ("en", "What has changed since last year?", "What has changed since 2023?"),
        ("en", "What was last year's budget?", "What was the 2023 budget?"),
        ("en", "How many visitors this year?", "How many visitors in 2024?"),
        ("fr", "Quel était le budget l'an dernier ?", "Quel était le budget en 2023 ?"),
        ("fr", "Quel était le budget de l’année dernière ?", "Quel était le budget de 2023 ?"),
        ("fr", "Combien de visites depuis l'an passé ?", "Combien de visites depuis 2023 ?"),
        ("fr", "Combien de visites cette année ?", "Combien de visites en 2024 ?"),
        ("fr", "Combien de visites l'année passée ?", "Combien de visites en 2023 ?"),
        ("en", "What happened last year at school?", "What happened in 2023 at school?"),
        ("en", "What's last year's budget?", "What's the 2023 budget?"),
        ("en", "What was last year offered?", "What was in 2023 offered?"),
        ("en", "Was it this year or last year?", "Was it in 2024 or in 2023?"),
        ("en", "What did students pay last year?", "What did students pay in 2023?"),
        ("fr", "Combien de visites l'année dernière de mai à juin ?",
         "Combien de visites en 2023 de mai à juin ?"),
        ("fr", "Combien de visites l'année dernière d'avril à octobre ?",
         "Combien de visites en 2023 d'avril à octobre ?"),
        ("fr", "Combien de visites l'année dernière du 3 au 5 mai ?",
         "Combien de visites en 2023 du 3 au 5 mai ?"),
        ("fr", "Combien de visites cette année d'avril à mai ?",
         "Combien de visites en 2024 d'avril à mai ?"),
        ("fr", "Combien y a-t-il eu l'année dernière d'accidents ?",
         "Combien y a-t-il eu en 2023 d'accidents ?"),
        ("en", "How much did the council pay her last year?",
         "How much did the council pay her in 2023?"),
        ("fr", "Qui a voté cette année à l'école ?", "Qui a voté en 2024 à l'école ?"),
        ("fr", "Quel était le budget de la ville l'an dernier ?",
         "Quel était le budget de la ville en 2023 ?"),
    ],
)  # fmt: skip
def test_a_year_named_from_today_is_read_as_a_year(
    language: Language, question: str, read: str
) -> None:
    assert with_calendar_years(question, language, TODAY) == read


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What happens in the last year of the contract?"),
        ("en", "How much is due every last year of a lease?"),
        ("en", "What was different this year round?"),
        ("en", "What did he study in his last year at school?"),
        ("en", "What did she study in her last year at school?"),
        ("en", "What is due in the lease's last year?"),
        ("en", "What is due in the tenants’ last year?"),
        ("en", "What happens in last year of the lease?"),
        ("en", "Do final or last year students pay?"),
        ("en", "Do last year pupils pay?"),
        ("en", "What is paid in the first and last year?"),
        ("en", "Who may leave after her very last year?"),
        ("en", "What do this year group learn?"),
        ("en", "What are the this year-end accounts?"),
        ("en", "How many visits this year 2023?"),
        ("fr", "Que doit-on l'année dernière du contrat ?"),
        ("fr", "Qui paie pendant l’année passée d’études ?"),
        ("fr", "Qui enseigne l'année dernière de licence ?"),
        ("fr", "Combien d'élèves cette année scolaire ?"),
        ("fr", "Quel budget pour cette année universitaire ?"),
        ("fr", "Combien de visites cette année 2023 ?"),
        ("fr", "Que vaut cette année de formation ?"),
        ("fr", "Que s'est-il passé cette année-là ?"),
        ("fr", "Quelle est la dernière année du bail ?"),
        ("fr", "Que dit « l'an dernier » ?"),
    ],
)
def test_another_year_stays_as_typed(language: Language, question: str) -> None:
    assert with_calendar_years(question, language, TODAY) == question


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("years")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


def test_last_year_is_answered_from_that_year_and_said_as_understood(rag: Rag) -> None:
    answer = rag.ask("What were staff costs last year?", as_of=TODAY)
    assert answer.understood == "What were staff costs in 2023?"
    assert "1.3 million" in answer.citations[0].quote


def test_a_year_that_only_others_stand_beside_is_said_to_have_no_answer(rag: Rag) -> None:
    answer = rag.ask("What were staff costs last year?", as_of=dt.date(2026, 1, 5))
    assert not answer.found
    assert [one.text for one in answer.absent] == ["2025"]


def test_a_question_taken_as_typed_keeps_its_words(rag: Rag) -> None:
    answer = rag.ask("What were staff costs last year?", as_of=TODAY, exact=True)
    assert answer.understood == ""


def test_the_year_before_in_a_follow_up_is_that_of_the_conversation(rag: Rag) -> None:
    turn = Exchange.from_answer(rag.ask("How many books were lent in 2022?", as_of=TODAY))
    answer = rag.ask("and last year?", conversation=(turn,), as_of=TODAY)
    assert answer.understood == "How many books were lent in 2021?"
