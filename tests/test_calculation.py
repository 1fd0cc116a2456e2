"""Figures and dates of a claim that a quote gives in other units, in words, or when calculated."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.facts.calculation import calculate, with_dates
from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.language.figures.relative_dates import find_relative_dates
from rag.messages.checks import reason
from rag.records import Language
from rag.records.checks import Reason

DAY = dt.date(2024, 2, 28)


def reasons_of(
    claim: str, quote: str, before: str = "", languages: tuple[Language, Language] = ("en", "en")
) -> list[Reason]:
    own, other = (
        with_plain_bounds(text, language)
        for text, language in zip((claim, quote), languages, strict=True)
    )
    found = compare(own, other, TextFacts.of("", languages[1]))
    return calculate(found, own, other, with_plain_bounds(before, languages[1]), DAY)


def outcomes(found: list[Reason]) -> list[tuple[str, str]]:
    return [(one.topic, one.outcome) for one in found]


@pytest.mark.parametrize(
    ("claim", "quote", "outcome"),
    [
        ("It cost half a million euros.", "It cost 500,000 euros.", "agrees"),
        ("It cost half a million euros.", "It cost 700,000 euros.", "differs"),
        ("Half of the members are women.", "50% of the members are women.", "agrees"),
        ("Half of the members are women.", "41% of the members are women.", "differs"),
        ("A third of the members voted.", "33% of the members voted.", "agrees"),
        ("More than half of the members voted.", "52% of the members voted.", "agrees"),
        ("More than half of the members voted.", "48% of the members voted.", "differs"),
        ("Nearly a third of the members voted.", "31% of the members voted.", "agrees"),
        ("One in five employees is a woman.", "20% of employees are women.", "agrees"),
        ("Eight out of ten people agree.", "80 per cent of people agree.", "agrees"),
        ("Eight out of ten people agree.", "60 per cent of people agree.", "differs"),
        ("Dozens of people came.", "48 people came.", "agrees"),
        ("Dozens of people came.", "7 people came.", "differs"),
        ("Hundreds of people came.", "48 people came.", "differs"),
        ("The term is three years.", "The term is 36 months.", "agrees"),
        ("The term is three years.", "The term is 30 months.", "differs"),
        ("The term is a year and a half.", "The term is 18 months.", "agrees"),
        ("It closes for two days.", "It closes for 48 hours.", "agrees"),
        ("It lasts a decade.", "It lasts ten years.", "agrees"),
        ("It lasted twenty-one days.", "It lasted eleven days.", "differs"),
        ("It grew by 46 people.", "It rose from 342 to 388 people.", "agrees"),
        ("It grew by 56 people.", "It rose from 342 to 388 people.", "differs"),
        ("Staff grew by 13%.", "There are 388 staff, up from 342.", "agrees"),
        ("Staff grew by 23%.", "There are 388 staff, up from 342.", "differs"),
        ("The share rose by 3 points.", "The share rose from 74% to 77%.", "agrees"),
        ("The number has doubled.", "The number rose from 20 to 41.", "agrees"),
        ("The number has tripled.", "The number rose from 20 to 41.", "differs"),
        ("The number nearly doubled.", "The number rose from 21 to 40.", "agrees"),
        ("In total 10 people came.", "4 men and 6 women came.", "agrees"),
        ("10 people came.", "4 men and 6 women came.", "missing"),
        ("Half of the members voted.", "44 of the 88 members voted.", "agrees"),
        # One in a word, and what stands between a number and its days.
        ("Nobody holds more than 1 proxy.", "Nobody holds more than one proxy.", "agrees"),
        ("A member holds 1 proxy.", "A member holds two proxies, and one vote.", "differs"),
        ("The period is five working hours.", "The period is five working days.", "missing"),
        ("The period is five working days.", "The period is 5 working days.", "agrees"),
        ("It lasts between six and eleven months.", "It lasts six to eleven months.", "agrees"),
    ],
)
def test_english_figures(claim: str, quote: str, outcome: str) -> None:
    found = outcomes(reasons_of(claim, quote))
    assert set(found) - {("opposite", "differs")} == {("figure", outcome)}


@pytest.mark.parametrize(
    ("claim", "quote", "outcome"),
    [
        ("Cela coûte un demi-million d'euros.", "Cela coûte 500 000 euros.", "agrees"),
        ("Cela coûte 450 k€.", "Cela coûte 450 000 euros.", "agrees"),
        ("Près de 9 M€ ont été versés.", "8,8 millions d'euros ont été versés.", "agrees"),
        ("Près de 9 M€ ont été versés.", "9,4 millions d'euros ont été versés.", "differs"),
        ("Plus de la moitié des membres votent.", "52 % des membres votent.", "agrees"),
        ("La moitié des membres votent.", "62 % des membres votent.", "differs"),
        ("Près d'un tiers des membres votent.", "32 % des membres votent.", "agrees"),
        ("Un agent sur cinq est absent.", "20 % des agents sont absents.", "agrees"),
        ("Un agent sur cinq est absent.", "35 % des agents sont absents.", "differs"),
        ("Une trentaine de navires arrivent.", "31 navires arrivent.", "agrees"),
        ("Des centaines de navires arrivent.", "31 navires arrivent.", "differs"),
        ("Le mandat dure un an et demi.", "Le mandat dure 18 mois.", "agrees"),
        ("Le mandat dure trois ans.", "Le mandat dure 36 mois.", "agrees"),
        ("Le mandat dure trois ans.", "Le mandat dure 18 mois.", "differs"),
        ("Le délai est de deux semaines.", "Le délai est de quinze jours.", "agrees"),
        ("La séance dure trois heures et demie.", "La séance dure 3,5 heures.", "agrees"),
        ("L'effectif a augmenté de 13 %.", "On compte 388 agents, contre 342.", "agrees"),
        ("L'effectif a gagné 46 agents.", "On compte 388 agents, contre 342.", "agrees"),
        (
            "Nul ne détient plus d'1 procuration.",
            "Nul ne détient plus d'une procuration.",
            "agrees",
        ),
        ("Un membre détient 1 procuration.", "Un membre détient deux procurations.", "differs"),
        ("Plus des deux tiers des codes changent.", "68,9 % des codes changent.", "agrees"),
        ("Plus des deux tiers des codes changent.", "58,9 % des codes changent.", "differs"),
        ("Moins des trois quarts des codes changent.", "72 % des codes changent.", "agrees"),
        ("La part a reculé de 3 points.", "La part est passée de 77 % à 74 %.", "agrees"),
        ("Le nombre a doublé.", "Le nombre est passé de 20 à 40.", "agrees"),
        ("Le nombre a doublé.", "Le nombre est passé de 20 à 30.", "differs"),
        ("Au total, 10 personnes sont venues.", "4 hommes et 6 femmes sont venus.", "agrees"),
    ],
)
def test_french_figures(claim: str, quote: str, outcome: str) -> None:
    found = outcomes(reasons_of(claim, quote, languages=("fr", "fr")))
    assert set(found) - {("opposite", "differs")} == {("figure", outcome)}


@pytest.mark.parametrize(
    ("claim", "quote", "languages"),
    [
        ("Le mandat dure trois ans.", "The term is 36 months.", ("fr", "en")),
        ("A third of the members voted.", "33 % des membres ont voté.", ("en", "fr")),
        ("Près de neuf millions de personnes viennent.", "8.8 million people come.", ("fr", "en")),
        ("The number has doubled.", "Le nombre est passé de 20 à 40.", ("en", "fr")),
    ],
)
def test_figures_across_languages(
    claim: str, quote: str, languages: tuple[Language, Language]
) -> None:
    assert outcomes(reasons_of(claim, quote, languages=languages)) == [("figure", "agrees")]


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "expected"),
    [
        # What a claim says in round numbers is no rival to its other figure.
        ("For about 150 euros, 97.50 euros are refunded.",
         "For 150.01 euros, 97.50 euros are refunded.", ("en", "en"), ["agrees", "agrees"]),
        ("For about 150 euros, 99.50 euros are refunded.",
         "For 150.01 euros, 97.50 euros are refunded.", ("en", "en"), ["agrees", "differs"]),
        ("Pour environ 150 euros, 97,50 euros sont remboursés.",
         "Pour 150,01 euros, 97,50 euros sont remboursés.", ("fr", "fr"), ["agrees", "agrees"]),
        # Two things that are known to be two: seats, visits.
        ("The room has 22 seats.", "La salle a reçu 3 860 visites.", ("en", "fr"), ["missing"]),
        ("The room has 22 seats.", "La salle compte 24 places.", ("en", "fr"), ["differs"]),
        ("La salle compte 22 places.", "The room got 22 visits.", ("fr", "en"), ["missing"]),
        ("It employs 402 members of staff.", "Il emploie 402 agents.", ("en", "fr"), ["agrees"]),
        ("It employs 412 members of staff.", "Il emploie 402 agents.", ("en", "fr"), ["differs"]),
        ("Le délai est de cinq heures ouvrées.", "The period is five working days.", ("fr", "en"),
         ["missing"]),
        ("Le délai est de cinq jours ouvrés.", "The period is five working days.", ("fr", "en"),
         ["agrees"]),
        # The number of one kind of thing is not that of another.
        ("Kelowna is in category 2.", "See Schedule 2.", ("en", "en"), ["missing"]),
        ("It follows from section 2.", "See Sect. 2.", ("en", "en"), ["agrees"]),
        ("Lyon relève de la catégorie 2.", "Voir l'annexe 2.", ("fr", "fr"), ["missing"]),
        ("Cela découle de l'article 2.", "Voir l'art. 2.", ("fr", "fr"), ["agrees"]),
    ],
)  # fmt: skip
def test_which_figures_are_compared(
    claim: str, quote: str, languages: tuple[Language, Language], expected: list[str]
) -> None:
    found = reasons_of(claim, quote, languages=languages)
    assert [one.outcome for one in found if one.topic == "figure"] == expected


@pytest.mark.parametrize(
    ("claim", "quote", "expected"),
    [
        ("The rules of 4 March 2022 end on 1 September 2024.",
         "The rules of 4 March 2022 end on the same day.", ["agrees", "missing"]),
        ("The rules of 4 March 2022 end on 1 September 2024.",
         "The rules of 4 March 2022 end on 1 October 2024.", ["agrees", "differs"]),
    ],
)  # fmt: skip
def test_a_date_of_the_claim_is_no_rival_to_another(
    claim: str, quote: str, expected: list[str]
) -> None:
    found = reasons_of(claim, quote)
    assert [one.outcome for one in found if one.topic == "date"] == expected


def test_one_figure_may_stand_in_the_sentence_before() -> None:
    found = reasons_of(
        "Membership has doubled.", "There were 40 members in 2023.", "There were 20 in 2019."
    )
    assert [one.outcome for one in found] == ["agrees"]


def test_a_growth_in_the_other_direction_is_not_calculated() -> None:
    found = reasons_of("Staff fell by 46 people.", "Staff rose from 342 to 388 people.")
    assert ("figure", "agrees") not in outcomes(found)


@pytest.mark.parametrize(
    ("claim", "quote", "language", "outcome"),
    [
        ("It was adopted in November 2023.", "It was adopted last November.", "en", "agrees"),
        ("It was adopted in November 2022.", "It was adopted last November.", "en", "missing"),
        ("It opens in June 2024.", "It opens next June.", "en", "agrees"),
        ("It closed in 2021.", "It closed three years ago.", "en", "agrees"),
        ("Il est adopté en novembre 2023.", "Il est adopté en novembre dernier.", "fr", "agrees"),
        ("Il est adopté en 2023.", "Il est adopté l'an dernier.", "fr", "agrees"),
        ("Il est adopté en 2025.", "Il est adopté l'année prochaine.", "fr", "agrees"),
        ("Il est adopté en 2022.", "Il est adopté il y a deux ans.", "fr", "agrees"),
    ],
)
def test_dates_by_that_of_the_document(
    claim: str, quote: str, language: Language, outcome: str
) -> None:
    found = reasons_of(claim, quote, languages=(language, language))
    assert ("date", outcome) in outcomes(found)


def test_the_figure_of_an_earlier_year_is_that_of_its_year_only() -> None:
    quote = "Fin 2023, le port emploie 388 agents, contre 342 un an plus tôt."
    found = reasons_of("En 2022, le port emploie 342 agents.", quote, languages=("fr", "fr"))
    assert [one.outcome for one in found] == ["agrees", "agrees"]
    claim = with_plain_bounds("En 2022, le port emploie 388 agents.", "fr")
    plain = with_plain_bounds(quote, "fr")
    dated = with_dates(plain, find_relative_dates(plain.text, "fr", DAY))
    assert limits_more(claim, dated)


def test_a_calculation_is_shown() -> None:
    (found,) = reasons_of(
        "Près de neuf millions de visites.", "8,8 millions de visites.", languages=("fr", "fr")
    )
    assert " ".join(reason(found, "fr").split()) == (
        "calcul : « 8,8 millions », soit « Près de neuf millions » (8 800 000 < 9 000 000)"
    )
    (found,) = reasons_of("It grew by 46 people.", "It rose from 342 to 388 people.")
    assert reason(found, "en") == "calculated: “342 to 388”, that is “46” (388 − 342 = 46)"
