"""More of one thing is not fewer of it; tax, ages, months and numbers beside what is compared."""

from __future__ import annotations

import pytest

from rag.facts.actors import is_of_other_actor
from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.facts.limits import limits_more
from rag.facts.qualifiers import compare_qualifiers, with_plain_bounds
from rag.language.statements.predicates import is_finite
from rag.records import Language

FEWER = "The sample has fewer residents of Quebec, and somewhat more men."
MOINS = "L'échantillon compte moins de résidents du Québec et un peu plus d'hommes."
AGES = "It has fewer of those aged less than 35, and more of those aged 55 and over."
ROW = "Quebec | Population: 23.9% | Sample: 19.8%"
TOTAL = "Total expenditure was $1,900 (including HST)."
DEPENSES = "Les dépenses ont été de 1 900 $ (TVH incluse)."
PAY = "Le salaire brut est de 1 823 euros, soit 1 443 euros nets."
CASES = "We collected 6,048 cases: 4,206 landline and 1,842 cell (of which 1,219 were cell only)."


def _read(text: str, language: str) -> TextFacts:
    known: dict[str, Language] = {"fr": "fr", "en": "en"}
    return with_plain_bounds(text, known[language])


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "less"),
    [
        ("The sample has more Quebec residents than the population.", FEWER, "en en", True),
        ("The sample has fewer Quebec residents than the population.", FEWER, "en en", False),
        ("Il compte plus de résidents du Québec que la population.", FEWER, "fr en", True),
        ("Il compte moins de résidents du Québec que la population.", FEWER, "fr en", False),
        ("The sample has more residents of Quebec.", MOINS, "en fr", True),
        ("Il compte plus de résidents du Québec.", MOINS, "fr fr", True),
        ("Il compte davantage d'hommes.", MOINS, "fr fr", False),
        ("The sample has more men.", MOINS, "en fr", True),  # no word says which are the men
        ("It has fewer people aged 55 and over.", AGES, "en en", True),
        ("It has more people aged 55 and over.", AGES, "en en", False),
        ("It has more residents of Quebec.", ROW, "en en", True),
        ("The project cost $1,900 before tax.", TOTAL, "en en", True),
        ("The project cost $1,900 including tax.", TOTAL, "en en", False),
        ("The project cost $1,900 before tax.", DEPENSES, "en fr", True),
        ("Le projet a coûté 1 900 $ hors taxes.", DEPENSES, "fr fr", True),
        ("Le projet a coûté 1 900 $ TTC.", DEPENSES, "fr fr", False),
        ("Le salaire net est de 1 823 euros.", PAY, "fr fr", True),
        ("Le salaire brut est de 1 823 euros.", PAY, "fr fr", False),
        ("6,048 cases were collected, 1,842 of them by cell.", CASES, "en en", False),
        ("1,842 cases were cell only.", CASES, "en en", True),
        ("1,219 cases were by cell.", CASES, "en en", True),
        ("All cases were by cell.", CASES, "en en", True),
    ],
)
def test_a_quote_has_what_a_claim_compares(
    claim: str, quote: str, languages: str, less: bool
) -> None:
    own, other = languages.split()
    assert limits_more(_read(claim, own), _read(quote, other)) is less


@pytest.mark.parametrize(
    ("claim", "quote", "languages"),
    [
        ("Symptoms appear on average five to seven days after contact.",
         "Symptoms appear on average from 5 to 7 days after contact, but may appear between 2 and "
         "12 days.", "en en"),
        ("The sample has more people aged 55 and over than the population.", AGES, "en en"),
        ("It was open between June and early September 2020.",
         "De juin à début septembre 2020, il a été ouvert.", "en fr"),
    ],
)  # fmt: skip
def test_each_fact_agrees(claim: str, quote: str, languages: str) -> None:
    own, other = languages.split()
    claimed = _read(claim, own)
    reasons = compare(claimed, _read(quote, other), TextFacts.of("", claimed.facts.language))
    assert {one.outcome for one in reasons} == {"agrees"}


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "outcomes"),
    [
        ("Several offices are open.", "Plusieurs bureaux sont ouverts.", "en fr", []),
        ("Plusieurs bureaux sont ouverts.", "Tous les bureaux sont ouverts.", "fr fr", []),
        ("Some of the offices are open.", "Several offices are open.", "en en", []),
        ("Tous les bureaux sont ouverts.", "Plusieurs bureaux sont ouverts.", "fr fr", ["missing"]),
        ("Several offices are open.", "None of the offices are open.", "en en", ["differs"]),
    ],
)
def test_several_are_some_and_not_all(
    claim: str, quote: str, languages: str, outcomes: list[str]
) -> None:
    own, other = languages.split()
    found = compare_qualifiers(_read(claim, own), _read(quote, other))
    assert [one.outcome for one in found] == outcomes


def test_a_number_is_no_part_of_the_name_of_a_body() -> None:
    claim = _read("Dix-huit entreprises ont plusieurs établissements.", "fr")
    quote = _read("18 de ces entreprises détiennent plusieurs établissements.", "fr")
    assert not is_of_other_actor(claim, quote, _read("", "fr"), "")


def test_the_plural_of_a_verb_is_one() -> None:
    assert all(is_finite(one, "fr") for one in ("detiennent", "contiennent", "comprennent"))
