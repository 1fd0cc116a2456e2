"""Questions of two words: in the language of the question, and with letters that words lack."""

from __future__ import annotations

from pathlib import Path

import pytest
import questions_library

from rag import Rag
from rag.encoders import HashingEncoder, load_encoder
from rag.questions.language import question_language
from rag.questions.spelling import corrected
from rag.records import Language
from rag.store import Store

TEXTS = {
    "frais.md": """# Frais de déplacement de la commune

## Montants

Le remboursement d'un repas est fixé à 19,40 euros.

La durée du prêt d'un véhicule est de trois jours. L'indemnité (allowance) est mensuelle.
""",
    "expenses.md": """# Expenses policy of the Northern Board

Meal allowance: the amount (montant) of a meal (repas) is 25 pounds.

A hotel night is refunded up to 140 pounds.
""",
    "leave.md": """# Leave policy of the Northern Board

Parental leave (congé parental) lasts eighteen weeks.
""",
    "vacances.md": """# Vacances

Les vacances sont en août.
""",
    "depart.md": """# Départs

La part de chaque agent est versée au port d'attache.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("short")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("words")
    return Store.open(questions_library.build(folder, TEXTS, HashingEncoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Montant repas", "19,40"),
        ("Quel est le montant du repas ?", "19,40"),
        ("Meal allowance?", "25 pounds"),
        ("What is the amount of a meal?", "25 pounds"),
    ],
)
def test_a_short_question_is_led_by_a_quote_in_its_language(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize("question", ["congé parental", "Congé parental ?"])
def test_another_language_answers_where_it_alone_does(rag: Rag, question: str) -> None:
    assert "eighteen weeks" in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    ("question", "language", "read"),
    [
        ("dure du prt", "fr", "dure du prêt"),
        ("hotl nigt", "en", "hotel night"),
        ("le prt du chat", "fr", "le prt du chat"),
        ("la prt", "fr", "la prt"),
        ("hotl on the mon", "en", "hotl on the mon"),
    ],
)
def test_two_short_words_may_each_lack_a_letter(
    store: Store, question: str, language: Language, read: str
) -> None:
    assert corrected(question, language, store) == read


@pytest.mark.parametrize(
    ("question", "language"),
    [("hotl nigt", "en"), ("dure du prt", "fr"), ("motant rpas", "fr"), ("zorblax", "fr")],
)
def test_mistyped_words_are_of_the_language_that_has_them(
    store: Store, question: str, language: Language
) -> None:
    """Most documents are French."""
    assert question_language(question, store) == language
