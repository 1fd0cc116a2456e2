"""Follow-ups that take the place of a part, go on from an answer, or mean an owner."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import questions_library

from rag import Exchange, Rag
from rag.answering.followups import resolve
from rag.encoders import load_encoder

TEXTS = {
    "parking.md": "# Parking policy\n\nResidents pay 45 pounds a year for a parking permit. "
    "Visitors pay 3 pounds an hour.\n\nAppeals go to the parking office within 28 days.\n",
    "velos.md": "# Prêt de vélos\n\n## Tarif\n\nLe tarif du prêt est de 25 euros par mois. "
    "Le tarif du prêt est de 12 euros pour les étudiants.\n\n## Caution\n\n"
    "Une caution de 300 euros est demandée.\n\n"
    "## Entretien\n\nLes réparations lourdes sont faites par l'atelier municipal, 14 rue des "
    "Forges, au numéro 02 98 44 17 60.\n",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("further")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


def no_similarity(text: str, others: Sequence[str]) -> list[float]:
    return [0.5 for _ in others]


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How many visitors did the swimming pool receive in 2022?", "What about the library?",
         "How many visitors did the library receive in 2022?"),
        ("How many books did the branch lend in 2022?", "and the archive?",
         "How many books did the archive lend in 2022?"),
        ("What are the library's opening hours?", "And what are its fines?",
         "And what are the library’s fines?"),
        ("What is the museum’s entrance fee?", "What is its address?",
         "What is the museum’s address?"),
        ("Où se font les réparations ?", "À quel numéro ?",
         "À quel numéro ? (Où se font les réparations ?)"),
        ("Où se font les réparations ?", "A quel prix ?",
         "A quel prix ? (Où se font les réparations ?)"),
    ],
)  # fmt: skip
def test_a_follow_up_is_completed(before: str, question: str, whole: str) -> None:
    assert resolve(question, [Exchange(before)], similarity=no_similarity) == whole


@pytest.mark.parametrize(
    ("before", "question", "first"),
    [
        ("How much does a parking permit cost for residents?", "and visitors?", "Visitors pay"),
        ("Quel est le tarif du prêt pour les étudiants ?", "et la caution ?", "Une caution"),
    ],
)
def test_the_quote_with_the_words_of_a_follow_up_leads(
    rag: Rag, before: str, question: str, first: str
) -> None:
    turn = Exchange.from_answer(rag.ask(before))
    answer = rag.ask(question, conversation=(turn,))
    assert answer.citations[0].quote.startswith(first)
    assert [each.n for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.statements[0].citations == (1,)
    assert answer.text.startswith(answer.statements[0].text)
    assert not answer.note
