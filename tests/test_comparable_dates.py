"""The date of a claim is not that which a sentence compares with, nor that of another thing."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.records import Language

LOANS = "Le nombre de prêts a atteint 212 400, soit 4 % de plus qu'en 2022."
VISITS = "Castle Dunmore received 402,300 visitors, 12% less than in 2022."
BUDGET = "The budget for 2023 was approved in December 2022."
COMPTES = "Les comptes de 2023 ont été publiés en juin 2024."


@pytest.mark.parametrize(
    ("claim", "quote", "language", "outcomes"),
    [
        ("Le nombre de prêts a atteint 212 400 en 2022.", LOANS, "fr", ["missing"]),
        ("C'est 4 % de plus qu'en 2022.", LOANS, "fr", ["agrees"]),
        ("Castle Dunmore received 402,300 visitors in 2022.", VISITS, "en", ["missing"]),
        ("That is 12% less than in 2022.", VISITS, "en", ["agrees"]),
        ("The budget for 2022 was approved in December 2022.", BUDGET, "en",
         ["differs", "agrees"]),
        ("The budget for 2023 was approved in December 2022.", BUDGET, "en", ["agrees", "agrees"]),
        ("The budget was approved in 2022.", BUDGET, "en", ["agrees"]),
        ("Les comptes de 2024 ont été publiés.", COMPTES, "fr", ["differs"]),
        ("Les comptes de 2023 ont été publiés en 2024.", COMPTES, "fr", ["agrees", "agrees"]),
        ("The review published 512 articles in 2023.", "512 articles in 2023, against 468 in 2022.",
         "en", ["agrees"]),
    ],
)  # fmt: skip
def test_the_dates_of_a_claim(
    claim: str, quote: str, language: Language, outcomes: list[str]
) -> None:
    own, other = (TextFacts.of(text, language) for text in (claim, quote))
    found = compare(own, other, TextFacts.of("", language))
    assert [one.outcome for one in found if one.topic == "date"] == outcomes


@pytest.mark.parametrize(
    ("quote", "outcome"),
    [
        ("Two accidents were recorded.", "agrees"),
        ("Two accidents had been recorded in 2023.", "missing"),
        ("Two accidents were recorded, one fewer than in 2023.", "agrees"),
        ("Two accidents were recorded, against 3 in 2023.", "agrees"),
        ("Two accidents were recorded under the rules of 2023.", "agrees"),
    ],
)
def test_the_year_of_the_title_is_not_that_of_a_sentence_with_its_own(
    quote: str, outcome: str
) -> None:
    claim, title = "Two accidents were recorded in 2024.", "Annual report 2024"
    texts = (TextFacts.of(text, "en") for text in (claim, quote, title))
    assert [one.outcome for one in compare(*texts) if one.topic == "date"] == [outcome]


@pytest.mark.parametrize(
    ("claim", "language", "text"),
    [
        ("The Fisheries Department handled 4,120 ships in 2023.", "en",
         "The Harbour Office handled 4,120 ships in 2023. The Fisheries Department issued 312 "
         "licences."),
        ("L'Observatoire des oiseaux a recensé 310 hérons.", "fr",
         "Le Conservatoire du lac a recensé 310 hérons. L'Observatoire des oiseaux a recensé 95 "
         "cygnes."),
    ],
)  # fmt: skip
def test_a_count_of_the_sentence_before_confirms_nothing_of_one_with_its_own(
    claim: str, language: Language, text: str
) -> None:
    assert verdict(claim, language, Text(text, language)) != "supported"


def test_a_figure_of_the_sentence_before_still_completes_one_without_any() -> None:
    text = "The Council has fifteen members. They are elected for a term by the Assembly."
    claim = "The fifteen members of the Council are elected by the Assembly."
    assert verdict(claim, "en", Text(text, "en")) == "supported"
