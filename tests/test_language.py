"""Detection of French and English, short questions included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import detect
from rag.records import LANGUAGES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui a signé ?", "fr"),
        ("Et en 2024 ?", "fr"),
        ("Combien ?", "fr"),
        ("Who signed it?", "en"),
        ("And in 2024?", "en"),
        ("UNESCO category 2 centre", "en"),
        ("centre de catégorie 2", "fr"),
        ("QUI A SIGNÉ L'ACCORD ?", "fr"),
        ("WHO SIGNED THE AGREEMENT?", "en"),
        ("Der Hund schläft auf der Straße", "en"),
    ],
)
def test_the_language_of_a_short_question_is_detected(text: str, expected: str) -> None:
    assert detect(text) == expected


def test_a_text_without_words_takes_the_default() -> None:
    assert detect("2023 ?", default="fr") == "fr"
    assert detect("", default="en") == "en"


@given(st.text(max_size=100))
def test_any_text_has_one_of_the_two_languages(text: str) -> None:
    assert detect(text) in LANGUAGES
    assert detect(text + "\ud800") in LANGUAGES
