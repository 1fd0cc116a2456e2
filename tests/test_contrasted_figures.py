"""Two figures side by side, whom a line is for, and opposites: each is of what stands with it."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.checking.unsaid import is_unsaid
from rag.facts.compare import compare
from rag.facts.contrasted_figures import is_of_other_figure
from rag.facts.facts import TextFacts
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language

DELAI = (
    "Nous traitons les dossiers en 3 jours en moyenne, contre 20 jours pour la procédure papier."
)
DELAY = "The service handles requests in 3 days, against 20 days for the paper form."
AGREED = "Some 700 companies were approached by e-mail and 57 persons agreed to an interview."
STAFF = "For staff: use of the business address."
AGENTS = "Pour les agents : utilisation de l'adresse électronique professionnelle."


@pytest.mark.parametrize(
    ("claim", "quote", "language", "other"),
    [
        ("Le service traite les dossiers en 20 jours en moyenne.", DELAI, "fr", True),
        ("La procédure papier prend 3 jours.", DELAI, "fr", True),
        ("Le service traite les dossiers en 3 jours en moyenne.", DELAI, "fr", False),
        ("La procédure papier prend 20 jours.", DELAI, "fr", False),
        ("The paper form takes 3 days.", DELAY, "en", True),
        ("The service handles requests in 3 days.", DELAY, "en", False),
        ("700 companies agreed to an interview.", AGREED, "en", True),
        ("57 persons agreed to an interview.", AGREED, "en", False),
        ("About 700 companies were approached.", AGREED, "en", False),
        ("The paper form takes 3 days.", "Service | 3 days | paper form | 20 days", "en", False),
    ],
)
def test_a_figure_is_of_what_stands_with_it(
    claim: str, quote: str, language: Language, other: bool
) -> None:
    texts = with_plain_bounds(claim, language), with_plain_bounds(quote, language)
    assert is_of_other_figure(*texts) is other


def test_a_figure_of_another_thing_confirms_nothing() -> None:
    claim = "La procédure papier prend trois jours en moyenne."
    assert verdict(claim, "fr", Text(DELAI, "fr")) != "supported"


@pytest.mark.parametrize(
    ("claim", "quote", "language", "unsaid"),
    [
        ("Contractors use the business address.", STAFF, "en", True),
        ("Staff use the business address.", STAFF, "en", False),
        ("Les prestataires utilisent l'adresse électronique professionnelle.", AGENTS, "fr", True),
        ("Les agents utilisent l'adresse électronique professionnelle.", AGENTS, "fr", False),
    ],
)
def test_a_line_is_about_whom_it_names_first(
    claim: str, quote: str, language: Language, unsaid: bool
) -> None:
    texts = [with_plain_bounds(one, language) for one in (claim, quote, "")]
    assert is_unsaid(*texts, calculated=False) is unsaid


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "topics"),
    [
        ("Le virus survit 6 jours sur les surfaces sèches.", "6 days on moist surfaces", "fr en",
         ["opposite"]),
        ("Le virus survit 6 jours sur les surfaces humides.", "6 days on moist surfaces", "fr en",
         []),
        ("Les agents utilisent leur adresse personnelle.",
         "Les agents utilisent leur adresse professionnelle.", "fr fr", ["opposite"]),
        ("Les hôpitaux ne sont pas concernés par cette politique.",
         "Les hôpitaux sont hors périmètre de cette politique.", "fr fr", []),
        ("Cette politique s'applique aux hôpitaux.",
         "Les hôpitaux sont hors périmètre de cette politique.", "fr fr", ["denial"]),
        ("Hospitals are not covered by the policy.", "Hospitals are out of scope of the policy.",
         "en en", []),
    ],
)  # fmt: skip
def test_what_is_outside_is_not_inside(
    claim: str, quote: str, languages: str, topics: list[str]
) -> None:
    known: dict[str, Language] = {"fr": "fr", "en": "en"}
    own, other = (known[each] for each in languages.split())
    texts = with_plain_bounds(claim, own), with_plain_bounds(quote, other)
    found = compare(*texts, TextFacts.of("", own))
    assert [one.topic for one in found if one.outcome == "differs"] == topics
