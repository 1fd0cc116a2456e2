"""More or less than in another year is compared with the figures of both years."""

from __future__ import annotations

import judging
import pytest
from judging import Text

from rag.facts.facts import read_facts
from rag.language.figures.year_trends import find_year_trends
from rag.records import Language

REPORT_FR = Text(
    "Les sentiers ont accueilli 214 000 marcheurs en 2023, contre 187 000 en 2022. "
    "Les accidents ont reculé : 38 secours en 2023, contre 51 en 2022.",
    "fr", "Rapport 2023 de l’Office des sentiers",
)  # fmt: skip
REPORT_EN = Text(
    "In 2023 the harbour handled 3.1 million tonnes of goods, up from 2.8 million in 2022. "
    "Rescues fell: 38 in 2023, against 51 in 2022.",
    "en", "Annual report 2023 of the harbour",
)  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "language", "text", "is_true"),
    [
        ("Les secours ont été plus nombreux en 2023 qu’en 2022.", "fr", REPORT_FR, False),
        ("Les secours ont été moins nombreux en 2023 qu’en 2022.", "fr", REPORT_FR, True),
        ("Les secours ont été moins nombreux en 2022 qu’en 2023.", "fr", REPORT_FR, False),
        ("Les secours ont été plus nombreux en 2022 qu’en 2023.", "fr", REPORT_FR, True),
        ("Les sentiers ont accueilli moins de marcheurs en 2023 qu’en 2022.", "fr", REPORT_FR,
         False),
        ("Les sentiers ont accueilli plus de marcheurs en 2023 qu’en 2022.", "fr", REPORT_FR, True),
        ("The harbour handled less goods in 2023 than in 2022.", "en", REPORT_EN, False),
        ("The harbour handled more goods in 2023 than in 2022.", "en", REPORT_EN, True),
        ("The harbour handled more goods in 2022 than in 2023.", "en", REPORT_EN, False),
        ("Rescues were more numerous in 2023 than in 2022.", "en", REPORT_EN, False),
        ("Rescues were more numerous in 2023 than in 2022.", "en", REPORT_FR, False),
        ("Les secours ont été plus nombreux en 2023 qu’en 2022.", "fr", REPORT_EN, False),
    ],
)  # fmt: skip
def test_a_trend_from_year_to_year_is_compared(
    claim: str, language: Language, text: Text, is_true: bool
) -> None:
    assert (judging.verdict(claim, language, text) == "supported") is is_true


@pytest.mark.parametrize(
    ("claim", "language", "text"),
    [
        ("Les naissances ont été plus nombreuses en 2023 qu’en 2022.", "fr", REPORT_FR),
        ("Il y a eu plus de naissances en 2023 qu’en 2022.", "fr", REPORT_FR),
        ("There were more births in 2023 than in 2022.", "en", REPORT_EN),
        ("There were more births in 2023 than in 2022.", "en", REPORT_FR),
    ],
)
def test_the_trend_of_another_thing_says_nothing(
    claim: str, language: Language, text: Text
) -> None:
    assert judging.verdict(claim, language, text) != "supported"


@pytest.mark.parametrize(
    ("text", "language", "sides"),
    [
        ("plus élevé en 2023 qu’en 2022", "fr", [1]),
        ("En 2023, un prix plus faible qu’en 2022", "fr", [-1]),
        ("En 2022, moins de visites qu’en 2023", "fr", [1]),
        ("moins nombreux que l’année précédente", "fr", [-1]),
        ("Plus de 200 visiteurs en 2023", "fr", []),
        ("lower in 2023 than in 2022", "en", [-1]),
        ("higher than a year earlier", "en", [1]),
        ("more than 200 visitors in 2023", "en", []),
    ],
)
def test_trends_are_read(text: str, language: Language, sides: list[int]) -> None:
    assert [one.side for one in find_year_trends(text, language)] == sides
    rises = [one.side for one in read_facts(text, language).sides if one.topic == "rise"]
    assert rises == sides
