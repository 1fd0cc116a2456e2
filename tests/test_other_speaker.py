"""What one body says is not confirmed as said by another; nor the deed of one kind of body."""

from __future__ import annotations

import pytest
from judging import Text, verdict

from rag.checking.speakers import are_other_speakers
from rag.records import Language, Span

UNIONS = "According to the unions, 18 posts are at risk."
SYNDICATS = "Selon le syndicat des infirmiers, 18 postes sont menacés."


@pytest.mark.parametrize(
    ("one", "other", "languages", "apart"),
    [
        ("the Foundation", "the unions", "en en", True),
        ("Anna Bell", "Carl Dunn", "en en", True),
        ("the treasurer", "the chair", "en en", True),
        ("la direction", "le syndicat des infirmiers", "fr fr", True),
        ("the Foundation", "les syndicats", "en fr", True),
        ("the unions", "the union of nurses", "en en", False),
        ("Ms Bell", "Anna Bell", "en en", False),
        ("Anna Bell", "the chair", "en en", False),
        ("le président", "M. Keraudren", "fr fr", False),
        ("the chair", "la présidente", "en fr", False),
        ("Anna Bell", "Mme Bell", "en fr", False),
    ],
)
def test_other_speakers(one: str, other: str, languages: str, apart: bool) -> None:
    own, there = _languages(languages)
    spans = (Span(0, len(each), each) for each in (one, other))
    first, second = spans
    assert are_other_speakers(first, own, second, there) is apart


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "supported"),
    [
        ("According to the unions, 18 posts are at risk.", UNIONS, "en en", True),
        ("According to the Foundation, 18 posts are at risk.", UNIONS, "en en", False),
        ("Selon la direction, 18 postes sont menacés.", SYNDICATS, "fr fr", False),
        ("Selon le syndicat des infirmiers, 18 postes sont menacés.", SYNDICATS, "fr fr", True),
        # A hospital is no clinic, an observatory no conservatory.
        ("The clinic carried out 12,450 operations in 2023.",
         "L'hôpital a réalisé 12 450 interventions en 2023.", "en fr", False),
        ("The hospital carried out 12,450 operations in 2023.",
         "L'hôpital a réalisé 12 450 interventions en 2023.", "en fr", True),
        ("La clinique a réalisé 12 450 interventions en 2023.",
         "L'hôpital a réalisé 12 450 interventions en 2023.", "fr fr", False),
        ("Le conservatoire du fleuve a compté 87 hérons.",
         "L'observatoire du fleuve a compté 87 hérons.", "fr fr", False),
        ("The river conservatory counted 87 herons.", "The river observatory counted 87 herons.",
         "en en", False),
        ("Le directoire s'est réuni six fois en 2024.",
         "Le conseil de surveillance s'est réuni six fois en 2024.", "fr fr", False),
        ("The executive board met six times in 2024.",
         "Le conseil de surveillance s'est réuni six fois en 2024.", "en fr", False),
        ("The supervisory board met six times in 2024.",
         "Le conseil de surveillance s'est réuni six fois en 2024.", "en fr", True),
        ("The city was fined 40,000 euros.", "The port was fined 40,000 euros.", "en en", False),
    ],
)  # fmt: skip
def test_the_verdict_on_another_body(
    claim: str, quote: str, languages: str, supported: bool
) -> None:
    own, there = _languages(languages)
    assert (verdict(claim, own, Text(quote, there)) == "supported") is supported


def _languages(codes: str) -> tuple[Language, Language]:
    claim, quote = codes.split()
    return ("fr" if claim == "fr" else "en"), ("fr" if quote == "fr" else "en")
