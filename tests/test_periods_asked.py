"""Questions about years: each has its quote, and those that have none are said."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.periods import find_periods, without_period
from rag.records import Absent

RULES = """---
date: {date}
---
# Règlement du port

Un bateau visiteur reste {nights} nuits au plus.
"""
TEXTS = {
    "reglement-a.md": RULES.format(date="2019-05-02", nights="sept"),
    "reglement-b.md": RULES.format(date="2023-01-09", nights="dix"),
    "pv.md": """---
date: 2024-02-06
---
# Procès-verbal du conseil du 6 février 2024

Délibération n° 2024-03 : le conseil approuve le budget.
""",
} | {
    f"rapport-{year}.md": f"# Rapport annuel {year}\n\nLe port a accueilli {count} bateaux.\n"
    for year, count in ((2022, "3 120"), (2023, "3 480"), (2024, "3 905"))
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("periods")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("Combien de bateaux depuis 2023 ?", {"3 480", "3 905"}),
        ("How many boats since 2022?", {"3 120", "3 480", "3 905"}),
        ("Combien de bateaux le port a-t-il accueillis avant 2024 ?", {"3 120", "3 480"}),
        ("Combien de bateaux en 2022 et 2024 ?", {"3 120", "3 905"}),
    ],
)
def test_each_year_of_an_open_period_has_its_quote(
    rag: Rag, question: str, counts: set[str]
) -> None:
    text = rag.ask(question).text
    assert {one for one in ("3 120", "3 480", "3 905") if one in text} == counts


@pytest.mark.parametrize(
    "question", ["Combien de bateaux en 2021 et 2022 ?", "How many boats in 2021 and in 2022?"]
)
def test_a_listed_year_without_a_quote_is_said_to_have_none(rag: Rag, question: str) -> None:
    answer = rag.ask(question)
    assert "3 120" in answer.text
    assert answer.absent == (Absent("period", "2021"),)


@pytest.mark.parametrize(
    ("question", "nights"),
    [
        ("Combien de nuits un bateau visiteur peut-il rester en 2019 ?", "sept"),
        ("Combien de nuits un bateau visiteur peut-il rester en 2023 ?", "dix"),
        ("How many nights may a visiting boat stay in 2019?", "sept"),
    ],
)
def test_the_edition_that_is_dated_in_the_year_answers_alone(
    rag: Rag, question: str, nights: str
) -> None:
    (cited,) = rag.ask(question).citations
    assert nights in cited.text


def test_the_number_of_a_decision_is_no_period(rag: Rag) -> None:
    (absent,) = rag.ask("Qu'a décidé le conseil du 7 mars 2024 ?").absent
    assert absent.text == "7 mars 2024"
    assert "2024-03" not in absent.present


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Combien de nuits en 2019 ?", "Combien de nuits ?"),
        ("How many boats in the year 2019 were there?", "How many boats were there?"),
        ("Combien de bateaux au cours de l'année 2022 ?", "Combien de bateaux ?"),
        ("Que dit la note du 6 mars 2022 ?", ""),
    ],
)
def test_a_question_is_read_without_the_period_that_limits_it(text: str, rest: str) -> None:
    (period,) = find_periods(text)
    assert without_period(text, period) == rest
