"""A row of a table that counts what a question asks for answers it, in whatever words."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder

TEXTS = {
    "office.md": """---
issuer: Office des forêts
---
# Rapport annuel 2023

Au 31 décembre 2023, l'Office comptait 191 agents.
""",
    "board.md": """---
issuer: Lakeside Water Board
---
# Annual report 2024

## Key figures

| Indicator | 2023 | 2024 |
|---|---|---|
| Headcount at 31 December | 204 | 212 |
| Training hours per employee | 19 | 23 |
""",
    "before.md": """---
issuer: Lakeside Water Board
---
# Annual report 2023

At the end of 2023 the Board employed 204 people.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("rows")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    "question",
    [
        "Quels effectifs fin 2024 ?",
        "Quels sont les effectifs en 2024 ?",
        "How many people did the Water Board employ at the end of 2024?",
        "What was the headcount of the Water Board in 2024?",
    ],
)
def test_the_row_answers(rag: Rag, question: str) -> None:
    answer = rag.ask(question)
    assert answer.found
    assert "Headcount at 31 December | 204 | 212" in answer.statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Quels sont les effectifs de l'Office fin 2024 ?",
        "Headcount of the Office in 2024?",
        "Quels sont les effectifs fin 2021 ?",
    ],
)
def test_the_row_of_another_body_or_year_does_not(rag: Rag, question: str) -> None:
    assert not rag.ask(question).found
