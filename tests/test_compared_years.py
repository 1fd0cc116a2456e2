"""A figure that a sentence gives for another year: "512 articles in 2023, against 468 in 2022"."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.facts.qualifiers import with_plain_bounds
from rag.facts.years import stated_years
from rag.language.figures.compared_years import find_compared
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("512 articles in 2023, against 468 in 2022.", "en", [("468", 2022)]),
        ("512 articles in 2023, up from 468 in 2022.", "en", [("468", 2022)]),
        ("512 articles in 2023, compared with 468 articles in 2022.", "en",
         [("468 articles", 2022)]),
        ("47% in 2023, against 44% in 2022 and 41% in 2021.", "en",
         [("44%", 2022), ("41%", 2021)]),
        ("More loans in 2023 (812) than in 2022 (740).", "en", [("740", 2022)]),
        ("It is more than the 468 of 2022.", "en", [("468", 2022)]),
        ("512 articles (468 in 2022).", "en", [("468", 2022)]),
        ("512 articles (2022: 468).", "en", [("468", 2022)]),
        ("512 articles, against 468 a year earlier.", "en", [("468", None)]),
        ("512 articles in 2023, against 468 the year before.", "en", [("468", None)]),
        ("512 articles en 2023, contre 468 en 2022.", "fr", [("468", 2022)]),
        ("388 agents, en hausse par rapport à 2022 (342).", "fr", [("342", 2022)]),
        ("388 agents, en hausse par rapport à 342 en 2022.", "fr", [("342", 2022)]),
        ("Plus de prêts en 2023 (812) qu’en 2022 (740).", "fr", [("740", 2022)]),
        ("C'est plus que les 468 de 2022.", "fr", [("468", 2022)]),
        ("9,1 millions en 2023 (8,2 millions en 2022).", "fr", [("8,2 millions", 2022)]),
        ("512 articles, contre 468 un an plus tôt.", "fr", [("468", None)]),
        ("512 articles, contre 468 l’année précédente.", "fr", [("468", None)]),
        # No figure of another year.
        ("More than 468 articles appeared in 2022.", "en", []),
        ("The motion passed by 12 votes against 5 in 2023.", "en", []),
        ("512 articles in 2023, against 468 at the other site.", "en", []),
        ("Plus de 468 articles sont parus en 2022.", "fr", []),
        ("La motion est adoptée par 12 voix contre 5 en 2023.", "fr", []),
    ],
)  # fmt: skip
def test_figures_of_other_years(
    text: str, language: Language, found: list[tuple[str, int | None]]
) -> None:
    compared = find_compared(text, language)
    assert [(text[slice(*one.figure)], one.year) for one in compared] == found


BOTH = "The review published 512 articles in 2023, against 468 in 2022, and has 30 readers."
ONE = "The review published 512 articles, up from 468 in 2022."
LES_DEUX = "La revue a publié 512 articles en 2023, contre 468 un an plus tôt."


@pytest.mark.parametrize(
    ("claim", "quote", "language", "outcomes"),
    [
        ("In 2022 the review published 468 articles.", BOTH, "en", ["agrees"]),
        ("The review published 468 articles in 2023.", BOTH, "en", ["differs"]),
        ("The review published 512 articles in 2022.", BOTH, "en", ["differs"]),
        ("The review published 490 articles in 2022.", BOTH, "en", ["differs"]),
        ("The review published 512 articles in 2023.", BOTH, "en", ["agrees"]),
        ("The review had 30 readers in 2023.", BOTH, "en", ["agrees"]),
        ("The review had 30 readers in 2022.", BOTH, "en", ["missing"]),
        ("It published 512 articles in 2023, against 468 in 2022.", BOTH, "en",
         ["agrees", "agrees"]),
        ("The review published 468 articles in 2022.", ONE, "en", ["agrees"]),
        ("The review published 512 articles in 2022.", ONE, "en", ["differs"]),
        ("The review published 512 articles in 2023.", ONE, "en", ["agrees"]),
        ("La revue a publié 468 articles en 2022.", LES_DEUX, "fr", ["agrees"]),
        ("La revue a publié 468 articles en 2023.", LES_DEUX, "fr", ["differs"]),
        ("La revue a publié 512 articles en 2022.", LES_DEUX, "fr", ["differs"]),
        ("La revue a publié 512 articles en 2023.", LES_DEUX, "fr", ["agrees"]),
    ],
)  # fmt: skip
def test_a_figure_is_compared_with_that_of_its_year(
    claim: str, quote: str, language: Language, outcomes: list[str]
) -> None:
    own, other = (with_plain_bounds(text, language) for text in (claim, quote))
    found = compare(own, other, TextFacts.of("", language))
    assert [one.outcome for one in found if one.topic == "figure"] == outcomes


def test_the_year_of_a_figure() -> None:
    text = TextFacts.of(BOTH, "en")
    assert [*stated_years(text).values()] == [2023, 2022, 2023]
    two = TextFacts.of("From 468 in 2022 to 512 in 2023.", "en")
    assert [*stated_years(two).values()] == [2022, 2023]


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "expected"),
    [
        ("The review published 468 articles in 2022.", BOTH, ("en", "en"), "supported"),
        ("The review published 468 articles in 2023.", BOTH, ("en", "en"), "contradicted"),
        ("The review published 512 articles in 2022.", ONE, ("en", "en"), "contradicted"),
        ("La revue a publié 468 articles en 2022.", BOTH, ("fr", "en"), "supported"),
        ("La revue a publié 468 articles en 2022.", LES_DEUX, ("fr", "fr"), "supported"),
        ("La revue a publié 468 articles en 2023.", LES_DEUX, ("fr", "fr"), "contradicted"),
        ("The review published 512 articles in 2022.", LES_DEUX, ("en", "fr"), "contradicted"),
    ],
)
def test_the_verdict_on_the_figure_of_another_year(
    claim: str, quote: str, languages: tuple[Language, Language], expected: str
) -> None:
    language, other = languages
    assert verdict(claim, language, Text(quote, other)) == expected
