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


def _finding(claim: TextFacts, place: int, source: Source) -> Finding:
    quote = TextFacts.of(source.text, source.language)
    context = TextFacts.of(source.context, source.language)
    reasons = compare(claim, quote, context)
    own, cover = _cover(_terms_to_find(claim, reasons), quote, context, source)
    speaker = find_speaker(source.text, source.language)
    if speaker is not None and find_speaker(claim.text, claim.facts.language) is None:
        reasons = (*reasons, Reason("speaker", "missing", "", speaker.text))
    # A name is shared by much that is said of other things: it adds no strength.
    facts = [one.outcome == "agrees" for one in reasons if one.topic in ("figure", "date")]
    agreeing = sum(facts) / len(facts) if facts else 0.0
    # A sentence with all that the claim speaks of speaks of the very thing, agree or not.
    very = own >= _LIMITS.complete and all(one.outcome != "missing" for one in reasons)
    strength = (own + cover) / 2 + _LIMITS.agreeing_facts * (1.0 if very else agreeing)
    if source.superseded:
        strength -= _LIMITS.superseded
    return Finding(place, _verdict(own, cover, reasons), cover, reasons, speaker, strength)


def _verdict(own: float, cover: float, reasons: Sequence[Reason]) -> Verdict:
    """The verdict of one quotation, by what it covers and how the facts fare."""
    outcomes = {one.outcome for one in reasons}
    facts = [one for one in reasons if one.topic in _FACTS]
    agreeing = any(one.outcome == "agrees" for one in facts)
    untold = facts and not agreeing and outcomes == {"missing"}
    if cover < _LIMITS.same_subject or own < _LIMITS.own_words or (untold and own < _LIMITS.whole):
        return "not found"
    differs = any(one.outcome == "differs" for one in facts)
    firm = own >= (_LIMITS.own_words if differs else _LIMITS.contradiction)
    if "differs" in outcomes:
        strangers = any(one.topic == "name" and one.outcome == "missing" for one in reasons)
        # Of another subject: what it says of its own figures proves nothing.
        return "not found" if not firm else "partly" if strangers else "contradicted"
    whole = (own + cover) / 2 >= _LIMITS.whole
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
        held = set(quote.facts.terms)
        own = len(wanted & held) / len(wanted)
        return own, len(wanted & (held | set(context.facts.terms))) / len(wanted)
    scale = _LIMITS.full_similarity - _LIMITS.least_similarity
    near = min(max((source.likeness - _LIMITS.least_similarity) / scale, 0.0), 1.0)
    return near, near
