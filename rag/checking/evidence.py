"""The sentences that may be evidence on each claim of a text, found and read by the networks.

All claims go through each step together, so that a sentence that several of them need is encoded
once, and the networks read full batches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.checking.alignment import ClaimWords
from rag.checking.candidates import ClaimCandidate, candidates_of
from rag.checking.entailment import Entailment, EntailmentModel
from rag.checking.findings import WeighedSentence
from rag.checking.outdated import OutdatedQuotes
from rag.checking.signals import Comparison, Nearness, compare_by_rule, signals_of
from rag.config import Settings
from rag.encoders import Encoder, weights_of
from rag.records import Language
from rag.retrieval.search import search
from rag.runtime.cancellation import checkpoint
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library
from rag.weights import WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Passages whose sentences are compared with a claim; of these sentences so many are encoded, about
# 7 ms each, and so many of those are read by the network, about 10 ms each, on two cores.
_PASSAGES, _ENCODED, _READ = 10, 20, 8
_WEIGHTS = WEIGHTS.shortlist
_DIGIT = re.compile(r"\d")
_VERBATIM = 100.0  # a sentence that has the claim word for word is always read


@dataclass(frozen=True, slots=True, eq=False)
class ClaimToCheck:
    """A claim with its language and its vector, (dim,) float32 of norm 1."""

    text: str
    language: Language
    vector: NDArray[np.float32]


def find_candidates(
    library: Library, settings: Settings, claim: ClaimToCheck
) -> list[ClaimCandidate]:
    """The sentences of the passages that are nearest to a claim."""
    k, weights = settings.candidates, weights_of(settings.encoder)
    language = claim.language
    hits = search(library, claim.vector, claim.text, language=language, k=k, weights=weights)
    return [one for hit in hits[:_PASSAGES] for one in candidates_of(hit)]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A candidate with its comparison by rule."""

    candidate: ClaimCandidate
    by_rule: Comparison

    @property
    def promise(self) -> float:
        """How likely it is evidence, before any network has read it."""
        facts = self.by_rule.count("agrees", "figure", "date", "name")
        facts += self.by_rule.count("differs", "figure", "date", "name")
        shared = _WEIGHTS.in_quote * self.by_rule.in_quote + _WEIGHTS.cover * self.by_rule.cover
        return shared + _WEIGHTS.facts * facts + _VERBATIM * self.by_rule.verbatim


class SentenceWeigher:
    """Weighs sentences as evidence on claims; ``outdated`` knows which no longer apply."""

    def __init__(
        self, encoder: Encoder, network: EntailmentModel, outdated: OutdatedQuotes
    ) -> None:
        self.watch = Stopwatch()
        self._encoder = encoder
        self._network = network
        self._outdated = outdated

    def __call__(
        self, claims: Sequence[ClaimToCheck], candidates: Sequence[Sequence[ClaimCandidate]]
    ) -> list[list[WeighedSentence]]:
        """The most promising candidates of each claim, weighed."""
        with self.watch.step("compare"):
            compared = [_compared(*each) for each in zip(claims, candidates, strict=True)]
        with self.watch.step("encode_sentences"):
            near = self._near(claims, compared)
        chosen = [_nearest(*each) for each in zip(compared, near, strict=True)]
        with self.watch.step("read"):
            read = self._read(claims, chosen)
        return [
            [self._weighed(claim, one, likeness, said) for one, said in zip(each, own, strict=True)]
            for claim, each, likeness, own in zip(claims, chosen, near, read, strict=True)
        ]

    def _near(
        self, claims: Sequence[ClaimToCheck], compared: Sequence[Sequence[_Compared]]
    ) -> list[dict[str, Nearness]]:
        """For each claim how near its sentences are; each text is encoded once."""
        texts = list(dict.fromkeys(one.candidate.text for each in compared for one in each))
        read = dict(zip(texts, self._encoder.tokens(texts, kind="passage"), strict=True))
        own = self._encoder.tokens([claim.text for claim in claims], kind="query")
        nearness: list[dict[str, Nearness]] = []
        for claim, tokens, each in zip(claims, own, compared, strict=True):
            words = ClaimWords.of(claim.text, claim.language, tokens)
            nearness.append({
                one.candidate.text: Nearness(
                    float(read[one.candidate.text].whole @ claim.vector),
                    words.aligned(read[one.candidate.text], one.by_rule.known),
                )
                for one in each
            })  # fmt: skip
        return nearness

    def _read(
        self, claims: Sequence[ClaimToCheck], chosen: Sequence[Sequence[_Compared]]
    ) -> list[list[Entailment]]:
        """What the network says of the chosen sentences of each claim."""
        pairs = [
            (_in_words_of(claim.text, one.by_rule), one.candidate.premise)
            for claim, each in zip(claims, chosen, strict=True)
            for one in each
        ]
        distinct = list(dict.fromkeys(pairs))  # many documents repeat a sentence
        said = dict(zip(distinct, self._network(distinct), strict=True))
        asked = iter(pairs)
        return [[said[next(asked)] for _ in each] for each in chosen]

    def _weighed(
        self, claim: ClaimToCheck, one: _Compared, near: dict[str, Nearness], said: Entailment
    ) -> WeighedSentence:
        candidate = one.candidate
        asked = claim.text, claim.language, candidate.quote
        return WeighedSentence(
            candidate=candidate,
            compared=one.by_rule,
            signals=signals_of(one.by_rule, near[candidate.text], said, candidate),
            superseded=self._outdated.is_superseded(*asked),
            amendments=self._outdated.amending(*asked),
            whole=said.whole,
        )


def _in_words_of(claim: str, by_rule: Comparison) -> str:
    """A claim with its figures as a sentence in its language writes them.

    "20 %" for "un cinquième", "twenty-two" for "22": the network takes the two for two figures. It
    reads digits for a number in words.
    """
    for one in by_rule.reasons if not by_rule.across else ():
        equal = one.topic == "figure" and one.outcome == "agrees" and not one.calculated
        claimed, quoted = (_DIGIT.search(each) is not None for each in (one.claimed, one.quoted))
        part = not claimed and "%" in one.quoted
        if equal and one.quoted and (part or (claimed and not quoted)):
            written = rf"(?<!\w){re.escape(one.claimed)}(?!\w)"
            if found := re.search(written, claim):
                claim = f"{claim[: found.start()]}{one.quoted}{claim[found.end() :]}"
    return claim


def _compared(claim: ClaimToCheck, candidates: Sequence[ClaimCandidate]) -> list[_Compared]:
    """Those that promise most."""
    found = []
    for one in candidates:
        checkpoint()
        found.append(_Compared(one, compare_by_rule(claim.text, claim.language, one)))
    found.sort(key=lambda one: -one.promise)
    return found[:_ENCODED]


def _nearest(found: Sequence[_Compared], near: dict[str, Nearness]) -> list[_Compared]:
    """Those that the network reads."""
    cosine = _WEIGHTS.cosine
    order = sorted(found, key=lambda one: -(one.promise + cosine * near[one.candidate.text].cosine))
    return order[:_READ]
