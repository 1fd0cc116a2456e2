"""Dates that another one is only compared with: they answer no question about themselves."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.figures.periods import find_periods
from rag.records import Absent

TEXTS = {
    "electricite.md": """# Électricité

La consommation est descendue à 2,9 gigawattheures, soit 12 % de moins qu'en 2022.
""",
    "ferry.md": """# The ferry

It carried 3,480 passengers, fewer than the ferry of Port-Ormeau and fewer than in 2021.
""",
    "articles.md": """# Articles

Les laboratoires ont publié 512 articles, contre 468 en 2020.
""",
    "water.md": """# Water

Water use was 41,000 cubic metres, 3% less than in 2019, when it was 42,300.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("bases")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Quelle était la consommation d'électricité en 2022 ?", "2022"),
        ("What was the use of electricity in 2022?", "2022"),
        ("How many passengers did the ferry carry in 2021?", "2021"),
        ("Combien de passagers le ferry a-t-il transportés en 2021 ?", "2021"),
    ],
)
def test_a_figure_compared_with_a_year_does_not_answer_for_that_year(
    rag: Rag, question: str, year: str
) -> None:
    answer = rag.ask(question)
    assert not answer.found
    assert answer.absent == (Absent("period", year),)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Combien d'articles ont été publiés en 2020 ?", "468 en 2020"),
        ("How many articles were published in 2020?", "468 en 2020"),
        ("How much water was used in 2019?", "42,300"),
        ("Quelle est la consommation d'électricité ?", "2,9"),
        ("De combien la consommation d'électricité a-t-elle baissé par rapport à 2022 ?", "12 %"),
        ("By how much has electricity use fallen compared with 2022?", "12 %"),
        ("How many fewer passengers than in 2021?", "fewer than in 2021"),
    ],
)
def test_the_figure_of_the_year_and_the_comparison_that_is_asked_for_answer(
    rag: Rag, question: str, quote: str
) -> None:
    assert quote in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    "question", ["Quelle part de femmes en 2022 ?", "What was the energy use in 2022?"]
)
def test_a_report_has_no_figure_of_a_year_that_it_compares_with(sample: Rag, question: str) -> None:
    (absent,) = sample.ask(question).absent
    assert (absent.kind, absent.text) == ("period", "2022")


@pytest.mark.parametrize(
    "text",
    [
        "L'excédent est trois fois moindre qu'en 2022.",
        "Deux points de plus que l'exercice 2022.",
        "Par rapport à 2022, les entrées ont doublé.",
        "Une baisse de 12 % par rapport au budget de 2022.",
        "La consommation est inférieure de 12 % à celle de 2022.",
        "La consommation est supérieure à celle de 2022.",
        "Elle est de 12 % de moins qu'au 31 décembre 2022.",
        "Plus de visiteurs qu'à la fin de l'année 2022.",
        "Autant de visiteurs qu'en 2022.",
        "Les tarifs sont plus élevés que ceux de 2022.",
        "It rose by 3% compared with the previous budget for 2022.",
        "Use is 12% below the level of 2022.",
        "Income was up 5% on 2022.",
        "Income was up 5% from 2022.",
        "Twice as many visitors as in 2022.",
        "The same number as in 2022.",
        "Fewer visitors than on 31 December 2022.",
        "That is 2% more than the budget for 2022.",
        "That is 2% more than the 2022 figure.",
        "It is less than that of 2022.",
        "That is 12% more than in 2022 (see page 4).",
    ],
)
def test_a_date_is_the_base_of_a_comparison(text: str) -> None:
    (period,) = find_periods(text)
    assert period.compared


@pytest.mark.parametrize(
    "text",
    [
        "512 articles, against 468 in 2022.",
        "512 articles, contre 468 en 2022.",
        "512 articles, compared with 468 in 2022.",
        "512 articles, par rapport aux 468 de 2022.",
        "More than the 468 articles of 2022.",
        "That is 12% less than in 2022 (3.3 gigawatt-hours).",
        "Soit 12 % de moins qu'en 2022 (3,3 GWh).",
        "Soit 12 % de moins qu'en 2022, où elle était de 3,3 GWh.",
        "The report is due no later than 30 June 2022.",
        "Le règlement n'entre en vigueur qu'en 2022.",
        "Le pont n'ouvrira pas plus tôt qu'en 2022.",
        "More than half of the staff in 2022 were women.",
        "No fewer than twelve meetings were held in 2022.",
        "Plus de cent articles ont paru en 2022.",
        "Il est de plus précisé que le budget de 2022 est voté.",
        "The fee rises by 5% from 2022.",
        "Le tarif augmente de 5 % à partir de 2022.",
        "Other than in 2022, the fair was held every year.",
        "The same rules apply in 2022.",
    ],
)
def test_a_date_with_a_figure_or_an_event_of_its_own_is_no_base(text: str) -> None:
    (period,) = find_periods(text)
    assert not period.compared
