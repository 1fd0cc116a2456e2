"""What is counted at the end of a year, and what happens then."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.questions.year_ends import with_last_day
from rag.records import Language

TEXTS = {
    f"rapport-{year}.md": f"---\ndate: {year + 1}-04-20\n---\n# Rapport annuel {year}\n\n"
    f"L'effectif au 31 décembre {year} était de {staff} agents.\n"
    for year, staff in ((2022, 312), (2023, 327))
} | {
    "report-2024.md": "---\ndate: 2025-03-30\n---\n# Annual report 2024\n\n"
    "In 2024 the institution welcomed 61,340 visitors. Headcount on 31 December 2024 was 334.\n"
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("year-ends")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Quels effectifs fin 2023 ?", "327 agents"),
        ("Quel était l'effectif à la fin de l'année 2022 ?", "312 agents"),
        ("What was the headcount at the end of 2023?", "327 agents"),
        ("Headcount at the end of 2024?", "was 334"),
        ("Headcount year-end 2022", "312 agents"),
    ],
)
def test_what_is_counted_at_the_end_of_a_year_is_that_of_its_last_day(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


def test_the_end_of_a_year_is_found_among_many_documents(sample: Rag) -> None:
    answer = sample.ask("Quels effectifs fin 2024 ?")
    assert "402 agents" in answer.citations[0].text
    assert answer.understood == "Quels effectifs au 31 décembre 2024 ?"


@pytest.mark.parametrize(
    ("language", "question", "read"),
    [
        ("fr", "Effectif fin décembre 2024", "Effectif au 31 décembre 2024"),
        ("fr", "Quel effectif en fin d'année 2024 ?", "Quel effectif au 31 décembre 2024 ?"),
        ("fr", "Le nombre d'agents à la fin de 2024", "Le nombre d'agents au 31 décembre 2024"),
        ("en", "Staff at the end of 2024?", "Staff on 31 December 2024?"),
        ("en", "Headcount end of 2024", "Headcount on 31 December 2024"),
        ("en", "The workforce at year-end 2024", "The workforce on 31 December 2024"),
        ("en", "How many staff at the end of the year 2024?",
         "How many staff on 31 December 2024?"),
    ],
)  # fmt: skip
def test_the_end_of_a_year_is_read_as_its_last_day(
    language: Language, question: str, read: str
) -> None:
    assert with_last_day(question, language) == read


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Que s'est-il passé fin 2024 ?"),
        ("fr", "Combien de réunions fin 2024 ?"),
        ("fr", "Quels effectifs en 2024 ?"),
        ("fr", "Quelle dette fin 2024 ?"),
        ("fr", "Quels effectifs au 31 décembre 2024 ?"),
        ("fr", "Que disent les documents des « effectifs fin 2024 » ?"),
        ("en", "What happened at the end of 2024?"),
        ("en", "Which staff left at the end of 2024?"),
        ("en", "What is the headcount by the end of the contract?"),
        ("en", "Headcount in 2024?"),
    ],
)
def test_what_happens_then_and_other_times_stay_as_typed(language: Language, question: str) -> None:
    assert with_last_day(question, language) == question
