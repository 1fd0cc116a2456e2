"""A question that names several documents: each is asked by itself."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.questions.several_documents import by_document

TEXTS = {
    "handbook.md": """# Staff handbook

## Gifts

Gifts worth more than 50 pounds must be declared.

## Notice

The notice period is three months.
""",
    "charter.md": """# Ethics charter

## Gifts

Staff decline every gift from a supplier.
""",
    "livret.md": """# Livret d'accueil

Le télétravail est ouvert après six mois de présence.
""",
    "charte.md": """# Charte du télétravail

Le nombre de jours de télétravail est fixé à deux par semaine.
""",
    "port.md": """# Rules and charter of the port

A visiting boat may stay for seven nights.
""",
} | {
    f"rapport-{year}.md": f"# Rapport annuel {year}\n\nLes dépenses atteignent {sum_} euros.\n"
    for year, sum_ in ((2023, "13 100"), (2024, "14 600"))
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("several")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (
            "According to the handbook and the charter, what is said about gifts?",
            ("50 pounds", "decline every gift"),
        ),
        (
            "What do the staff handbook and the ethics charter say about gifts?",
            ("50 pounds", "decline every gift"),
        ),
        (
            "Que disent le livret et la charte du télétravail sur le télétravail ?",
            ("six mois", "deux par semaine"),
        ),
        (
            "Quelles sont les dépenses selon les rapports annuels 2023 et 2024 ?",
            ("13 100", "14 600"),
        ),
    ],
)
def test_each_document_that_is_named_has_its_own_answer(
    rag: Rag, question: str, quotes: tuple[str, str]
) -> None:
    answer = rag.ask(question)
    assert len(answer.parts) == len(quotes)
    for part, quote in zip(answer.parts, quotes, strict=True):
        assert quote in part.text
        assert {cited.title for cited in part.citations} <= set(part.named)


def test_a_document_that_says_nothing_of_it_has_an_empty_part(rag: Rag) -> None:
    answer = rag.ask("In the handbook and the ethics charter, what is the notice period?")
    assert [part.found for part in answer.parts] == [True, False]
    assert "three months" in answer.parts[0].text


def test_one_title_with_two_nouns_is_one_document(rag: Rag) -> None:
    answer = rag.ask("Under the rules and charter of the port, how long may a visiting boat stay?")
    assert not answer.parts
    assert "seven nights" in answer.text


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Que disent les statuts et la charte sur le vote ?",
            ("Que disent les statuts sur le vote ?", "Que dit la charte sur le vote ?"),
        ),
        (
            "What do the rules of procedure and the charter say on votes?",
            ("What do the rules of procedure say on votes?", "What does the charter say on votes?"),
        ),
        (
            "Que prévoient le règlement intérieur et la résolution 2024-07 sur le vote ?",
            (
                "Que prévoit le règlement intérieur sur le vote ?",
                "Que prévoit la résolution 2024-07 sur le vote ?",
            ),
        ),
        (
            "Dans le règlement et dans la charte, quel est le délai ?",
            ("Dans le règlement, quel est le délai ?", "Dans la charte, quel est le délai ?"),
        ),
        (
            "Que prévoient le règlement, la charte et l'accord ?",
            ("Que prévoit le règlement ?", "Que prévoit la charte ?", "Que prévoit l'accord ?"),
        ),
        (
            "Que dit l'article 3 du règlement et de la convention ?",
            ("Que dit l'article 3 du règlement ?", "Que dit l'article 3 de la convention ?"),
        ),
        (
            "What do the handbook and the charter say about gifts?",
            (
                "What does the handbook say about gifts?",
                "What does the charter say about gifts?",
            ),
        ),
        (
            "According to the annual report and the readers' guide, who pays?",
            (
                "According to the annual report, who pays?",
                "According to the readers' guide, who pays?",
            ),
        ),
        (
            "In the 2022 and 2024 rules, how many members?",
            ("In the 2022 rules, how many members?", "In the 2024 rules, how many members?"),
        ),
    ],
)
def test_a_question_is_put_once_for_each_document(question: str, asked: tuple[str, ...]) -> None:
    assert by_document(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "In the handbook, the charter is named: who wrote it and the rules?",
        "According to the handbook, may staff and the charter be changed?",
        "Dans le rapport annuel, quelles dépenses en 2022 et 2023 ?",
        "Que dit le contrat sur le préavis et la charte ?",
        "Quelle différence entre le règlement et la charte ?",
        "What is the notice and the pay?",
        "",
    ],
)
def test_one_document_or_none_is_asked_as_it_is(question: str) -> None:
    assert by_document(question) == ()
