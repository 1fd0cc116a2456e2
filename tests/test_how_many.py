"""Questions for how many in a year, and sentences that say no number at all."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.how_many import says_how_many
from rag.records import Language

TEXTS = {
    "savings.md": """# The people's savings account

The people's savings account is a regulated product. Its rate is set by the ministry.
""",
    "travaux.md": """# Les travaux d'intérêt général

La personne condamnée qui n'effectue pas son travail d'intérêt général peut être poursuivie.
""",
    "entree.md": """# Le musée

L'entrée du musée est gratuite.
""",
    "galerie.md": """# La galerie

La galerie possède deux cents tableaux.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("how-many")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    "question",
    [
        "Combien de personnes ont été condamnées à un travail d'intérêt général en 2022 ?",
        "How many people were sentenced to community work in 2022?",
        "How many people's savings accounts were opened in 2015?",
        "Combien de livrets d'épargne populaire ont été ouverts en 2015 ?",
    ],
)
def test_a_sentence_without_a_number_or_a_year_gives_no_count_of_a_year(
    rag: Rag, question: str
) -> None:
    assert not rag.ask(question).found


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Combien coûte l'entrée du musée en 2024 ?", "gratuite"),
        ("How much is the entrance to the museum in 2024?", "gratuite"),
        ("Combien de tableaux la galerie possède-t-elle en 2024 ?", "deux cents"),
    ],
)
def test_a_number_in_words_or_none_to_pay_answers(rag: Rag, question: str, quote: str) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    ("language", "text", "does"),
    [
        ("fr", "Le livret est un produit d'épargne réglementé.", False),
        ("fr", "Toute personne reconnue coupable peut être condamnée.", False),
        ("fr", "L'inscription est gratuite.", True),
        ("fr", "Deux membres ont démissionné.", True),
        ("fr", "La moitié des agents ont voté.", True),
        ("en", "The account is a regulated product.", False),
        ("en", "It is paid by the month.", False),
        ("en", "Two members resigned.", True),
        ("en", "No member resigned.", True),
        ("en", "It lasts 3 days.", True),
    ],
)
def test_what_says_how_many(language: Language, text: str, does: bool) -> None:
    assert says_how_many(text, language) is does
