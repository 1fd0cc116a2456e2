"""A sentence weighed as evidence on a claim, and what it is found to say."""

from __future__ import annotations

from dataclasses import dataclass

from rag.checking.candidates import ClaimCandidate
from rag.checking.signals import Comparison, Signals
from rag.records import Amendment, Span
from rag.records.checks import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What one sentence says about a claim; ``source`` is its position among the sentences.

    ``unsure`` marks "partly": the sentence is the nearest evidence, and whether it supports the
    claim or not is not sure. ``cover`` in 0..1 is how much of the claim is in the sentence and its
    context. ``speaker`` is who the sentence attributes the statement to, with offsets into it.
    """

    source: int
    verdict: Verdict
    unsure: bool
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None
    strength: float


@dataclass(frozen=True, slots=True)
class WeighedSentence:
    """A sentence with what was found by rule and by networks; ``superseded``: a newer version of
    its document is in the library; ``amendments`` change what it says; ``whole``: the network
    read the whole claim."""

    candidate: ClaimCandidate
    compared: Comparison
    signals: Signals
    superseded: bool = False
    amendments: tuple[Amendment, ...] = ()
    whole: bool = True
