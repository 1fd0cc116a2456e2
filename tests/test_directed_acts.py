"""Who succeeded, bought, sold or appointed whom, in both languages; who came after whom."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.directed_acts import acts_are_turned
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language

SUCCEEDED = "Ms Clara Bonner succeeded Mr Hugh Verney as head of the Foundation."
SUCCESSION = "Mme Clara Bonner a succédé à M. Hugh Verney à la tête de la Fondation."
SOLD = "The city sold the Alder site to Brevo Ltd."
VENTE = "La ville a vendu le terrain des Aulnes à la société Brévault."
RACHAT = "La société Valterre a racheté la société Nordelec en 2024."
FOURTH = "Harwick came fourth in the table, behind Vaughan Park and Deane."
QUATRIEME = "Bellombre est la quatrième commune du département, derrière Vaugrenier."

CASES = [
    ("Hugh Verney succeeded Clara Bonner.", SUCCEEDED, "en en", True),
    ("Clara Bonner was succeeded by Hugh Verney.", SUCCEEDED, "en en", True),
    ("Hugh Verney succeeded Clara Bonner.", SUCCESSION, "en fr", True),
    ("Fiona Calder replaced Tobias Renn.",
     "Tobias Renn is the chief executive; he succeeded Fiona Calder in 2023.", "en en", True),
    ("The city bought the Alder site from Brevo Ltd.", SOLD, "en en", True),
    ("Brevo Ltd sold the Alder site to the city.", SOLD, "en en", True),
    ("Vaughan Park came fourth in the table.", FOURTH, "en en", True),
    ("Deane came fourth in the table.", FOURTH, "en en", True),
    ("Luke Arnold appointed the Board of Trustees.",
     "The Board of Trustees appointed Mr Luke Arnold.", "en en", True),
    ("Hugh Verney a succédé à Clara Bonner.", SUCCESSION, "fr fr", True),
    ("Hugh Verney a succédé à Clara Bonner.", SUCCEEDED, "fr en", True),
    ("La société Valterre a été rachetée par la société Nordelec.", RACHAT, "fr fr", True),
    ("La ville a acheté le terrain des Aulnes à la société Brévault.", VENTE, "fr fr", True),
    ("Vaugrenier est la quatrième commune du département.", QUATRIEME, "fr fr", True),
    # The same, said in another way.
    ("Clara Bonner succeeded Hugh Verney.", SUCCEEDED, "en en", False),
    ("Hugh Verney was succeeded by Clara Bonner.", SUCCEEDED, "en en", False),
    ("Tobias Renn succeeded Fiona Calder.",
     "Tobias Renn is the chief executive; he succeeded Fiona Calder in 2023.", "en en", False),
    ("Brevo Ltd bought the Alder site from the city.", SOLD, "en en", False),
    ("The Alder site was sold by the city.", SOLD, "en en", False),
    ("The Alder site was bought by Brevo Ltd.", SOLD, "en en", False),
    ("Harwick came fourth, behind Vaughan Park.", FOURTH, "en en", False),
    ("La première réunion du conseil a lieu un mois après l'élection.",
     "The first meeting shall be held one month after its election, on a day of the council.",
     "fr en", False),
    ("The museum bought 12 works.", "The museum bought 12 works and sold 3.", "en en", False),
    ("The museum sold 3 works.", "The museum bought 12 works and sold 3.", "en en", False),
    ("Clara Bonner succeeded Hugh Verney.", SUCCESSION, "en fr", False),
    ("Clara Bonner a succédé à Hugh Verney.", SUCCESSION, "fr fr", False),
    ("La société Nordelec a été rachetée par la société Valterre.", RACHAT, "fr fr", False),
    ("La société Brévault a acheté le terrain des Aulnes à la ville.", VENTE, "fr fr", False),
    ("Le terrain des Aulnes a été vendu par la ville.", VENTE, "fr fr", False),
    ("Bellombre est la quatrième commune du département.", QUATRIEME, "fr fr", False),
    ("Le directeur est nommé par le conseil.", "Le conseil nomme le directeur.", "fr fr", False),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "quote", "languages", "turned"), CASES)
def test_who_did_it_to_whom(claim: str, quote: str, languages: str, turned: bool) -> None:
    own, there = _languages(languages)
    texts = with_plain_bounds(claim, own), with_plain_bounds(quote, there)
    assert acts_are_turned(*texts) is turned


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "supported"),
    [
        ("Hugh Verney succeeded Clara Bonner.", SUCCESSION, "en fr", False),
        ("Vaughan Park came fourth in the table.", FOURTH, "en en", False),
        ("Clara Bonner succeeded Hugh Verney.", SUCCEEDED, "en en", True),
        ("Hugh Verney a succédé à Clara Bonner.", SUCCEEDED, "fr en", False),
        ("La ville a acheté le terrain des Aulnes à la société Brévault.", VENTE, "fr fr", False),
        ("La société Valterre a été rachetée par la société Nordelec.", RACHAT, "fr fr", False),
        ("La société Nordelec a été rachetée par la société Valterre.", RACHAT, "fr fr", True),
    ],
)
def test_the_verdict_on_who_did_it(claim: str, quote: str, languages: str, supported: bool) -> None:
    own, there = _languages(languages)
    assert (verdict(claim, own, Text(quote, there)) == "supported") is supported


def _languages(codes: str) -> tuple[Language, Language]:
    claim, quote = codes.split()
    return ("fr" if claim == "fr" else "en"), ("fr" if quote == "fr" else "en")
