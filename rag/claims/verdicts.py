"""A claim judged by quotations: supported, contradicted, partly so, or not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.checks import Reason, Verdict
from rag.claims.compare import compare
from rag.claims.facts import Facts, alike, read_facts
from rag.claims.speakers import find_speaker
from rag.names import Name
from rag.records import Language, Span

# The share of a claim's words that a quotation holds: from _ABOUT it speaks of the same
# thing, from _WHOLE it says all of it. Where they were measured: bench/claims.py.
_ABOUT, _WHOLE = 0.5, 0.75
# Between two languages few words are shared: the likeness of meaning stands for them.
_LEAST_LIKE, _MOST_LIKE = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class Source:
    """A quotation to judge by: a sentence, and the words around it that tell its subject.

    ``context`` holds the title, the headings and the sentence before; ``likeness`` is the
    cosine of the claim and the quotation in -1..1, needed where their languages differ.
    """

    text: str
    language: Language
    context: str = ""
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source, given by its place among the sources, says of a claim.

    ``cover`` in 0..1 is how much of the claim it speaks of; ``speaker`` is who it gives the
    statement to, offsets into its text.
    """

    source: int
    verdict: Verdict
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a claim and the findings that carry it, the most telling first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def judge(claim: str, language: Language, sources: Sequence[Source]) -> Judgement:
    """The verdict of the sources on a claim of one sentence.

    Figures, dates and names are compared by value, whatever the language and the writing. One
    source that supports makes a claim supported, and those that contradict it are still told
    in the findings; sources that do not speak of it are left out.
    """
    stated = read_facts(claim, language)
    findings = [_finding(claim, stated, place, source) for place, source in enumerate(sources)]
    order: tuple[Verdict, ...] = ("supported", "contradicted", "partly")
    told = [one for one in findings if one.verdict in order]
    told.sort(key=lambda one: (order.index(one.verdict), -one.cover, one.source))
    return Judgement(told[0].verdict if told else "not found", tuple(told))


def _finding(claim: str, stated: Facts, place: int, source: Source) -> Finding:
    found = read_facts(source.text, source.language)
    around = read_facts(source.context, source.language)
    reasons = tuple(
        Reason("name", "agrees", reason.claimed, source.context)
        if reason.topic == "name" and reason.outcome == "missing" and _named(reason, around, stated)
        else reason
        for reason in compare(claim, stated, source.text, found)
    )
    cover = _cover(stated, found, around, source)
    speaker = find_speaker(source.text, source.language)
    if speaker is not None and find_speaker(claim, stated.language) is None:
        reasons = (*reasons, Reason("speaker", "missing", "", speaker.text))
    return Finding(place, _verdict(cover, reasons), cover, reasons, speaker)


def _named(reason: Reason, around: Facts, stated: Facts) -> bool:
    parts = read_facts(reason.claimed, stated.language).plain
    return alike(Name(0, len(reason.claimed), parts), around)


def _verdict(cover: float, reasons: Sequence[Reason]) -> Verdict:
    outcomes = [reason.outcome for reason in reasons]
    if cover < _ABOUT:
        return "not found"
    missing_names = sum(r.topic == "name" and r.outcome == "missing" for r in reasons)
    names = sum(r.topic == "name" for r in reasons)
    if names and missing_names == names:
        # Another subject altogether: what it says of its own figures proves nothing.
        return "not found"
    if "differs" in outcomes and not missing_names:
        return "contradicted"
    return "supported" if cover >= _WHOLE and set(outcomes) <= {"agrees"} else "partly"


def _cover(stated: Facts, found: Facts, around: Facts, source: Source) -> float:
    """How much of a claim a source speaks of, in 0..1."""
    if not stated.terms:
        return 0.0
    if stated.language == source.language:
        held = {*found.terms, *around.terms}
        return sum(term in held for term in set(stated.terms)) / len(set(stated.terms))
    if source.likeness is None:
        return 0.0
    return min(max((source.likeness - _LEAST_LIKE) / (_MOST_LIKE - _LEAST_LIKE), 0.0), 1.0)
