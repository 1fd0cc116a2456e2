"""False claims in the words of a document that were confirmed, and true ones beside them."""

from __future__ import annotations

import judging
import pytest
from judging import Text

from rag.records import Language

STAFF_FR = Text("Au 31 décembre, l’office employait 47 agents, dont 19 gardes.", "fr")
STAFF_EN = Text("The harbour employs 64 people, of whom 22 are pilots.", "en")
CAUSE_FR = Text("L’ancien pont de bois a été fermé en 2022 à cause d’un éboulement.", "fr")
CAUSE_EN = Text("The old wooden bridge was closed in 2022 because of a landslide.", "en")
FEES_EN = Text("The fee for pleasure boats rises from £24 to £27 a night.", "en")
FEES_FR = Text("Le tarif pour les voiliers passe de 24 à 27 euros la nuit.", "fr")
DEATHS_FR = Text("Onze accidents ont eu lieu en 2023 et aucun n’a été mortel.", "fr")
DEATHS_EN = Text("There were eleven accidents in 2023 and none was fatal.", "en")
FOUNDED = Text(
    "The harbour was founded in 1784 by the Earl of Skell. The lighthouse was built in 1821 and "
    "automated in 1988. It is not open to the public.", "en",
    "Annual report 2023 of the Harbour of Skellport", ("History",),
)  # fmt: skip
LIGHTHOUSE = Text("The lighthouse was built in 1821.", "en", "History of the harbour")
FERRY_EN = Text("From July the ferry will sail nine times a day, instead of seven times.", "en")


@pytest.mark.parametrize(
    ("claim", "language", "text"),
    [
        ("L’office employait 19 agents, dont 47 gardes.", "fr", STAFF_FR),
        ("The harbour employs 22 people, of whom 64 are pilots.", "en", STAFF_EN),
        ("L’ancien pont a été fermé en 2022 à cause d’un incendie.", "fr", CAUSE_FR),
        ("The old bridge was closed in 2022 because of a fire.", "en", CAUSE_EN),
        ("The fee for fishing boats rises to £27.", "en", FEES_EN),
        ("Le tarif pour les pêcheurs passe à 27 euros la nuit.", "fr", FEES_FR),
        ("Onze personnes sont mortes dans des accidents en 2023.", "fr", DEATHS_FR),
        ("Eleven people died in accidents in 2023.", "en", DEATHS_EN),
        ("Le port a été fondé en 1821.", "fr", FOUNDED),
        ("The harbour was founded in 1821.", "en", LIGHTHOUSE),
    ],
)
def test_a_false_claim_is_not_confirmed(claim: str, language: Language, text: Text) -> None:
    assert judging.verdict(claim, language, text) != "supported"


@pytest.mark.parametrize(
    ("claim", "language", "text"),
    [
        ("L’office employait 47 agents, dont 19 gardes.", "fr", STAFF_FR),
        ("The harbour employs 64 people, of whom 22 are pilots.", "en", STAFF_EN),
        ("Le pont de bois a été fermé en 2022 à cause d’un éboulement.", "fr", CAUSE_FR),
        ("The wooden bridge was closed in 2022 because of a landslide.", "en", CAUSE_EN),
        ("The fee for pleasure boats rises to £27.", "en", FEES_EN),
        ("Le port de Skellport a été fondé en 1784.", "fr", FOUNDED),
        ("The lighthouse was built in 1821.", "en", LIGHTHOUSE),
        (
            "La peine doit être accomplie dans un délai de dix-huit mois.",
            "fr",
            Text("La peine doit être effectuée dans un délai de dix-huit mois.", "fr"),
        ),
        (
            "The report must be handed in within six months.",
            "en",
            Text("The report must be submitted within six months.", "en"),
        ),
    ],
)
def test_a_true_one_still_is(claim: str, language: Language, text: Text) -> None:
    assert judging.verdict(claim, language, text) == "supported"


def test_what_was_so_before_a_change_is_not_contradicted_by_it() -> None:
    claim = "The ferry used to sail seven times a day."
    assert judging.verdict(claim, "en", FERRY_EN) != "contradicted"
    assert judging.verdict("The ferry will sail seven times a day.", "en", FERRY_EN) != "supported"
