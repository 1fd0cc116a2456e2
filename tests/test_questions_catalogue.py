"""Questions about documents as a whole: who wrote one, what it says, which is the latest."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder

TEXTS = {
    "policy.md": """---
date: 2023-05-03
---
# Privacy policy

## Data

We keep the names of berth holders for six years.

## Contact

Write to privacy@wexcombe.example.
""",
    "audit.md": """# Rapport d'audit de la sécurité

Rédigé par le cabinet Pyrès Conseil, le 8 juin 2023.

L'audit relève que sept extincteurs n'ont pas été vérifiés.
""",
    "convention-a.md": "# Convention avec le lycée\n\nLe lycée vient le mardi.\n",
    "convention-b.md": "# Convention avec le musée\n\nLe musée prête ses salles.\n",
    "notice-7.md": "# Notice to mariners No. 7/2024\n\nThe green buoy has been moved.\n",
    "notice-9.md": "# Notice to mariners No. 9/2024\n\nThe red buoy has been moved.\n",
    "report-2023.md": "# Annual report 2023\n\nThe harbour had 3,480 visits.\n",
    "report-2024.md": "# Annual report 2024\n\nThe harbour had 3,905 visits.\n",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("catalogue")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


def listed(rag: Rag, question: str) -> list[str]:
    answer = rag.ask(question)
    return [one.title for one in answer.listed.documents] if answer.listed else []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who wrote the privacy policy?", "no author or issuer is known"),
        ("Qui a rédigé la convention avec le lycée ?", "aucun auteur ni émetteur connu"),
    ],
)
def test_an_author_whom_nothing_names_is_said_to_be_unknown(
    rag: Rag, question: str, said: str
) -> None:
    answer = rag.ask(question)
    assert said in answer.text
    assert not answer.citations


def test_an_author_whom_the_document_names_is_quoted(rag: Rag) -> None:
    assert "Pyrès" in rag.ask("Qui a rédigé le rapport d'audit de la sécurité ?").text


@pytest.mark.parametrize(
    "question", ["What does the privacy policy say?", "What is in the privacy policy?"]
)
def test_what_a_document_says_is_its_outline(rag: Rag, question: str) -> None:
    assert [part.question for part in rag.ask(question).parts] == ["Data", "Contact"]


def test_a_note_that_is_named_by_its_number_is_quoted_whole(rag: Rag) -> None:
    answer = rag.ask("What does notice to mariners 7/2024 say?")
    assert "green buoy" in answer.text
    assert not answer.parts


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("What is the latest annual report?", ["Annual report 2024"]),
        ("Quelles conventions avez-vous signées ?",
         ["Convention avec le lycée", "Convention avec le musée"]),
        ("Combien de documents avez-vous de 2024 ?",
         ["Annual report 2024", "Notice to mariners No. 7/2024", "Notice to mariners No. 9/2024"]),
        ("How many reports do you have from 2023?",
         ["Annual report 2023", "Rapport d'audit de la sécurité"]),
    ],
)  # fmt: skip
def test_documents_are_listed(rag: Rag, question: str, titles: list[str]) -> None:
    assert sorted(listed(rag, question)) == titles


def test_a_count_is_said_in_order(rag: Rag) -> None:
    assert "3 documents de 2024." in rag.ask("Combien de documents avez-vous de 2024 ?").text


def test_a_notice_that_is_not_there_is_not_another_one(rag: Rag) -> None:
    answer = rag.ask("Notice to mariners 8/2024")
    assert not answer.found
    assert answer.absent[0].text == "Notice to mariners 8/2024"


def test_the_day_of_a_document_answers_no_question_for_a_number(rag: Rag) -> None:
    quotes = [cited.text for cited in rag.ask("How many visits were there in 2024?").citations]
    assert quotes == ["The harbour had 3,905 visits."]
