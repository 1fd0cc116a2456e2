"""The year of each figure of a sentence of several: "from 48 in 2022 to 31 in 2023"."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.facts.years import nearest_year
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("The bill fell from £412,000 in 2022 to £376,000 in 2024.", "en", [2022, 2024]),
        ("It had 14 berths in 2021 and 19 in 2023.", "en", [2021, 2023]),
        ("In 2021 it had 14 berths, in 2023 it had 19.", "en", [2021, 2023]),
        ("The wait fell from 48 days to 31 days between 2022 and 2023.", "en", [2022, 2023]),
        ("La facture est passée de 412 000 euros en 2022 à 376 000 euros en 2024.", "fr",
         [2022, 2024]),
        ("Le port avait 14 quais fin 2021 et 19 fin 2023.", "fr", [2021, 2023]),
        ("Le délai est passé de 48 à 31 jours entre 2022 et 2023.", "fr", [2022, 2023]),
        # One figure of one of two years is of the year beside it.
        ("Opened in 2019, the pool had 61,400 bathers in 2024.", "en", [2024]),
    ],
)  # fmt: skip
def test_each_figure_is_of_its_own_year(text: str, language: Language, years: list[int]) -> None:
    read = with_plain_bounds(text, language)
    assert [nearest_year(read, one) for one in read.facts.figures] == years


FELL = "The water bill fell from £412,000 in 2022 to £376,000 in 2024."
BAISSE = "La facture d'eau est passée de 412 000 euros en 2022 à 376 000 euros en 2024."


@pytest.mark.parametrize(
    ("claim", "quote", "language", "limited"),
    [
        ("The water bill was £376,000 in 2022.", FELL, "en", True),
        ("The water bill was £412,000 in 2022.", FELL, "en", False),
        ("The water bill was £376,000 in 2024.", FELL, "en", False),
        (FELL, FELL, "en", False),
        ("La facture d'eau était de 376 000 euros en 2022.", BAISSE, "fr", True),
        ("La facture d'eau était de 376 000 euros en 2024.", BAISSE, "fr", False),
        (BAISSE, BAISSE, "fr", False),
    ],
)  # fmt: skip
def test_a_figure_of_another_year_is_not_confirmed(
    claim: str, quote: str, language: Language, limited: bool
) -> None:
    assert limits_more(*(with_plain_bounds(each, language) for each in (claim, quote))) is limited


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "supported"),
    [
        ("The water bill was £376,000 in 2022.", FELL, "en en", False),
        ("The water bill was £376,000 in 2024.", FELL, "en en", True),
        ("The water bill fell from £376,000 in 2022 to £412,000 in 2024.", FELL, "en en", False),
        ("La facture est passée de 376 000 euros en 2022 à 412 000 euros en 2024.", BAISSE, "fr fr",
         False),
        ("La facture d'eau était de 376 000 euros en 2022.", BAISSE, "fr fr", False),
        ("La facture d'eau était de 376 000 euros en 2024.", BAISSE, "fr fr", True),
        ("The water bill was 376,000 euros in 2022.", BAISSE, "en fr", False),
    ],
)  # fmt: skip
def test_the_verdict_on_a_figure_of_two_years(
    claim: str, quote: str, languages: str, supported: bool
) -> None:
    both: list[Language] = ["fr" if one == "fr" else "en" for one in languages.split()]
    own, other = both
    assert (verdict(claim, own, Text(quote, other)) == "supported") is supported
