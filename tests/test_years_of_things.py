"""The year that accounts or a budget are of, and the day that something was done to them."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.periods import find_periods
from rag.language.figures.years_of_things import is_year_of_thing
from rag.questions.period_aboutness import period_aboutness
from rag.records import Document, Hit, Language, Passage

TEXTS = {
    "pv-2024-03-21.md": """---
date: 2024-03-21
---
# Procès-verbal du conseil du 21 mars 2024

Le conseil approuve les comptes de 2023 à l'unanimité.
""",
    "report-2024.md": """---
date: 2025-04-02
---
# Annual report 2024

The ferry carried 3,905 passengers.

In 2024 the Court of Audit certified the accounts of 2023 with two remarks.
""",
    "annual-2022.md": """---
date: 2023-04-02
---
# Annual report 2022

The treasurer, Ines Carver, certified the accounts on 8 March 2023.
""",
}
ACCOUNTS_2024 = (
    "Les comptes de 2024",
    "The accounts of 2024",
    "The 2024 accounts",
    "Qui a approuvé les comptes de 2024 ?",
    "Who certified the accounts of 2024?",
)


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("things")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize("question", ACCOUNTS_2024)
def test_what_was_done_in_a_year_does_not_answer_for_the_accounts_of_that_year(
    rag: Rag, question: str
) -> None:
    answer = rag.ask(question)
    assert not answer.found
    (absent,) = answer.absent
    assert (absent.kind, absent.text) == ("period", "2024")
    assert "2023" in absent.present


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Qui a approuvé les comptes de 2023 ?", "approuve les comptes de 2023"),
        ("Who certified the accounts of 2023?", "the accounts of 2023 with two remarks"),
        ("Who certified the accounts in 2024?", "In 2024 the Court of Audit"),
        ("Who certified the accounts of 2022?", "Ines Carver"),
        ("Qui a certifié les comptes de 2022 ?", "Ines Carver"),
        ("Who certified the accounts in 2023?", "Ines Carver"),
        ("What is certified according to the annual report 2024?", "the accounts of 2023"),
        ("Which accounts did the council approve on 21 March 2024?", "les comptes de 2023"),
    ],
)
def test_the_year_of_the_accounts_and_the_day_of_the_act_each_answer(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    "question", ["The accounts of 2024", "Who certified the accounts of 2024?", "Accounts 2024"]
)
def test_accounts_certified_in_a_year_are_those_of_the_report(sample: Rag, question: str) -> None:
    answer = sample.ask(question)
    assert "11 March 2024" not in answer.text
    assert "Apolline Castelroux" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Les comptes de 2024",
        "Le compte administratif 2024",
        "Qui a voté le budget primitif pour 2024 ?",
        "Les résultats de l'exercice 2024",
        "Les comptes de l'Institut pour 2024",
        "The accounts of 2024",
        "The accounts of the Institute for 2024",
        "The 2024 annual accounts",
        "Annual report 2024",
        "The balance sheet of the financial year 2024",
    ],
)
def test_the_year_of_a_thing(text: str) -> None:
    (year,) = find_periods(text)
    assert is_year_of_thing(text, year.start, year.end)


@pytest.mark.parametrize(
    "text",
    [
        "Qui a certifié les comptes en 2024 ?",
        "Quel budget en 2024 ?",
        "Quel budget a été voté durant 2024 ?",
        "Les comptes certifiés depuis 2024",
        "Who certified the accounts in 2024?",
        "Which reports were published during 2024?",
        "How many visitors came in 2024?",
        "La résolution de 2024",
        "The members of 2024",
    ],
)
def test_the_year_of_an_act_or_of_something_else(text: str) -> None:
    (year,) = find_periods(text)
    assert not is_year_of_thing(text, year.start, year.end)


@pytest.mark.parametrize(
    ("language", "year", "before", "sentence", "level"),
    [
        ("en", 2023, "The treasurer presented the accounts for 2023.", "Income was £612,000.", 3),
        ("en", 2024, "The treasurer presented the accounts for 2023.", "Income was £612,000.", -1),
        ("en", 2024, "The treasurer presented the accounts for 2023.", "They were approved.", 3),
        ("en", 2024, "The accounts for 2023 were approved.\n\n", "The fee is £12.", 3),
        ("en", 2024, "The chair was elected in 2023.", "Four members voted.", 3),
        ("fr", 2023, "Le trésorier présente les comptes 2023.", "Le solde est de 800 euros.", 3),
        ("fr", 2024, "Le trésorier présente les comptes 2023.", "Le solde est de 800 euros.", -1),
        ("fr", 2022, "Le club a 538 membres fin 2023.", "Ils étaient 551 un an plus tôt.", 3),
        ("fr", 2024, "Le club a 538 membres fin 2023.", "Ils étaient 551 un an plus tôt.", -1),
    ],
)
def test_a_figure_is_of_the_year_that_its_paragraph_speaks_of(
    language: Language, year: int, before: str, sentence: str, level: int
) -> None:
    """Under the title of a meeting of 2024."""
    text = f"{before} {sentence}"
    document = Document("d", "/r", "a.md", "Minutes, 21 May 2024", "md", language, None, None, 1)
    passage = Passage("d", 1, 0, len(text), text, language)
    asked = find_periods(f"in {year}")
    start = len(text) - len(sentence)
    hit = Hit(passage, document, None, 0.0, None, None)
    assert period_aboutness(asked, hit, start, len(text)) == level
