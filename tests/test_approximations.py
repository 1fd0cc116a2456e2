"""Figures that are near, above or below what a quote says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from judging import Text, hits_of

from rag.checking.candidates import candidates_of
from rag.checking.entailment import Entailment, Premise
from rag.checking.evidence import ClaimToCheck, SentenceWeigher
from rag.checking.outdated import OutdatedQuotes
from rag.encoders import load_encoder
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
        # A unit of measurement in a word or in short, and times.
        ("The pole is ten centimetres long.", "The pole is 10 cm long.", "en", "agrees"),
        ("The pole is twenty centimetres long.", "The pole is 10 cm long.", "en", "differs"),
        ("A member speaks twice on an order.", "A member speaks once on an order.", "en",
         "differs"),
        ("Un curiste a droit à deux cures.", "Il a droit à une seule cure.", "fr", "differs"),
        ("Le mât mesure dix centimètres.", "Le mât mesure 10 cm.", "fr", "agrees"),
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


class RecordingNetwork:
    """An entailment network that keeps the claims that it reads and decides nothing."""

    def __init__(self) -> None:
        self.claims: list[str] = []

    def __call__(self, pairs: Sequence[tuple[str, Premise]]) -> list[Entailment]:
        """The same logits for each pair."""
        self.claims += [claim for claim, _ in pairs]
        return [Entailment(0.0, 0.0, 0.0) for _ in pairs]


@pytest.mark.parametrize(
    ("claim", "quote", "language", "read"),
    [
        pytest.param(
            "Le port garde un cinquième du dépôt.", "Le port garde 20 % du dépôt.", "fr",
            "Le port garde 20 % du dépôt.", id="a-fraction-as-the-sentence-writes-it",
        ),
        pytest.param(
            "The port keeps a fifth of the deposit.", "The port keeps 20% of the deposit.", "en",
            "The port keeps 20% of the deposit.", id="english",
        ),
        pytest.param(
            "The port keeps a fifth of the deposit.", "The port keeps 30% of the deposit.", "en",
            "The port keeps a fifth of the deposit.", id="another-share-stays",
        ),
        pytest.param(
            "In 2022 the room has 22 seats.", "In 2022 the room has twenty-two seats.", "en",
            "In 2022 the room has twenty-two seats.", id="a-number-in-words",
        ),
        pytest.param(
            "La salle compte 22 places.", "La salle compte vingt-deux places.", "fr",
            "La salle compte vingt-deux places.", id="nombre-en-lettres",
        ),
        pytest.param(
            "La salle compte vingt-deux places.", "La salle compte 22 places.", "fr",
            "La salle compte vingt-deux places.", id="words-stay",
        ),
        pytest.param(
            "The port keeps 20 % of the deposit.", "The port keeps 20% of the deposit.", "en",
            "The port keeps 20 % of the deposit.", id="digits-stay",
        ),
    ],
)  # fmt: skip
def test_the_network_reads_a_figure_as_the_sentence_writes_it(
    claim: str, quote: str, language: Language, read: str
) -> None:
    network, encoder = RecordingNetwork(), load_encoder()
    (vector,) = encoder.encode([claim], kind="query")
    (hit,) = hits_of([Text(quote, language)])
    weigh = SentenceWeigher(encoder, network, OutdatedQuotes())
    weigh([ClaimToCheck(claim, language, vector)], [candidates_of(hit)])
    assert network.claims == [read]
