"""Units of measurement, wholes of percentages, holders of offices: what they bar from support."""

from __future__ import annotations

import pytest

from rag.facts.facts import TextFacts
from rag.facts.limits import limits_more
from rag.language.figures.measures import measure_after, shared_noun
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("50 km/h", "50", "km"),
        ("50 kilomètres à l’heure".replace("’", "'"), "50", "km"),
        ("50 miles per hour", "50", "miles"),
        ("50 mph", "50", "miles"),
        ("10 cm long", "10", "cm"),
        ("10\u00a0centimètres", "10", "cm"),
        ("10 metres", "10", "m"),
        ("10 members", "10", ""),
        ("5 km²", "5", ""),
        ("12 tableaux", "12", ""),
    ],
)
def test_the_unit_after_a_figure(text: str, figure: str, expected: str) -> None:
    assert measure_after(text, len(figure)) == expected


def test_the_noun_that_a_percentage_is_a_share_of() -> None:
    assert shared_noun("3% of the users", 2) == "users"
    assert shared_noun("41 % des visites", 4) == "visites"
    assert shared_noun("3% more", 2) == ""


@pytest.mark.parametrize(
    ("claim", "language", "quote", "other"),
    [
        ("A pole is less than 10 km long.", "en", "Un poteau a moins de 10 cm.", "fr"),
        ("The speed is 50 mph.", "en", "La vitesse est de 50 kilomètres à l’heure.", "fr"),
        ("La vitesse est de 50 milles à l'heure.", "fr", "The speed is 50 km/h.", "en"),
        ("A pole is 10 mm long.", "en", "A pole is 10 cm long.", "en"),
        ("3% of residents were asked.", "en", "3% of visitors were asked.", "en"),
        ("41 % des agents votent.", "fr", "41 % des élus votent.", "fr"),
        ("The secretary presides.", "en", "The chief presides.", "en"),
        ("Le trésorier signe l'acte.", "fr", "Le président signe l'acte.", "fr"),
    ],
)
def test_another_unit_whole_or_holder_limits_more(
    claim: str, language: Language, quote: str, other: Language
) -> None:
    assert limits_more(TextFacts.of(claim, language), TextFacts.of(quote, other))


@pytest.mark.parametrize(
    ("claim", "language", "quote", "other"),
    [
        ("A pole is less than 10 centimetres long.", "en", "Un poteau a moins de 10 cm.", "fr"),
        ("The speed is 50 km/h.", "en", "La vitesse est de 50 kilomètres à l'heure.", "fr"),
        ("3% of visitors were asked.", "en", "3% of the visitors were asked.", "en"),
        ("The chief presides.", "en", "The chief presides over the council.", "en"),
        ("Le conseil siège.", "fr", "Le président du conseil siège.", "fr"),
    ],
)
def test_the_same_unit_whole_or_holder_limits_nothing(
    claim: str, language: Language, quote: str, other: Language
) -> None:
    assert not limits_more(TextFacts.of(claim, language), TextFacts.of(quote, other))
