"""A claim judged by quotations: supported, contradicted, partly so, or not found."""

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
    """What one source, given by its place among the sources, says of a claim.

    ``cover`` in 0..1 is how much of the claim it speaks of; ``speaker`` is who it gives the
    statement to, offsets into its text; ``strength`` orders findings.
    """

    source: int
    verdict: Verdict
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None
    strength: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a claim and the findings that carry it, the most telling first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def judge(claim: str, language: Language, sources: Sequence[Source]) -> Judgement:
    """The verdict of the sources on a claim of one sentence.

    Figures, dates and names are compared by value, whatever the language and the writing. The
    source that says most of the claim gives the verdict, a newer version before an older one;
    those that see it otherwise are still told in the findings, those that do not speak of it
    are left out.
    """
    stated = TextFacts.of(claim, language)
    findings = [_finding(stated, place, source) for place, source in enumerate(sources)]
    told = [one for one in findings if one.verdict != "not found"]

    def order(one: Finding) -> tuple[float, bool, bool, int, int]:
        # Of equals, what can be read word for word comes before what is judged by its meaning.
        across = sources[one.source].likeness is not None
        verdict = _ORDER.index(one.verdict)
        return -round(one.strength, 1), one.verdict == "partly", across, verdict, one.source

    told.sort(key=order)
    return Judgement(told[0].verdict if told else "not found", tuple(told))


def _finding(claim: TextFacts, place: int, source: Source) -> Finding:
    quote = TextFacts.of(source.text, source.language)
    context = TextFacts.of(source.context, source.language)
    reasons = compare(claim, quote, context)
    own, cover = _covers(_said(claim, reasons), quote, context, source)
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


def _said(claim: TextFacts, reasons: Sequence[Reason]) -> set[str]:
    """The terms that a source must hold: a name or a verb that it replaces by another is none,
    nor are figures, references and dates, which are compared by themselves."""
    replaced = [
        term
        for one in reasons
        if one.topic in ("figure", "date") or one.outcome == "differs"
        for term in terms(one.claimed, claim.facts.language)
    ]
    return set(claim.facts.terms) - set(replaced)


def _covers(
    wanted: set[str], quote: TextFacts, context: TextFacts, source: Source
) -> tuple[float, float]:
    """How much of a claim a source speaks of, in 0..1: by its own words, and with its context."""
    if not wanted:
        return 0.0, 0.0
    if source.likeness is None:
        held = set(quote.facts.terms)
        own = len(wanted & held) / len(wanted)
        return own, len(wanted & (held | set(context.facts.terms))) / len(wanted)
    scale = _LIMITS.full_similarity - _LIMITS.least_similarity
    near = min(max((source.likeness - _LIMITS.least_similarity) / scale, 0.0), 1.0)
    return near, near
