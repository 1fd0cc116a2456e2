"""The verdict of quotes on a claim: supported, contradicted, partly, or not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.checking.speakers import find_speaker
from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.facts.sources import Source
from rag.language.words import terms
from rag.records import Language, Span
from rag.records.checks import Reason, Verdict
from rag.weights import WEIGHTS

_LIMITS = WEIGHTS.verdicts
_ORDER: tuple[Verdict, ...] = ("supported", "contradicted", "partly")
_FACTS = ("figure", "date", "name")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source says about a claim; ``source`` is its position among the sources.

    ``cover`` in 0..1 is how much of the claim is in the source and its context. ``speaker`` is
    who the source attributes the statement to, with offsets into its text. Findings are ordered
    by ``strength``.
    """

    source: int
    verdict: Verdict
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None
    strength: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a claim and the findings it is based on, the strongest first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def judge(claim: str, language: Language, sources: Sequence[Source]) -> Judgement:
    """The verdict of the sources on a claim of one sentence.

    Figures, dates and names are compared by value, in any language and notation. The source
    that has most of the claim gives the verdict, a newer version of a document before an older
    one. The findings also have the sources that disagree with it, but none about another
    subject.
    """
    facts = TextFacts.of(claim, language)
    findings = [_finding(facts, position, source) for position, source in enumerate(sources)]
    found = [one for one in findings if one.verdict != "not found"]

    def order(one: Finding) -> tuple[float, bool, bool, int, int]:
        # Between equals, shared words are stronger evidence than a cosine.
        across = sources[one.source].likeness is not None
        verdict = _ORDER.index(one.verdict)
        return -round(one.strength, 1), one.verdict == "partly", across, verdict, one.source

    found.sort(key=order)
    return Judgement(found[0].verdict if found else "not found", tuple(found))


def _finding(claim: TextFacts, position: int, source: Source) -> Finding:
    quote = TextFacts.of(source.text, source.language)
    context = TextFacts.of(source.context, source.language)
    reasons = compare(claim, quote, context)
    in_quote, cover = _cover(_terms_to_find(claim, reasons), quote, context, source)
    speaker = find_speaker(source.text, source.language)
    if speaker is not None and find_speaker(claim.text, claim.facts.language) is None:
        reasons = (*reasons, Reason("speaker", "missing", "", speaker.text))
    strength = (in_quote + cover) / 2 + _LIMITS.agreeing_facts * _agreement(in_quote, reasons)
    if source.superseded:
        strength -= _LIMITS.superseded
    verdict = _verdict(in_quote, cover, reasons)
    return Finding(position, verdict, cover, reasons, speaker, strength)


def _agreement(in_quote: float, reasons: Sequence[Reason]) -> float:
    """The share of the figures and dates of a claim that agree, in 0..1.

    1 if the quote has nearly all words of the claim and each of its facts, even a different one.
    Names do not count: they occur in sentences about many subjects.
    """
    if in_quote >= _LIMITS.complete and all(one.outcome != "missing" for one in reasons):
        return 1.0
    facts = [one.outcome == "agrees" for one in reasons if one.topic in ("figure", "date")]
    return sum(facts) / len(facts) if facts else 0.0


def _verdict(in_quote: float, cover: float, reasons: Sequence[Reason]) -> Verdict:
    """The verdict of one quote, by how much of the claim it has and which facts agree."""
    outcomes = {one.outcome for one in reasons}
    facts = [one for one in reasons if one.topic in _FACTS]
    no_fact_found = bool(facts) and outcomes == {"missing"}
    least = _LIMITS.whole if no_fact_found else _LIMITS.own_words
    if cover < _LIMITS.same_subject or in_quote < least:
        return "not found"
    if "differs" in outcomes:
        fact_differs = any(one.outcome == "differs" for one in facts)
        if in_quote < (_LIMITS.own_words if fact_differs else _LIMITS.contradiction):
            return "not found"
        # If a name of the claim is missing, the quote may be about another subject.
        name_missing = any(one.topic == "name" and one.outcome == "missing" for one in reasons)
        return "partly" if name_missing else "contradicted"
    whole = (in_quote + cover) / 2 >= _LIMITS.whole
    return "supported" if whole and outcomes <= {"agrees"} else "partly"


def _terms_to_find(claim: TextFacts, reasons: Sequence[Reason]) -> set[str]:
    """The terms of a claim that a source must have.

    Not those that differ, a name or a verb for which the source has another, nor figures,
    references and dates, which ``compare`` compares.
    """
    replaced = [
        term
        for one in reasons
        if one.topic in ("figure", "date") or one.outcome == "differs"
        for term in terms(one.claimed, claim.facts.language)
    ]
    return set(claim.facts.terms) - set(replaced)


def _cover(
    wanted: set[str], quote: TextFacts, context: TextFacts, source: Source
) -> tuple[float, float]:
    """How much of a claim a source has, in 0..1: in its own words, and with its context."""
    if not wanted:
        return 0.0, 0.0
    if source.likeness is None:
        found = set(quote.facts.terms)
        in_quote = len(wanted & found) / len(wanted)
        return in_quote, len(wanted & (found | set(context.facts.terms))) / len(wanted)
    scale = _LIMITS.full_similarity - _LIMITS.least_similarity
    similar = min(max((source.likeness - _LIMITS.least_similarity) / scale, 0.0), 1.0)
    return similar, similar
