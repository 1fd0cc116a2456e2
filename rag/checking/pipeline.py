"""A text to its check: claims, sentences found for each, verdicts, verified citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.checking.candidates import ClaimCandidate
from rag.checking.claims import split_claims
from rag.checking.entailment import load_entailment
from rag.checking.evidence import ClaimToCheck, SentenceWeigher, find_candidates
from rag.checking.findings import Finding, WeighedSentence
from rag.checking.outdated import OutdatedQuotes, outdated_quotes
from rag.checking.quotations import gives_words, judge_quotation, main_quotation, unquoted
from rag.checking.speakers import find_speaker
from rag.checking.statements import MOST_EVIDENCE, ReadClaim, join_parts, read_claims
from rag.checking.verdicts import judge
from rag.citations.quotes import Quote, cite
from rag.citations.verify_quotes import verified
from rag.config import Settings
from rag.encoders import Encoder
from rag.language import detect
from rag.language.statements.compound_sentences import StatedPart
from rag.records import Citation, Language, Offsets, Span
from rag.records.checks import Check, Claim, ClaimPart, Evidence, LeftOut, Verdict
from rag.runtime.spans import span
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library

# The language of a shorter claim is too uncertain: it has that of the whole text.
_MIN_WORDS_FOR_LANGUAGE = 5


@span("check")
def check_text(library: Library, encoder: Encoder, settings: Settings, text: str) -> Check:
    """The check of a text against an index: a verdict and quotes for each of its claims.

    Raises EntailmentUnavailable if the network is missing.
    """
    text_language = detect(text)
    outdated = outdated_quotes(library)
    weigher = SentenceWeigher(encoder, load_entailment(), outdated)
    watch = weigher.watch
    with watch.step("split_claims"):
        found = split_claims(text)
        statements = _statements(text, found.claims, text_language)
    with watch.step("encode"):
        asked = _to_check(statements, encoder)
    with watch.step("search"):
        candidates = [find_candidates(library, settings, claim) for claim in asked]
    checker = _Checker(library, outdated, watch)
    looked_up = map(_LookedUp, asked, candidates, weigher(asked, candidates))
    claims = tuple(checker.claim(one, [next(looked_up) for _ in one.texts]) for one in statements)
    return Check(
        text=text,
        language=text_language,
        verdict=_overall([claim.verdict for claim in claims]),
        claims=claims,
        citations=tuple(checker.citations.values()),
        left_out=tuple(
            LeftOut(start, end, text[start:end], kind)
            for (start, end), kind in zip(found.left_out, found.reasons, strict=True)
        ),
        index_id=library.index_id,
        timings_ms=watch.timings_ms,
        withheld=checker.withheld,
    )


def _statements(text: str, spans: Sequence[Offsets], text_language: Language) -> list[ReadClaim]:
    """What the claims of a text state."""
    claims = [text[start:end] for start, end in spans]
    languages = [_language(claim, text_language) for claim in claims]
    return list(read_claims(list(zip(claims, spans, languages, strict=True))))


def _to_check(statements: Sequence[ReadClaim], encoder: Encoder) -> list[ClaimToCheck]:
    """Each claim and each part of one, to be looked up."""
    texts = [(text, one.language) for one in statements for text in one.texts]
    vectors = encoder.encode([text for text, _ in texts], kind="query") if texts else ()
    return [
        ClaimToCheck(text, language, vector)
        for (text, language), vector in zip(texts, vectors, strict=True)
    ]


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


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """A claim or a part of one, with the sentences found for it and those that were weighed."""

    claim: ClaimToCheck
    candidates: Sequence[ClaimCandidate]
    sentences: Sequence[WeighedSentence]

    @property
    def is_said(self) -> bool:
        """Whether a sentence that applies says it word for word."""
        return any(one.compared.verbatim and not one.superseded for one in self.sentences)


@dataclass(frozen=True, slots=True)
class _Proven:
    """A finding whose quote is in its page to the letter."""

    finding: Finding
    quote: Quote


def _distinct(proven: Sequence[_Proven]) -> list[_Proven]:
    """Without those whose document says the same words in a place before: one of them is enough."""
    said = {
        (one.quote.hit.passage.document_id, " ".join(one.quote.text.split())): one
        for one in reversed(proven)
    }
    return list(reversed(said.values()))


class _Checker:
    """Gives claims their verdicts and numbers the citations: one number for each quote."""

    def __init__(self, library: Library, outdated: OutdatedQuotes, watch: Stopwatch) -> None:
        self.citations: dict[tuple[str, int | None, int, int], Citation] = {}
        self.withheld = 0
        self._watch = watch
        self._library = library
        self._outdated = outdated

    def claim(self, statement: ReadClaim, looked_up: Sequence[_LookedUp]) -> Claim:
        """A claim with its verdict and evidence, and those of its parts.

        ``looked_up`` is what was found for the whole claim, then for each part.
        """
        start, end = statement.span
        evidence, *others = [self._found(each) for each in looked_up]
        is_quotation = gives_words(statement.understood, statement.language)
        if main_quotation(statement.understood):
            evidence = self._with_quotation(looked_up[0], evidence, is_quotation)
        carried = statement.understood != statement.text
        whole = Claim(
            text=statement.text,
            start=start,
            end=end,
            language=statement.language,
            verdict=_verdict(evidence),
            evidence=evidence,
            speaker=_moved(find_speaker(statement.text, statement.language), start),
            unsure=bool(evidence) and evidence[0].unsure,
            understood=statement.understood if carried else "",
            kind="quotation" if is_quotation else "statement",
        )
        if whole.verdict == "supported" and looked_up[0].is_said:
            return whole
        parts = [self._part(statement, *each) for each in zip(statement.parts, others, strict=True)]
        return join_parts(whole, parts)

    @staticmethod
    def _part(statement: ReadClaim, part: StatedPart, evidence: tuple[Evidence, ...]) -> ClaimPart:
        start, end = statement.part_span(part)
        said = statement.text[start - statement.span[0] : end - statement.span[0]]
        unsure = bool(evidence) and evidence[0].unsure
        return ClaimPart(said, start, end, part.text, _verdict(evidence), evidence, unsure)

    def _found(self, found: _LookedUp) -> tuple[Evidence, ...]:
        """The evidence on a claim or a part of one, each quote verified in its page."""
        claim, sentences = found.claim, found.sentences
        with self._watch.step("judge"):
            findings = judge(claim.text, claim.language, sentences)
        with self._watch.step("verify"):
            proven = _distinct(
                [_Proven(one, sentences[one.source].candidate.quote) for one in findings]
            )
            likely = proven[: 2 * MOST_EVIDENCE]
            kept = [one for one in likely if self._is_verified(one.quote)][:MOST_EVIDENCE]
        return tuple(self._evidence(one.finding, one.quote) for one in kept)

    def _with_quotation(
        self, found: _LookedUp, evidence: tuple[Evidence, ...], is_quotation: bool
    ) -> tuple[Evidence, ...]:
        """The evidence with what the documents say of the words that a claim quotes.

        Words that no document has to the letter confirm nothing.
        """
        judged = judge_quotation(found.claim.text, found.claim.language, found.candidates)
        if judged is not None and not self._is_verified(judged.quote):
            judged = None
        altered = judged is not None and judged.finding.verdict == "contradicted"
        if judged is not None and not (is_quotation or evidence):
            judged = replace(judged, finding=replace(judged.finding, verdict="partly"))
        if judged is not None and (is_quotation or altered or not evidence):
            first = self._evidence(judged.finding, judged.quote)
            others = [one for one in evidence if one.citation != first.citation]
            return (first, *others)[:MOST_EVIDENCE]
        return evidence if judged is not None or not is_quotation else unquoted(evidence)

    def _is_verified(self, quote: Quote) -> bool:
        is_verified = bool(verified(self._library, [quote]))
        self.withheld += not is_verified
        return is_verified

    def _evidence(self, finding: Finding, quote: Quote) -> Evidence:
        passage = quote.hit.passage
        place = (passage.document_id, passage.page, quote.start, quote.end)
        if place not in self.citations:
            n, newer = len(self.citations) + 1, self._outdated.newer
            self.citations[place] = cite(n, quote, newer, self._outdated.amendments.of(quote))
        citation = self.citations[place]
        return Evidence(
            citation.n, finding.verdict, finding.cover, finding.reasons,
            _moved(finding.speaker, quote.start), finding.unsure,
        )  # fmt: skip


def _verdict(evidence: Sequence[Evidence]) -> Verdict:
    """The verdict of the first evidence."""
    return evidence[0].verdict if evidence else "not found"


def _moved(span: Span | None, by: int) -> Span | None:
    """A span of a sentence as a span of the text in which the sentence starts at ``by``."""
    return span and Span(span.start + by, span.end + by, span.text)
