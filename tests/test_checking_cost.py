"""What a claim with very many facts costs: it grows with the claim, and it stops when cancelled."""

from __future__ import annotations

import time

import judging
import pytest
from judging import Text

from rag.checking.candidates import ClaimCandidate, candidates_of
from rag.checking.entailment import load_entailment
from rag.checking.evidence import ClaimToCheck, SentenceWeigher
from rag.checking.outdated import OutdatedQuotes
from rag.checking.signals import compare_by_rule
from rag.checking.speakers import find_speaker
from rag.encoders import load_encoder
from rag.errors.service import WorkStopped
from rag.facts.facts import read_facts
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language
from rag.runtime.cancellation import Cancellation

_RULES: dict[Language, str] = {
    "fr": "Le conseil du 20 juin 2024 compte 18 membres et 7 agents. Le congé dure 6 mois. "
    "Le prêt de 30 euros vaut un mois. Le budget de 2024 est de 1 200 euros. " * 3,
    "en": "The board of 20 June 2024 has 18 members and 7 clerks. The leave lasts 6 months. "
    "The loan of 30 euros is for one month. The budget for 2024 is 1,200 euros. " * 3,
}
_FLOOR = 0.03  # seconds


def _candidates() -> list[ClaimCandidate]:
    hits = [
        judging._hit(n, Text(text, lang, "2023")) for n, (lang, text) in enumerate(_RULES.items())
    ]
    return [one for hit in hits for one in candidates_of(hit)]


def _seconds(text: str, language: Language) -> float:
    candidates, taken = _candidates(), []
    for _ in range(3):
        read_facts.cache_clear()
        with_plain_bounds.cache_clear()
        start = time.process_time()
        for one in candidates:
            compare_by_rule(text, language, one)
        find_speaker(text, language)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("1 ", "fr"), ("7 mois ", "fr"), ("4 mai 2023, ", "fr"), ("12 chats, ", "fr"),
        ("Jean Martin, ", "fr"), ("n'est pas un chat, ", "fr"), ("conseil ", "fr"), ("« ", "fr"),
        ("1 ", "en"), ("7 months ", "en"), ("4 May 2023, ", "en"), ("12 cats, ", "en"),
        ("(a) ", "en"), ("no cat may ", "en"), ("AB-12 ", "en"), ("A ", "en"), ("A", "fr"),
        ('"', "en"),
    ],
)  # fmt: skip
def test_four_times_the_facts_cost_about_four_times_as_much(word: str, language: Language) -> None:
    short, long = ("Conseil " + word * (size // len(word)) for size in (2_500, 10_000))
    # A cost that grows with the square would be 16 times as much.
    assert _seconds(long, language) <= 7 * _seconds(short, language) + _FLOOR


def test_work_that_was_cancelled_stops_between_two_sentences() -> None:
    encoder = load_encoder()
    (vector,) = encoder.encode(["Le conseil compte 18 membres."], kind="query")
    claim = ClaimToCheck("Le conseil compte 18 membres.", "fr", vector)
    cancellation = Cancellation(60)
    cancellation.cancel()
    with cancellation.watching(), pytest.raises(WorkStopped):
        SentenceWeigher(encoder, load_entailment(), OutdatedQuotes())([claim], [_candidates()])
