"""A body that stands only above a sentence on another body: what that one did is not its deed."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.actors import is_of_other_actor
from rag.facts.facts import TextFacts
from rag.records import LANGUAGES, Language

LABORATORY = "The Data Laboratory recorded 212 incidents in 2023."
LABORATOIRE = "Le Laboratoire des données a recensé 212 incidents en 2023."


@pytest.mark.parametrize(
    ("claim", "quote", "before", "heading", "languages", "other"),
    [
        (LABORATORY, "The Museum recorded 212 incidents.", "", "", "en en", True),
        (LABORATORY, "The Centre for Archives recorded 212 incidents.",
         "The Data Laboratory opened in 2020.", "", "en en", True),
        (LABORATORY, "The library of the university recorded 212 incidents.", "", "", "en en",
         True),
        (LABORATORY, "In 2023, 212 incidents were recorded by the Museum.", "", "", "en en", True),
        (LABORATORY, "It recorded 212 incidents.", "The Museum opened in 1990.", "", "en en", True),
        (LABORATORY, "212 incidents were recorded.", "", "Figures of the Museum", "en en", True),
        (LABORATORY, "The Health Laboratory recorded 212 incidents.", "", "", "en en", True),
        (LABORATORY, "Le musée a recensé 212 incidents.", "", "", "en fr", True),
        ("Samuel Thorne earned 900 euros.", "Mary Quill earned 900 euros.", "", "", "en en", True),
        ("Samuel Thorne earned 900 euros.", "She earned 900 euros.", "Mary Quill is chair.", "",
         "en en", True),
        (LABORATORY, "It recorded 212 incidents.", "The Museum is beside the Data Laboratory.", "",
         "en en", True),
        # The same body, or one that may be the same.
        (LABORATORY, "The Data Laboratory recorded 212 incidents.", "", "", "en en", False),
        (LABORATORY, "The laboratory recorded 212 incidents.", "", "", "en en", False),
        (LABORATORY, "The institution recorded 212 incidents.", "", "", "en en", False),
        (LABORATORY, "The team recorded 212 incidents.", "", "", "en en", False),
        (LABORATORY, "We recorded 212 incidents.", "", "", "en en", False),
        (LABORATORY, "It recorded 212 incidents.", "The Data Laboratory opened.", "", "en en",
         False),
        (LABORATORY, "In 2023, 212 incidents were recorded.", "", "", "en en", False),
        (LABORATORY, "Incidents at the museum: 212, by the laboratory.", "", "", "en en", False),
        (LABORATORY, "212 incidents were recorded in the museum shop.", "", "", "en en", False),
        (LABORATORY, "Le laboratoire a recensé 212 incidents.", "", "", "en fr", False),
        ("Samuel Thorne earned 900 euros.", "Mr Thorne earned 900 euros.", "", "", "en en", False),
        ("The Oakridge City Council voted.", "The council voted.", "", "", "en en", False),
        ("Departments give the Bureau a forecast.", "Provide the Bureau annually with a forecast.",
         "Designate an employee in his department.", "Departments", "en en", False),
        ("The co-owners' association insures the council.",
         "Le syndicat des copropriétaires assure le conseil.", "", "", "en fr", False),
        ("The AI study invited 30% of users.", "From July 4 to 17, 3% of users were invited.", "",
         "", "en en", False),
        ("The room has 22 seats.", "The museum has 22 seats.", "", "", "en en", False),
        (LABORATOIRE, "Le musée a recensé 212 incidents.", "", "", "fr fr", True),
        (LABORATOIRE, "Le Centre des archives a recensé 212 incidents.", "", "", "fr fr", True),
        (LABORATOIRE, "212 incidents ont été recensés par le musée.", "", "", "fr fr", True),
        (LABORATOIRE, "Il a recensé 212 incidents.", "Le musée a ouvert.", "", "fr fr", True),
        (LABORATOIRE, "212 incidents ont été recensés.", "", "Le musée", "fr fr", True),
        (LABORATOIRE, "Le Laboratoire de chimie a recensé 212 incidents.", "", "", "fr fr", True),
        (LABORATOIRE, "The museum recorded 212 incidents.", "", "", "fr en", True),
        (LABORATOIRE, "Le laboratoire a recensé 212 incidents.", "", "", "fr fr", False),
        (LABORATOIRE, "L’établissement a recensé 212 incidents.", "", "", "fr fr", False),
        (LABORATOIRE, "L’équipe a recensé 212 incidents.", "", "", "fr fr", False),
        (LABORATOIRE, "Il a recensé 212 incidents.", "Le laboratoire a ouvert.", "", "fr fr",
         False),
        (LABORATOIRE, "212 incidents ont été recensés au musée.", "", "", "fr fr", False),
        (LABORATOIRE, "212 incidents ont été recensés.", "", "Incidents", "fr fr", False),
    ],
)  # fmt: skip
def test_another_body_acts(
    claim: str, quote: str, before: str, heading: str, languages: str, other: bool
) -> None:
    own, there = (next(one for one in LANGUAGES if one == name) for name in languages.split())
    read = TextFacts.of(claim, own), TextFacts.of(quote, there), TextFacts.of(before, there)
    assert is_of_other_actor(*read, heading) is other


@pytest.mark.parametrize(
    ("claim", "text", "language", "title", "supported"),
    [
        (LABORATORY, "The Museum recorded 212 incidents in 2023.", "en",
         "Report of the Data Laboratory", False),
        (LABORATORY, "The Data Laboratory is new. The Museum recorded 212 incidents in 2023.", "en",
         "Report", False),
        (LABORATORY, "The laboratory recorded 212 incidents in 2023.", "en",
         "Report of the Data Laboratory", True),
        (LABORATOIRE, "Le musée a recensé 212 incidents en 2023.", "fr",
         "Rapport du Laboratoire des données", False),
        (LABORATOIRE, "Il a recensé 212 incidents en 2023.", "fr",
         "Rapport du Laboratoire des données", True),
    ],
)  # fmt: skip
def test_a_body_that_stands_only_above_a_sentence_is_not_confirmed(
    claim: str, text: str, language: Language, title: str, supported: bool
) -> None:
    found = verdict(claim, language, Text(text, language, title))
    assert (found == "supported") is supported


@pytest.mark.parametrize(
    ("claim", "text", "language", "title", "contradicted"),
    [
        ("The Data Laboratory recorded 300 incidents in 2023.",
         "The Museum recorded 212 incidents in 2023.", "en", "Report of the Data Laboratory",
         False),
        ("The Museum recorded 300 incidents in 2023.",
         "The Museum recorded 212 incidents in 2023.", "en", "Report of the Data Laboratory", True),
        ("Le musée a recensé 300 incidents en 2023.",
         "Le Laboratoire des données a recensé 212 incidents en 2023.", "fr", "Rapport du musée",
         False),
        ("Le laboratoire a recensé 300 incidents en 2023.",
         "Le Laboratoire des données a recensé 212 incidents en 2023.", "fr", "Rapport du musée",
         True),
    ],
)  # fmt: skip
def test_what_another_body_did_contradicts_no_figure(
    claim: str, text: str, language: Language, title: str, contradicted: bool
) -> None:
    found = verdict(claim, language, Text(text, language, title))
    assert (found == "contradicted") is contradicted
