"""Phrases that contradict each other: in force and repealed, taxable and exempt."""

from __future__ import annotations

import pytest

from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "language", "quote", "other", "differs"),
    [
        ("The by-law is still in force.", "en", "The by-law is repealed.", "en", True),
        ("The by-law is repealed.", "en", "The by-law was repealed in 2019.", "en", False),
        ("The by-law is no longer in force.", "en", "The by-law is repealed.", "en", False),
        ("Le règlement est toujours en vigueur.", "fr", "Le règlement est abrogé.", "fr", True),
        ("Le règlement n’est plus en vigueur.", "fr", "Le règlement est abrogé.", "fr", False),
        ("The by-law is in force.", "en", "Le règlement est abrogé.", "fr", True),
        ("The rules of 2022 are repealed.", "en", "Il entre en vigueur et remplace le règlement.",
         "fr", False),
        ("The bonus is taxable.", "en", "The bonus is exempt from tax.", "en", True),
        ("The bonus is not taxable.", "en", "The bonus is exempt from tax.", "en", False),
        ("The bonus is taxable.", "en", "La prime est exonérée d’impôt.", "fr", True),
        ("La prime n’est pas soumise à l’impôt.", "fr", "Elle est exonérée d’impôt.", "fr", False),
        ("La prime est imposable.", "fr", "La prime est exonérée d’impôt.", "fr", True),
        ("La prime est taxée.", "fr", "The bonus is exempt from tax.", "en", True),
        ("The opinion was unfavourable.", "en", "L’avis est favorable.", "fr", True),
        ("L’avis est défavorable.", "fr", "The opinion was favourable.", "en", True),
        ("L’avis est favorable.", "fr", "The opinion was favourable.", "en", False),
        ("Le vote est avancé au 3 mai.", "fr", "Le vote est reporté au 3 mai.", "fr", True),
        ("The vote was brought forward to 3 May.", "en", "It is put off to 3 May.", "en", True),
        ("The secretary of the joint committee cannot vote.", "en",
         "Secretary of the joint committee, and shall have no vote.", "en", False),
        ("The secretary of the joint committee can vote.", "en",
         "Secretary of the joint committee, and shall have no vote.", "en", True),
        ("Le secrétaire du comité mixte n’a pas le droit de vote.", "fr",
         "Secrétaire du comité mixte, et n’a pas le droit de vote.", "fr", False),
        ("Le secrétaire du comité mixte a le droit de vote.", "fr",
         "Secrétaire du comité mixte, et n’a pas le droit de vote.", "fr", True),
        ("The vote was postponed to 3 May.", "en", "Le vote est reporté au 3 mai.", "fr", False),
    ],
)  # fmt: skip
def test_states(claim: str, language: Language, quote: str, other: Language, differs: bool) -> None:
    found = compare(
        TextFacts.of(claim, language), TextFacts.of(quote, other), TextFacts.of("", other)
    )
    outcomes = {one.outcome for one in found if one.topic in ("opposite", "denial")}
    assert outcomes == ({"differs"} if differs else set())
