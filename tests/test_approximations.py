"""Figures that are near, above or below what a quote says."""

from __future__ import annotations

import pytest

from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language
from rag.records.checks import Outcome


@pytest.mark.parametrize(
    ("claim", "quote", "language", "outcome"),
    [
        ("The port took about 30 million tonnes.", "The port took 29.5 million tonnes.", "en",
         "agrees"),
        ("The port took just over 1,500 tonnes.", "The port took 1,513 tonnes.", "en", "agrees"),
        ("The port took nearly 900 tonnes.", "The port took 880 tonnes.", "en", "agrees"),
        ("The port took nearly 900 tonnes.", "The port took 920 tonnes.", "en", "differs"),
        ("The port took over 1,500 tonnes.", "The port took 1,420 tonnes.", "en", "differs"),
        ("The port took over 1,500 tonnes.", "The port took 3,000 tonnes.", "en", "missing"),
        ("The port took about 40 tonnes.", "The port took 30 tonnes.", "en", "differs"),
        ("The port took 1,500 tonnes.", "The port took 1,513 tonnes.", "en", "differs"),
        ("The lease lasts at least 20 months.", "The lease lasts at least 30 months.", "en",
         "differs"),
        ("The lease lasts at least 20 months.", "The lease lasts 30 months.", "en", "missing"),
        ("Le port a reçu environ 30 navires.", "Le port a reçu 29 navires.", "fr", "agrees"),
        ("Le port a reçu plus de 1 500 navires.", "Le port a reçu 1 513 navires.", "fr", "agrees"),
        ("Le port a reçu près de 900 navires.", "Le port a reçu 880 navires.", "fr", "agrees"),
        ("Le port a reçu plus de 1 500 navires.", "Le port a reçu 1 420 navires.", "fr", "differs"),
        ("Le port a reçu 1 500 navires.", "Le port a reçu 1 513 navires.", "fr", "differs"),
        ("Le bail dure au moins 20 mois.", "Le bail dure au moins 30 mois.", "fr", "differs"),
    ],
)  # fmt: skip
def test_a_figure_that_is_approximate(
    claim: str, quote: str, language: Language, outcome: Outcome
) -> None:
    own, other = (with_plain_bounds(text, language) for text in (claim, quote))
    found = compare(own, other, TextFacts.of("", language))
    assert [one.outcome for one in found if one.topic == "figure"] == [outcome]
