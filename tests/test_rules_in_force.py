"""Rules hold from their date on: they answer for later years and days, and for none before."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.periods import find_periods, without_period

TEXTS = {
    "statutes.md": """---
author: Merrow Valley Water Office
date: 2024-09-01
---
# Statutes of the Merrow Valley Water Office

In force since 1 September 2024.

## Article 4. The Board

The Board has fifteen members. It meets at least four times a year.

## Article 5. Quorum and votes

The quorum is eight members. Decisions are taken by a majority of the members present.
""",
    "statuts.md": """---
author: Syndicat du Haut-Vernois
date: 2024-09-01
---
# Statuts du Syndicat du Haut-Vernois

Statuts en vigueur depuis le 1er septembre 2024.

## Article 7. Le Conseil

Le Conseil compte vingt et un délégués. Il se réunit au moins une fois par trimestre.

## Article 8. Quorum

Le quorum est de onze délégués. À défaut, le Conseil est convoqué de nouveau dans les dix jours.
""",
    "rapport.md": """---
date: 2025-02-03
---
# Rapport annuel 2024

Le Syndicat a distribué 3 400 000 mètres cubes d'eau. Il emploie 41 agents.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("rules")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Quel est le quorum du Conseil depuis le 1er septembre 2024 ?", "onze délégués"),
        ("Combien de délégués le Conseil compte-t-il en 2025 ?", "vingt et un"),
        ("Quel sera le quorum du Conseil à partir de 2026 ?", "onze délégués"),
        ("Quel est le quorum ?", "onze délégués"),
        ("What was the quorum of the Board in 2025?", "eight members"),
        ("What is the quorum of the Board since 1 September 2024?", "eight members"),
        ("What is the quorum of the Office's board?", "eight members"),
    ],
)
def test_rules_answer_for_the_time_since_their_date(rag: Rag, question: str, quote: str) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Combien de délégués le Conseil comptait-il en 2015 ?",
        "Quel était le quorum du Conseil en 2019 ?",
        "How many members did the Board have in 2015?",
        "What was the quorum of the Board in 2019?",
        "Combien d'agents le Syndicat employait-il en 2019 ?",
    ],
)
def test_rules_say_nothing_of_a_year_before_them(rag: Rag, question: str) -> None:
    assert not rag.ask(question).found


def test_the_day_from_which_rules_apply_is_no_quorum(rag: Rag) -> None:
    found = rag.ask("What has been the quorum of the Board since 1 September 2024?")
    assert all("In force" not in one.text for one in found.citations)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Quel est le quorum depuis le 1er mai 2024 ?", "Quel est le quorum ?"),
        ("What is the quorum since 2024?", "What is the quorum ?"),
        ("How many members before 2020 voted?", "How many members voted?"),
    ],
)
def test_a_question_is_read_without_its_open_period(text: str, rest: str) -> None:
    (period,) = find_periods(text)
    assert without_period(text, period) == rest
