"""What is true of one year is not denied by what is said of another, nor what a bound allows."""

from __future__ import annotations

import pytest
from judging import Text, findings, verdict

from rag.records import Language

COMPLAINTS = "No complaint was made in 2024; nine had been made in 2023."
PLAINTES = "Aucune plainte n'a été déposée en 2024 ; neuf l'avaient été en 2023."
BEDS = "The hospital closed no bed in 2024. It had closed 22 in 2023."
LITS = "L'hôpital n'a fermé aucun lit en 2024. Il en avait fermé 22 en 2023."
LOANS = "In 2024 the library lent 30,200 books, 1,800 more than in 2023."
PRETS = "En 2024, la bibliothèque a prêté 30 200 livres, soit 1 800 de plus qu'en 2023."
BEFORE = "At the end of 2023 the museum had 35 staff."
CHEQUES = "The Treasurer may sign cheques of up to £500 alone."
DEPENSES = "Le maire peut engager seul une dépense allant jusqu'à 25 000 euros."
AIDES = "Le bureau ne peut accorder une aide de plus de 3 000 euros."


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("Nine complaints were made in 2023.", COMPLAINTS, "en"),
        ("The hospital closed 22 beds in 2023.", BEDS, "en"),
        ("The library lent 28,400 books in 2023.", LOANS, "en"),
        ("The museum had 37 staff at the end of 2024.", BEFORE, "en"),
        ("The Treasurer may sign a cheque of £400 alone.", CHEQUES, "en"),
        ("Neuf plaintes ont été déposées en 2023.", PLAINTES, "fr"),
        ("L'hôpital a fermé 22 lits en 2023.", LITS, "fr"),
        ("La bibliothèque a prêté 28 400 livres en 2023.", PRETS, "fr"),
        ("Le maire peut engager seul une dépense de 20 000 euros.", DEPENSES, "fr"),
        ("Le bureau peut accorder une aide de 2 000 euros.", AIDES, "fr"),
    ],
)
def test_what_is_true_is_not_contradicted(claim: str, quote: str, language: Language) -> None:
    assert verdict(claim, language, Text(quote, language)) != "contradicted"


@pytest.mark.parametrize(
    ("claim", "quote", "language", "expected"),
    [
        ("No complaint was made in 2023.", COMPLAINTS, "en", "partly"),
        ("Nine complaints were made in 2024.", COMPLAINTS, "en", "contradicted"),
        ("The library lent 32,000 books in 2023.", LOANS, "en", "contradicted"),
        ("The Treasurer may sign a cheque of £600 alone.", CHEQUES, "en", "contradicted"),
        ("Aucune plainte n'a été déposée en 2023.", PLAINTES, "fr", "partly"),
        ("Neuf plaintes ont été déposées en 2024.", PLAINTES, "fr", "contradicted"),
        ("La bibliothèque a prêté 32 000 livres en 2023.", PRETS, "fr", "contradicted"),
        ("Le maire peut engager seul une dépense de 30 000 euros.", DEPENSES, "fr",
         "contradicted"),
        ("Le bureau peut accorder une aide de 4 000 euros.", AIDES, "fr", "contradicted"),
        # The limit is reported as another one: neither is sure.
        ("The Treasurer may sign cheques of £400 alone.", CHEQUES, "en", "partly"),
    ],
)  # fmt: skip
def test_what_is_false_is_not_supported(
    claim: str, quote: str, language: Language, expected: str
) -> None:
    assert verdict(claim, language, Text(quote, language)) == expected


@pytest.mark.parametrize(
    ("claim", "quote", "language", "calculated"),
    [
        ("The library lent 28,400 books in 2023.", LOANS, "en", "30 200 − 1 800 = 28 400"),
        ("La bibliothèque a prêté 28 400 livres en 2023.", PRETS, "fr", "30 200 − 1 800 = 28 400"),
    ],
)
def test_the_calculation_is_shown(
    claim: str, quote: str, language: Language, calculated: str
) -> None:
    reasons = findings(claim, language, [Text(quote, language)])[0].reasons
    assert calculated in [one.calculated.replace("\u202f", " ") for one in reasons]
