"""A figure of the whole is not that of a part, a date of one act not that of another."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.actors import is_of_other_actor
from rag.facts.facts import TextFacts
from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.language.figures.compared_years import find_compared
from rag.records import Language

GRANTED = "The Ethics Board met twice and approved 29 of 33 requests."
ACCORD = "Le comité a approuvé 29 demandes sur 33."
ADOPTED = "The rules were adopted on 9 February 2019 and amended on 4 March 2023."
ADOPTES = "Les statuts ont été adoptés le 9 février 2019 et modifiés le 4 mars 2023."


@pytest.mark.parametrize(
    ("claim", "quote", "language", "limited"),
    [
        ("The Ethics Board approved 33 requests.", GRANTED, "en", True),
        ("The rules were adopted on 4 March 2023.", ADOPTED, "en", True),
        ("The rules were amended on 9 February 2019.", ADOPTED, "en", True),
        ("Le comité a approuvé 33 demandes.", ACCORD, "fr", True),
        ("Les statuts ont été adoptés le 4 mars 2023.", ADOPTES, "fr", True),
        # The part with its whole, each act with its date.
        ("The Ethics Board approved 29 requests.", GRANTED, "en", False),
        ("The Ethics Board approved 29 of 33 requests.", GRANTED, "en", False),
        ("The rules were adopted on 9 February 2019.", ADOPTED, "en", False),
        ("The rules were amended on 4 March 2023.", ADOPTED, "en", False),
        ("The museum had 420 visitors in 2022.",
         "The museum had 512 visitors in 2023, against 420 in 2022.", "en", False),
        ("Le comité a approuvé 29 demandes sur 33.", ACCORD, "fr", False),
        ("Les statuts ont été modifiés le 4 mars 2023.", ADOPTES, "fr", False),
        ("Le musée a eu 420 visiteurs en 2022.",
         "Le musée a eu 512 visiteurs en 2023, contre 420 en 2022.", "fr", False),
    ],
)  # fmt: skip
def test_a_part_and_a_date(claim: str, quote: str, language: Language, limited: bool) -> None:
    assert limits_more(*(with_plain_bounds(each, language) for each in (claim, quote))) is limited


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("51,700 entries in 2024, against 47,300 in the same period of 2023.", "en", 2023),
        ("51 700 entrées en 2024, contre 47 300 sur la même période de 2023.", "fr", 2023),
    ],
)
def test_the_same_period_of_another_year(text: str, language: Language, found: int) -> None:
    assert [one.year for one in find_compared(text, language)] == [found]


@pytest.mark.parametrize(
    ("claim", "quote", "other"),
    [
        ("The city was fined by the Court.", "The port was fined by the Court.", True),
        ("The city was fined by the Court.", "The city was fined by the Court.", False),
        ("The city was fined by the Court.", "The Court imposed a fine.", False),
    ],
)
def test_who_is_acted_on_by_the_same_body(claim: str, quote: str, other: bool) -> None:
    own, there, before = (TextFacts.of(each, "en") for each in (claim, quote, ""))
    assert is_of_other_actor(own, there, before, "") is other


@pytest.mark.parametrize(
    ("claim", "text", "language"),
    [
        ("Schedule 12 covers fees.", "Rule 3 covers fees. Schedule 12 lists the berths.", "en"),
        ("Article 12 lists the berths.", "Article 12 covers fees. Schedule 12 lists the berths.",
         "en"),
        ("L'annexe 12 fixe les droits.",
         "L'article 3 fixe les droits. L'annexe 12 énumère les quais.", "fr"),
        ("L'article 12 énumère les quais.",
         "L'article 12 fixe les droits. L'annexe 12 énumère les quais.", "fr"),
    ],
)  # fmt: skip
def test_the_sentence_before_says_nothing_of_the_next(
    claim: str, text: str, language: Language
) -> None:
    assert verdict(claim, language, Text(text, language)) != "supported"


@pytest.mark.parametrize(
    ("claim", "text", "language"),
    [
        ("Schedule 12 lists the berths.", "Article 12 covers fees. Schedule 12 lists the berths.",
         "en"),
        ("Article 12 covers fees.", "Article 12 covers fees. Schedule 12 lists the berths.", "en"),
        ("The budget of the museum was adopted.",
         "The Council discussed the budget of the museum. It was adopted in June.", "en"),
        ("L'article 12 fixe les droits.",
         "L'article 12 fixe les droits. L'annexe 12 énumère les quais.", "fr"),
    ],
)  # fmt: skip
def test_each_sentence_says_its_own(claim: str, text: str, language: Language) -> None:
    assert verdict(claim, language, Text(text, language)) in ("supported", "partly")
