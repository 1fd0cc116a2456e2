"""Two bodies in one sentence: what one did or counts is not confirmed of the other."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.facts.own_clauses import is_of_other_clause
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language

SAMPLES = "The laboratory tested 318 samples and the workshop restored 46 paintings."
SHRUBS = "The garden team planted 1,250 shrubs and the roads team 310."
POOL = "The pool received 61,400 bathers; the rink received 22,150."
GALLERY = "The north gallery closed for two weeks, while the south gallery hosted 64 concerts."
BUDGET = "The Council adopted the budget and the Committee approved it."
ECHANTILLONS = "Le laboratoire a traité 318 prélèvements et l'atelier a restauré 46 tableaux."
ARBUSTES = "Le service des jardins a planté 1 250 arbustes, le service des voiries 310."
PISCINE = "La piscine a reçu 61 400 baigneurs ; la patinoire en a reçu 22 150."
FACULTES = "La faculté de droit en comptait 4 120 et la faculté des sciences 5 310."
BUDGET_FR = "Le conseil a adopté le budget et le comité a rejeté le plan."
GRANTS = "It received 3.1 million from the Union and 2.5 million from the Ministry of the Sea."
SUBVENTIONS = "Il a reçu 3,1 millions de la Région et 2,5 millions du ministère de la Mer."

CASES: list[tuple[str, str, str, bool]] = [
    ("The workshop tested 318 samples.", SAMPLES, "en en", True),
    ("The laboratory restored 46 paintings.", SAMPLES, "en en", True),
    ("318 samples were tested by the workshop.", SAMPLES, "en en", True),
    ("The workshop tested samples.", SAMPLES, "en en", True),
    ("The roads team planted 1,250 shrubs.", SHRUBS, "en en", True),
    ("The garden team planted 310 shrubs.", SHRUBS, "en en", True),
    ("The rink received 61,400 bathers.", POOL, "en en", True),
    ("The north gallery hosted 64 concerts.", GALLERY, "en en", True),
    ("The south gallery closed for two weeks.", GALLERY, "en en", True),
    ("In 2024 the rink received 61,400 bathers.", f"In 2024, {POOL}", "en en", True),
    ("La bibliothèque a analysé 318 prélèvements.",
     "The laboratory tested 318 samples and the library lent 46 books.", "fr en", True),
    ("The Ministry of the Sea gave 3.1 million.", GRANTS, "en en", True),
    ("L'atelier a traité 318 prélèvements.", ECHANTILLONS, "fr fr", True),
    ("318 prélèvements ont été traités par l'atelier.", ECHANTILLONS, "fr fr", True),
    ("Le laboratoire a restauré 46 tableaux.", ECHANTILLONS, "fr fr", True),
    ("Le service des voiries a planté 1 250 arbustes.", ARBUSTES, "fr fr", True),
    ("La patinoire a reçu 61 400 baigneurs.", PISCINE, "fr fr", True),
    ("La faculté de droit comptait 5 310 étudiants.", FACULTES, "fr fr", True),
    ("Le comité a adopté le budget.", BUDGET_FR, "fr fr", True),
    ("Le ministère de la Mer a versé 3,1 millions.", SUBVENTIONS, "fr fr", True),
    # Of its own clause, or of none.
    ("The laboratory tested 318 samples.", SAMPLES, "en en", False),
    ("The workshop restored 46 paintings.", SAMPLES, "en en", False),
    ("46 paintings were restored by the workshop.", SAMPLES, "en en", False),
    ("The roads team planted 310 shrubs.", SHRUBS, "en en", False),
    ("The rink received 22,150 bathers.", POOL, "en en", False),
    ("The south gallery hosted 64 concerts.", GALLERY, "en en", False),
    ("The Committee approved the budget.", BUDGET, "en en", False),
    ("The Ministry of the Sea gave 2.5 million.", GRANTS, "en en", False),
    ("The museum has 14 rooms and 3 shops.", "The museum has 14 rooms and 3 shops.", "en en",
     False),
    ("The Trust has 418 staff, of whom 240 are women.",
     "The Trust has 418 staff and 240 of them are women.", "en en", False),
    ("La bibliothèque a prêté 46 livres.",
     "The laboratory tested 318 samples and the library lent 46 books.", "fr en", False),
    ("Le laboratoire a traité 318 prélèvements.", ECHANTILLONS, "fr fr", False),
    ("L'atelier a restauré 46 tableaux.", ECHANTILLONS, "fr fr", False),
    ("Le service des voiries a planté 310 arbustes.", ARBUSTES, "fr fr", False),
    ("La patinoire a reçu 22 150 baigneurs.", PISCINE, "fr fr", False),
    ("La faculté des sciences comptait 5 310 étudiants.", FACULTES, "fr fr", False),
    ("Le musée a prêté 12 gravures.",
     "Le musée a prêté 40 tableaux et la série des 12 gravures.", "fr fr", False),
    ("La région a versé 3,1 millions.", SUBVENTIONS, "fr fr", False),
    ("Le comité approuve le budget.", "Le conseil vote le budget et le comité l'approuve.",
     "fr fr", False),
    (ECHANTILLONS, ECHANTILLONS, "fr fr", False),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "quote", "languages", "other"), CASES)
def test_what_another_body_did_in_the_sentence(
    claim: str, quote: str, languages: str, other: bool
) -> None:
    own, there = _languages(languages)
    texts = with_plain_bounds(claim, own), with_plain_bounds(quote, there)
    assert is_of_other_clause(*texts) is other


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "supported"),
    [
        ("The workshop tested 318 samples.", SAMPLES, "en en", False),
        ("The workshop restored 46 paintings.", SAMPLES, "en en", True),
        ("The roads team planted 1,250 shrubs.", SHRUBS, "en en", False),
        ("The south gallery hosted 64 concerts.", GALLERY, "en en", True),
        ("L'atelier a traité 318 prélèvements.", ECHANTILLONS, "fr fr", False),
        ("L'atelier a restauré 46 tableaux.", ECHANTILLONS, "fr fr", True),
        ("La patinoire a reçu 61 400 baigneurs.", PISCINE, "fr fr", False),
    ],
)
def test_the_verdict_on_one_of_two_bodies(
    claim: str, quote: str, languages: str, supported: bool
) -> None:
    own, there = _languages(languages)
    assert (verdict(claim, own, Text(quote, there)) == "supported") is supported


def _languages(codes: str) -> tuple[Language, Language]:
    claim, quote = codes.split()
    return ("fr" if claim == "fr" else "en"), ("fr" if quote == "fr" else "en")
