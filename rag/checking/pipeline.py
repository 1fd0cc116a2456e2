"""A text to its check: claims, passages found for each, verdicts, verified citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.checking.claims import split_claims
from rag.checking.speakers import find_speaker
from rag.checking.verdicts import Finding, judge
from rag.citations.quotes import Quote, cite
from rag.citations.verify_quotes import verified
from rag.citations.versions import newer_versions
from rag.config import Settings
from rag.encoders import Encoder, weights_of
from rag.facts.sources import Source
from rag.language import detect
from rag.language.sentences import sentences
from rag.records import Citation, Hit, Language, Offsets, Span
from rag.records.checks import Check, Claim, Evidence, Verdict
from rag.retrieval.search import search
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Passages whose sentences are compared with a claim, and of those the most in the other language:
# their sentences are encoded, about 10 ms each.
_PASSAGES, _FOREIGN_PASSAGES = 8, 3
_QUOTES = 3  # shown for a claim at most
# The language of a shorter claim is too uncertain: it has that of the whole text.
_MIN_WORDS_FOR_LANGUAGE = 5


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence of a passage, and the text around it."""

    quote: Quote
    context: str


def check_text(library: Library, encoder: Encoder, settings: Settings, text: str) -> Check:
    """The check of a text against an index: a verdict and quotes for each of its claims."""
    checker = _Checker(library, encoder, settings)
    text_language = detect(text)
    with checker.watch.step("split_claims"):
        found = split_claims(text)
    texts = [text[start:end] for start, end in found.claims]
    with checker.watch.step("encode"):
        vectors = encoder.encode(texts, kind="query") if texts else ()
    claims = tuple(
        checker.claim(text, span, _language(text[slice(*span)], text_language), vector)
        for span, vector in zip(found.claims, vectors, strict=True)
    )
    return Check(
        text=text,
        language=text_language,
        verdict=_overall([claim.verdict for claim in claims]),
        claims=claims,
        citations=tuple(checker.citations.values()),
        left_out=tuple(Span(start, end, text[start:end]) for start, end in found.left_out),
        index_id=library.index_id,
        timings_ms=checker.watch.timings_ms,
        withheld=checker.withheld,
    )


def _language(claim: str, text_language: Language) -> Language:
    """The language of a claim, that of its text if the claim is too short."""
    long_enough = len(claim.split()) >= _MIN_WORDS_FOR_LANGUAGE
    return detect(claim, text_language) if long_enough else text_language


def _overall(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a whole text; see ``Check``."""
    if "contradicted" in verdicts:
        return "contradicted"
    different = set(verdicts)
    if different == {"supported"}:
        return "supported"
    return "not found" if different <= {"not found"} else "partly"


class _Checker:
    """Checks the claims of one text and numbers its citations: one number for each quote."""

    def __init__(self, library: Library, encoder: Encoder, settings: Settings) -> None:
        self.watch = Stopwatch()
        self.citations: dict[tuple[str, int | None, int, int], Citation] = {}
        self.withheld = 0
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._newer = newer_versions(library)
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def claim(
        self, text: str, span: Offsets, language: Language, vector: NDArray[np.float32]
    ) -> Claim:
        """The claim at a span of the text, with its verdict and evidence."""
        start, end = span
        verdict, evidence = self._judge(text[start:end], language, vector)
        return Claim(
            text=text[start:end],
            start=start,
            end=end,
            language=language,
            verdict=verdict,
            evidence=evidence,
            speaker=_moved(find_speaker(text[start:end], language), start),
        )

    def _judge(
        self, claim: str, language: Language, vector: NDArray[np.float32]
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on a claim and its evidence, each quote verified in its page."""
        with self.watch.step("search"):
            k, weights = self._settings.candidates, weights_of(self._settings.encoder)
            hits = search(self._library, vector, claim, language=language, k=k, weights=weights)
        with self.watch.step("judge"):
            compared = _to_compare(hits[:_PASSAGES], language)
            candidates = [one for hit in compared for one in _candidates(hit)]
            sources = self._sources(candidates, language, vector)
            findings = judge(claim, language, sources).findings
        with self.watch.step("verify"):
            pairs = [(finding, candidates[finding.source].quote) for finding in findings]
            kept = [pair for pair in pairs[: 2 * _QUOTES] if self._is_verified(pair[1])][:_QUOTES]
        evidence = tuple(self._evidence(finding, quote) for finding, quote in kept)
        return (evidence[0].verdict if evidence else "not found"), evidence

    def _is_verified(self, quote: Quote) -> bool:
        is_verified = bool(verified(self._library, [quote]))
        self.withheld += not is_verified
        return is_verified

    def _likeness(self, texts: Sequence[str], vector: NDArray[np.float32]) -> dict[str, float]:
        """The cosine of a claim and each sentence; a sentence is encoded once for all claims."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            encoded = self._encoder.encode(new, kind="passage")
            self._vectors |= dict(zip(new, encoded, strict=True))
        return {text: float(self._vectors[text] @ vector) for text in texts}

    def _sources(
        self, candidates: Sequence[_Candidate], language: Language, vector: NDArray[np.float32]
    ) -> list[Source]:
        """What the claim is compared with: across languages, with the cosine of the two."""
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
        new = cite(len(self.citations) + 1, quote, self._newer)
        citation = self.citations.setdefault(place, new)
        speaker = _moved(finding.speaker, quote.start)
        return Evidence(citation.n, finding.verdict, finding.cover, finding.reasons, speaker)


def _moved(span: Span | None, by: int) -> Span | None:
    """A span of a sentence as a span of the text in which the sentence starts at ``by``."""
    return span and Span(span.start + by, span.end + by, span.text)


def _to_compare(hits: Sequence[Hit], language: Language) -> list[Hit]:
    """The hits without those in the other language that are too many to encode."""
    foreign = [hit for hit in hits if hit.passage.language != language]
    left_out = foreign[_FOREIGN_PASSAGES:]
    return [hit for hit in hits if hit not in left_out]


def _candidates(hit: Hit) -> list[_Candidate]:
    """The sentences of a passage, each with its title, its headings and the sentence before."""
    passage, before, found = hit.passage, "", []
    for start, end in sentences(passage.text):
        text = passage.text[start:end]
        context = "\n".join((hit.document.title, *passage.headings, before))
        in_page = passage.start + start
        quote = Quote(hit, in_page, in_page + len(text), text, hit.score)
        found.append(_Candidate(quote, context))
        before = text
    return found
