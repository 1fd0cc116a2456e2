"""Years and days that documents state: of what a sentence is, and of what it only speaks."""

from __future__ import annotations

import datetime as dt

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.periods import find_periods, own_periods
from rag.language.figures.stated_days import find_stated_day

REPORT = """---
date: {after}-04-20
---
# Rapport annuel {year}

## Finances

Les dépenses de l'office ont atteint {spent} millions d'euros. {budget}

## Personnel

L'effectif est de {staff} agents.
"""
ACCOUNTS = """---
date: {after}-05-30
---
# Financial statements of the Harbour Trust

For the year ended 30 June {year}

Total revenue was {revenue} million pounds.
"""
TEXTS = (
    {
        f"rapport-{year}.md": REPORT.format(
            after=year + 1, year=year, spent=spent, staff=staff, budget=budget
        )
        for year, spent, staff, budget in (
            (2023, "13,1", 327, ""),
            (2024, "14,6", 341, "Le budget voté pour 2025 est de 15,2 millions d'euros."),
        )
    }
    | {
        f"accounts-{number}.md": ACCOUNTS.format(after=year + 1, year=year, revenue=revenue)
        for number, year, revenue in (("a", 2023, "8.4"), ("b", 2024, "9.1"))
    }
    | {
        "budget.md": """---
date: 2023-12-14
---
# Budget primitif 2024

Le budget de l'office est arrêté à 14,9 millions d'euros en recettes et en dépenses.
""",
        "review-2023.md": """# Review of the year 2023

The Trust planted 120 trees.

In 2024 the Trust will plant 300 trees.
""",
        "review-2024.md": """# Review of the year 2024

The Trust planted 280 trees. The deficit of 2024 is 20,000 pounds, far less than in 2023.
""",
        "report-2023.md": """# Annual report 2023

The year closes with a deficit of 90,000 pounds.
""",
    }
)


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("stated")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Quel budget en 2024 ?", "14,9 millions"),
        ("Budget 2024 ?", "14,9 millions"),
        ("Quel est le budget pour 2025 ?", "15,2 millions"),
        ("Quel budget est voté selon le rapport annuel 2024 ?", "15,2 millions"),
        ("How many trees did the Trust plant in 2023?", "120 trees"),
    ],
)
def test_what_is_planned_for_a_later_year_does_not_answer_for_the_year_of_the_report(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What was the deficit in 2023?", "90,000"),
        ("What was the deficit in 2024?", "20,000"),
    ],
)
def test_a_year_that_another_is_compared_with_is_not_that_of_the_sentence(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


def test_the_surplus_of_a_year_is_not_the_one_compared_with_it(sample: Rag) -> None:
    assert "1,5 million" in sample.ask("Quel excédent en 2023 ?").citations[0].text


@pytest.mark.parametrize(
    "question", ["Who certified the accounts of 2023?", "Qui a certifié les comptes de 2023 ?"]
)
def test_what_was_done_on_a_later_day_answers_for_the_year_of_the_report(
    sample: Rag, question: str
) -> None:
    answer = sample.ask(question)
    assert answer.found
    assert "Apolline Castelroux" in answer.citations[0].text


def test_a_row_of_the_year_answers_though_a_sentence_of_another_is_better(sample: Rag) -> None:
    answer = sample.ask("Recettes 2024 ?")
    assert "49,1" in answer.citations[0].text


@pytest.mark.parametrize("question", ["Dépenses en 2022 ?", "What revenue in 2019?"])
def test_no_passage_of_the_year_stands_in_for_a_missing_figure(rag: Rag, question: str) -> None:
    answer = rag.ask(question)
    assert not answer.found
    assert [one.kind for one in answer.absent] == ["period"]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What was the total revenue for the year ended 30 June 2023?", "8.4 million"),
        ("What was the total revenue on 30 June 2024?", "9.1 million"),
        ("What revenue in 2024?", "9.1 million"),
        ("What was the total revenue in December 2022?", "8.4 million"),
        ("Quel était l'effectif au 31 décembre 2023 ?", "327 agents"),
        ("Effectif au 31 décembre 2024 ?", "341 agents"),
    ],
)
def test_the_day_that_a_document_states_dates_its_sentences(
    rag: Rag, question: str, quote: str
) -> None:
    answer = rag.ask(question)
    assert quote in answer.citations[0].text
    assert not answer.conflicts


@pytest.mark.parametrize(
    ("title", "text", "day"),
    [
        ("Register of moorings, as of 31 January 2024", "", "31 January 2024"),
        ("Accounts", "For the year ended 30 June 2023\n\nRevenue fell.", "30 June 2023"),
        ("Effectifs au 31 décembre 2023", "", "31 décembre 2023"),
        ("Comptes", "Exercice clos le 30 juin 2023", "30 juin 2023"),
        ("Stocks", "Inventaire arrêté au 1er mars 2024", "1er mars 2024"),
        ("Letter", "I moved out on 3 May 2024", ""),
        ("Fees", "Fees are due as of 3 May 2024.", ""),
        ("Compte rendu du 3 mai 2024", "Présents : M. Ruel", ""),
        ("Notes", "Line\n" * 20 + "As at 31 December 2023", ""),
    ],
)
def test_a_line_of_its_own_states_the_day(title: str, text: str, day: str) -> None:
    assert find_stated_day(title, text) == day


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("L'excédent de 2024 est trois fois moindre qu'en 2023.", [2024]),
        ("In 2024 there were fewer visitors than in 2023.", [2024]),
        ("Par rapport à 2022, les entrées de 2023 ont doublé.", [2023]),
        ("388 agents en 2023, contre 342 en 2022.", [2023, 2022]),
        ("It is more than in 2023.", []),
    ],
)
def test_the_periods_that_a_sentence_is_of(text: str, years: list[int]) -> None:
    assert [one.first for one in own_periods(text)] == [dt.date(year, 1, 1) for year in years]
    assert len(own_periods(text)) <= len(find_periods(text))
