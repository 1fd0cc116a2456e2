"""What looks like a limit of a quote that a claim lacks, and is said by both."""

from __future__ import annotations

import pytest

from rag.checking.unsaid import is_supposed, is_unsaid
from rag.facts.compare import compare
from rag.facts.counted_phrases import counts_people
from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.facts.replaced_nouns import has_other_noun
from rag.language.statements.opinions import is_opinion
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "language", "quote", "there", "more"),
    [
        pytest.param(
            "Un assuré ne peut suivre qu'une cure par an.", "fr",
            "Vous avez droit à une seule cure par an.", "fr", False, id="one",
        ),
        pytest.param(
            "Un membre ne peut parler qu'une seule fois.", "fr",
            "A member may speak only once.", "en", False, id="one-across",
        ),
        pytest.param(
            "Un foyer ne peut avoir que deux livrets.", "fr",
            "Un foyer ne peut avoir plus de 2 livrets.", "fr", False, id="no-more-than",
        ),
        pytest.param(
            "Un foyer ne peut avoir que deux livrets.", "fr",
            "Un foyer peut avoir deux livrets.", "fr", True, id="said-by-the-claim-alone",
        ),
        pytest.param(
            "It would cost about 4,000 dollars.", "en",
            "It turns out this would only cost around $4,000 dollars.", "en", False,
            id="only-of-a-figure",
        ),
        pytest.param(
            "Members may vote.", "en", "Only members over 60 years may vote.", "en", True,
            id="only-of-some",
        ),
    ],
)  # fmt: skip
def test_an_only_that_both_say(
    claim: str, language: Language, quote: str, there: Language, more: bool
) -> None:
    texts = with_plain_bounds(claim, language), with_plain_bounds(quote, there)
    assert limits_more(*texts) is more


@pytest.mark.parametrize(
    ("claim", "quote", "supposed"),
    [
        (
            "Le conducteur qui arrive avant l'enlèvement peut reprendre son véhicule.",
            "Vous pouvez reprendre votre véhicule si vous arrivez avant l'enlèvement.",
            False,
        ),
        ("Le conducteur arrive avant.", "Vous payez si le conducteur arrive avant.", True),
    ],
)
def test_a_relative_clause_is_a_condition(claim: str, quote: str, supposed: bool) -> None:
    texts = with_plain_bounds(claim, "fr"), with_plain_bounds(quote, "fr")
    assert is_supposed(*texts) is supposed


def test_the_subject_is_found_after_what_opens_a_claim() -> None:
    claim = with_plain_bounds("Pour un logement vide, le dépôt est d'un mois au plus.", "fr")
    quote = with_plain_bounds("Il ne doit pas dépasser un mois.", "fr")
    deposit, court = (with_plain_bounds(each, "fr") for each in ("Le dépôt", "Le tribunal"))
    assert not is_unsaid(claim, quote, deposit, calculated=False)
    assert is_unsaid(claim, quote, court, calculated=False)


def test_a_noun_of_a_preposition_is_no_other_noun() -> None:
    claim = with_plain_bounds("It is filed in conformity with rule 6.", "en")
    quote = with_plain_bounds("It is filed in accordance with rule 6.", "en")
    assert not has_other_noun(claim, quote)
    assert has_other_noun(
        with_plain_bounds("It closed because of a fire in May.", "en"),
        with_plain_bounds("It closed because of a slide in May.", "en"),
    )


def test_people_may_have_a_proper_noun() -> None:
    claim = with_plain_bounds("Quelque 6 000 personnes ont répondu.", "fr")
    quote = with_plain_bounds("Un échantillon de 6 000 Canadiens.", "fr")
    other = with_plain_bounds("Un échantillon de 6 000 livres.", "fr")
    assert counts_people(claim.facts.figures[0], quote.facts.figures[0], quote)
    assert not counts_people(claim.facts.figures[0], other.facts.figures[0], other)


def test_a_dozen_minutes_are_a_length_of_time() -> None:
    (one,) = with_plain_bounds("Il durait une douzaine de minutes.", "fr").facts.figures
    (other,) = with_plain_bounds("Il durait environ 12 minutes.", "fr").facts.figures
    assert (one.value, one.unit) == (other.value, other.unit)


@pytest.mark.parametrize(
    ("sentence", "language", "opinion"),
    [
        ("C'est une dépense scandaleuse.", "fr", True),
        ("C'est une dépense régulière.", "fr", False),
        ("This is, I believe, the best survey in the world.", "en", True),
        ("This was a shameful decision.", "en", True),
        ("This was a unanimous decision.", "en", False),
    ],
)
def test_what_only_judges_is_an_opinion(sentence: str, language: Language, opinion: bool) -> None:
    assert is_opinion(sentence, language) is opinion


def test_each_year_is_of_no_group() -> None:
    claim = with_plain_bounds("Each year departments give a forecast.", "en")
    quote = with_plain_bounds("Every department that uses it shall annually give a forecast.", "en")
    assert not limits_more(claim, quote)


@pytest.mark.parametrize(
    ("quote", "outcome"),
    [
        ("a contravention at an airport in category 2", "missing"),
        ("a contravention at Kelowna Airport in category 2", "agrees"),
        ("Airport of Kelowna", "agrees"),
    ],
)
def test_the_noun_of_a_name_is_not_the_name(quote: str, outcome: str) -> None:
    claim = with_plain_bounds("The fine at Kelowna Airport is high.", "en")
    texts = with_plain_bounds(quote, "en"), with_plain_bounds("Rules of Airports", "en")
    (reason,) = (one for one in compare(claim, *texts) if one.topic == "name")
    assert reason.outcome == outcome


def test_the_others_are_not_these() -> None:
    claim = with_plain_bounds("If they conflict, the others prevail.", "en")
    quote = with_plain_bounds("If they conflict, these Regulations prevail.", "en")
    reasons = compare(claim, quote, with_plain_bounds("", "en"))
    assert any((one.topic, one.outcome) == ("opposite", "differs") for one in reasons)
