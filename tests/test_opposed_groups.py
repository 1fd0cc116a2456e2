"""Women and men, votes for and against, a surplus and a deficit: one is not said of the other."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language

STAFF = "It employs 132 people, of whom 61% are women."
AGENTS = "L'office emploie 132 agents, dont 61 % de femmes."
VOTES = "The motion was carried by 21 votes for and 6 votes against."
VOIX = "La délibération a été adoptée par 21 voix pour et 6 voix contre."
RESULT = "The surplus of £1.7 million compares with a deficit of £0.4 million in 2023."
RESULTAT = "L'excédent de 1,7 million fait suite à un déficit de 0,4 million en 2023."


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "other"),
    [
        ("61% of the people are men.", STAFF, "en en", True),
        ("Girls won 14 prizes.", "Boys won 14 prizes.", "en en", True),
        ("The staff gave 4,800 hours.", "Volunteers gave 4,800 hours.", "en en", True),
        ("There was a surplus of £0.4 million in 2023.", RESULT, "en en", True),
        ("The motion was carried by 6 votes for and 21 votes against.", VOTES, "en en", True),
        ("The motion was carried by 6 votes to 21.", VOTES, "en en", True),
        ("Nadia Roe was elected by 58 votes to 61.", "Nadia Roe was elected by 61 votes to 58.",
         "en en", True),
        ("61% of the people are men.", AGENTS, "en fr", True),
        ("L'office emploie 61 % d'hommes.", AGENTS, "fr fr", True),
        ("Les salariés ont donné 4 800 heures.", "Les bénévoles ont donné 4 800 heures.", "fr fr",
         True),
        ("Le déficit a atteint 1,7 million.", RESULTAT, "fr fr", True),
        ("La délibération a été adoptée par 6 voix pour et 21 voix contre.", VOIX, "fr fr", True),
        ("Paul Roy a été élu par 58 voix contre 61.", "Paul Roy a été élu par 61 voix contre 58.",
         "fr fr", True),
        # The same group, or both.
        ("61% of the people are women.", STAFF, "en en", False),
        ("39% of the people are men.", "61% are women and 39% are men.", "en en", False),
        ("The deficit was £0.4 million in 2023.", RESULT, "en en", False),
        ("The motion was carried by 21 votes to 6.", VOTES, "en en", False),
        ("6 votes were against and 21 votes for.", VOTES, "en en", False),
        ("The staff number 132.", "It has 132 employees.", "en en", False),
        ("61 % des agents sont des femmes.", AGENTS, "fr fr", False),
        ("Le déficit a été de 0,4 million en 2023.", RESULTAT, "fr fr", False),
        ("La délibération a été adoptée par 21 voix contre 6.", VOIX, "fr fr", False),
        ("61% of the people are women.", AGENTS, "en fr", False),
    ],
)  # fmt: skip
def test_one_of_two_groups(claim: str, quote: str, languages: str, other: bool) -> None:
    own, there = _languages(languages)
    texts = with_plain_bounds(claim, own), with_plain_bounds(quote, there)
    assert limits_more(*texts) is other


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "supported"),
    [
        ("61% of the people are men.", STAFF, "en en", False),
        ("Mr Pell voted for the delay.", "Mr Pell voted against the delay.", "en en", False),
        ("Mr Pell voted against the delay.", "Mr Pell voted against the delay.", "en en", True),
        ("Ms Roe voted against the levy.", "Ms Roe voted for the levy.", "en en", False),
        ("M. Pellerin a voté pour le report.", "M. Pellerin a voté contre le report.", "fr fr",
         False),
        ("Parmi les cadres, 40 % sont des femmes.", "Parmi les cadres, 40 % sont des hommes.",
         "fr fr", False),
        ("Parmi les cadres, 40 % sont des hommes.", "Parmi les cadres, 40 % sont des hommes.",
         "fr fr", True),
        # The parts of two texts have each their own number.
        ("L'annexe 7 fixe les délais.", "Article 7 sets the time limits.", "fr en", False),
        ("L'article 9 nomme les bâtiments.", "Schedule 9 names the buildings.", "fr en", False),
        ("L'annexe 9 nomme les bâtiments.", "Schedule 9 names the buildings.", "fr en", True),
        ("L'article 7 fixe les délais.", "Section 7 sets the time limits.", "fr en", True),
        ("Schedule 7 sets the time limits.", "L'article 7 fixe les délais.", "en fr", False),
    ],
)  # fmt: skip
def test_the_verdict_on_the_other_side(
    claim: str, quote: str, languages: str, supported: bool
) -> None:
    own, there = _languages(languages)
    assert (verdict(claim, own, Text(quote, there)) == "supported") is supported


def _languages(codes: str) -> tuple[Language, Language]:
    claim, quote = codes.split()
    return ("fr" if claim == "fr" else "en"), ("fr" if quote == "fr" else "en")
