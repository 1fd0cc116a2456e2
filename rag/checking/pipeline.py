"""A text to its check: sentences, passages found for each, verdicts, checked citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.checking.claims import split_claims
from rag.checking.speakers import find_speaker
from rag.checking.verdicts import Finding, judge
from rag.citations.cite import cite, newer_versions, verified
from rag.citations.quotes import Quote
from rag.config import Settings
from rag.encoders import Encoder, weights_of
from rag.facts.sources import Source
from rag.language import detect
from rag.language.sentences import sentences
from rag.records import Citation, Hit, Language, Span
from rag.records.checks import Check, Claim, Evidence, Verdict
from rag.retrieval.search import search
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Passages whose sentences are held against a claim, and quotations shown for it at most.
_READ, _SHOWN = 8, 3
# Of those, passages in the other language: their sentences are encoded, some 10 ms each.
_FOREIGN = 3
# Fewer words do not tell a language: such sentences have that of the whole text.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage that was found, and the words around it."""

    quote: Quote
    context: str


def check_text(library: Library, encoder: Encoder, settings: Settings, text: str) -> Check:
    """The check of a text against an index: a verdict and quotations for each claim in it."""
    work = _Work(library, encoder, settings)
    overall = detect(text)
    with work.watch.step("split_claims"):
        found = split_claims(text)
    said = [text[start:end] for start, end in found.claims]
    with work.watch.step("encode"):
        vectors = encoder.encode(said, kind="query") if said else ()
    claims = []
    for (start, end), vector in zip(found.claims, vectors, strict=True):
        language = detect(text[start:end], overall) if _tells(text[start:end]) else overall
        verdict, evidence = work.judged(text[start:end], language, vector)
        speaker = find_speaker(text[start:end], language)
        claims.append(
            Claim(
                text=text[start:end],
                start=start,
                end=end,
                language=language,
                verdict=verdict,
                evidence=evidence,
                speaker=speaker and Span(speaker.start + start, speaker.end + start, speaker.text),
            )
        )
    return Check(
        text=text,
        language=overall,
        verdict=_sum([claim.verdict for claim in claims]),
        claims=tuple(claims),
        citations=tuple(work.citations.values()),
        left_out=tuple(Span(start, end, text[start:end]) for start, end in found.left_out),
        index_id=library.index_id,
        timings_ms=work.watch.timings_ms,
        withheld=work.withheld,
    )


def _tells(sentence: str) -> bool:
    return len(sentence.split()) >= _TELLING


def _sum(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a whole text; see ``Check``."""
    if "contradicted" in verdicts:
        return "contradicted"
    alike = set(verdicts)
    if alike == {"supported"}:
        return "supported"
    return "not found" if alike <= {"not found"} else "partly"


class _Work:
    """One check: the citations that it gathers, each quotation numbered once."""

    def __init__(self, library: Library, encoder: Encoder, settings: Settings) -> None:
        self.watch = Stopwatch()
        self.citations: dict[tuple[str, int | None, int, int], Citation] = {}
        self.withheld = 0
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._newer = newer_versions(library)
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def judged(
        self, claim: str, language: Language, vector: NDArray[np.float32]
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on a claim and the quotations that carry it, re-read from their pages."""
        with self.watch.step("search"):
            k, weights = self._settings.candidates, weights_of(self._settings.encoder)
            hits = search(self._library, vector, claim, language=language, k=k, weights=weights)
        with self.watch.step("judge"):
            candidates = [
                sentence for hit in _read(hits[:_READ], language) for sentence in _sentences(hit)
            ]
            sources = self._sources(candidates, language, vector)
            findings = judge(claim, language, sources).findings
        with self.watch.step("verify"):
            told = [(one, candidates[one.source].quote) for one in findings]
            kept = [pair for pair in told[: 2 * _SHOWN] if self._stands(pair[1])][:_SHOWN]
        evidence = tuple(self._evidence(finding, quote) for finding, quote in kept)
        return (evidence[0].verdict if evidence else "not found"), evidence

    def _stands(self, quote: Quote) -> bool:
        stands = bool(verified(self._library, [quote]))
        self.withheld += not stands
        return stands

    def _likeness(self, sentences: Sequence[str], vector: NDArray[np.float32]) -> dict[str, float]:
        """The cosine of a claim and of each sentence; sentences come back from claim to claim."""
        fresh = [text for text in dict.fromkeys(sentences) if text not in self._vectors]
        if fresh:
            encoded = self._encoder.encode(fresh, kind="passage")
            self._vectors |= dict(zip(fresh, encoded, strict=True))
        return {text: float(self._vectors[text] @ vector) for text in sentences}

    def _sources(
        self, candidates: Sequence[_Sentence], language: Language, vector: NDArray[np.float32]
    ) -> list[Source]:
        """What is judged: across languages, with the cosine of the claim and the sentence."""
        foreign = [
            one.quote.text for one in candidates if one.quote.hit.passage.language != language
        ]
        likeness = self._likeness(foreign, vector)
        return [
            Source(
                one.quote.text,
                one.quote.hit.passage.language,
                one.context,
                likeness.get(one.quote.text),
                one.quote.hit.document.id in self._newer,
            )
            for one in candidates
        ]

    def _evidence(self, finding: Finding, quote: Quote) -> Evidence:
        passage = quote.hit.passage
        place = (passage.document_id, passage.page, quote.start, quote.end)
        cited = self.citations.setdefault(place, cite(len(self.citations) + 1, quote, self._newer))
        speaker = finding.speaker and Span(
            finding.speaker.start + quote.start,
            finding.speaker.end + quote.start,
            finding.speaker.text,
        )
        return Evidence(cited.n, finding.verdict, finding.cover, finding.reasons, speaker)


def _read(hits: Sequence[Hit], language: Language) -> list[Hit]:
    """The hits whose sentences are judged: few in the other language, where each is encoded."""
    foreign = [hit for hit in hits if hit.passage.language != language][_FOREIGN:]
    return [hit for hit in hits if hit not in foreign]


def _sentences(hit: Hit) -> list[_Sentence]:
    """The sentences of a passage, each with its title, its headings and the sentence before."""
    passage, before, found = hit.passage, "", []
    for start, end in sentences(passage.text):
        said = passage.text[start:end]
        context = "\n".join((hit.document.title, *passage.headings, before))
        left = passage.start + start
        found.append(_Sentence(Quote(hit, left, left + len(said), said, hit.score), context))
        before = said
    return found
