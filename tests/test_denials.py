"""What denies a claim, and what only says how its statement holds."""

from __future__ import annotations

import pytest

from rag.facts.denials import negation_differs
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "language", "quote", "there", "differs"),
    [
        pytest.param(
            "Un particulier peut vendre deux fois par an au maximum.", "fr",
            "Ils ne peuvent pas non plus vendre plus de 2 fois par an.", "fr", False,
            id="non-plus",
        ),
        pytest.param(
            "Dépasser la durée permise coûte 1 500 euros.", "fr",
            "Le non-respect de la durée autorisée est puni d'une amende de 1 500 €.", "fr", False,
            id="negated-word",
        ),
        pytest.param(
            "Un stationnement gênant conduit à la fourrière.", "fr",
            "Stationnement | - Stationnement gênant- Non respect des règles", "fr", False,
            id="negated-noun",
        ),
        pytest.param(
            "La journée est payée.", "fr", "La journée est non rémunérée.", "fr", True,
            id="not-a-noun",
        ),
        pytest.param(
            "Le respect de la durée est puni.", "fr",
            "Le non-respect de la durée est puni.", "fr", True,
            id="the-word-itself",
        ),
        pytest.param(
            "Sans accord, l'employeur fixe les modalités.", "fr",
            "A défaut d'accord, les modalités sont définies par l'employeur.", "fr", False,
            id="a-defaut",
        ),
        pytest.param(
            "Without an agreement the employer decides.", "en",
            "In the absence of an agreement, the employer decides.", "en", False,
            id="absence",
        ),
        pytest.param(
            "The deposit is one month's rent without charges.", "en",
            "Son montant est de 1 mois de loyer, hors charges.", "fr", False,
            id="hors",
        ),
        pytest.param(
            "Le salarié peut refuser cette journée.", "fr",
            "Le salarié peut refuser cette journée sans que ce refus constitue une faute.", "fr",
            False, id="adds-to-it",
        ),
        pytest.param(
            "Le salarié peut refuser avec une faute.", "fr",
            "Le salarié peut refuser sans faute.", "fr", True,
            id="denies-what-is-claimed",
        ),
        pytest.param(
            "What people are not and aren't looking for.", "en",
            "What people are and aren't looking for.", "en", True,
            id="one-more",
        ),
        pytest.param(
            "On peut entrer.", "fr", "On ne peut pas entrer sans carte.", "fr", True,
            id="both",
        ),
    ],
)  # fmt: skip
def test_a_text_denies_another(
    claim: str, language: Language, quote: str, there: Language, differs: bool
) -> None:
    texts = with_plain_bounds(claim, language), with_plain_bounds(quote, there)
    assert negation_differs(*texts) is differs
