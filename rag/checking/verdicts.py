"""The verdict of sentences on a claim: supported, contradicted, partly, or not found.

Signals of each sentence are weighed three times: as evidence, for support, for contradiction. The
weights are fitted (`bench/claim_weights.py`). Rules have the last word: what differs from a
sentence is never supported by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.checking.candidates import ClaimCandidate
from rag.checking.chances import chances, weighted
from rag.checking.disputes import is_only_supposed, is_outdone_across
from rag.checking.findings import Finding, WeighedSentence
from rag.checking.other_years import is_of_other_year
from rag.checking.speakers import Attribution, attribution_of, find_speaker
from rag.facts.same_statements import is_same_statement
from rag.records import Amendment, Language
from rag.records.checks import Reason, Verdict
from rag.weights import WEIGHTS, VerdictThresholds, Weights


def judge(
    claim: str,
    language: Language,
    sentences: Sequence[WeighedSentence],
    weights: Weights = WEIGHTS,
) -> list[Finding]:
    """What the sentences say about a claim, the best evidence first; "not found" is left out.

    The best one gives the verdict, or the second if only that is decided and it is close; of two
    that agree, the one in the language of the claim comes first. A sentence that says the claim
    word for word comes before all that do not support it. Where a sentence that is close, or that
    speaks of the same subject, contradicts what another supports, it is not sure; neither is what a
    sentence only supposes in the words of the claim, nor what only replaced versions say. Of those
    that contradict, one that says another thing of the same subject comes first. Without any, no
    sentence is about the claim.
    """
    said_by = find_speaker(claim, language)
    found = [
        _finding(place, one, attribution_of(one.candidate.quote, said_by, language), weights)
        for place, one in enumerate(sentences)
    ]
    found.sort(key=lambda one: (-one.strength, one.source))
    if found and found[0].verdict != "supported":
        found.sort(key=lambda one: not _says_it(one, sentences))
    if not found:
        return []
    found = _amending_first(found, sentences)
    close = [one for one in found if one.strength >= found[0].strength - weights.verdicts.close]
    decided = [one for one in close[:2] if one.verdict in ("supported", "contradicted")]
    if found[0].verdict == "not found" and not decided:
        return []
    if len({one.verdict for one in decided}) == 1:
        decided += [one for one in close[2:] if one.verdict == decided[0].verdict]
        decided.sort(key=lambda one: sentences[one.source].compared.across)
    first = decided[0] if decided else _in_own_language(close, sentences)
    disputed = any(
        one in close or _is_same_and_now(claim, language, sentences[one.source])
        for one in found
        if one.verdict == "contradicted"
    )
    best, limits = sentences[first.source], weights.verdicts
    disputed = disputed or is_only_supposed(sentences, best, limits)
    disputed = disputed or is_outdone_across(sentences, best, limits)
    disputed = disputed or _is_only_of_old(found, best, sentences)
    if first.verdict == "supported" and disputed:
        first = replace(first, verdict="partly", unsure=True)
    if first.verdict == "contradicted":
        first = _same_statement(claim, language, [first, *found], sentences)
    rest = [
        _less_sure(one, first, sentences)
        for one in found
        if one.source != first.source and one.verdict != "not found"
    ]
    return [first, *(one for one in rest if not _is_idle(one, first, sentences))]


def _less_sure(one: Finding, first: Finding, sentences: Sequence[WeighedSentence]) -> Finding:
    """A finding as it stands beside the first one.

    Where that is not sure, or is sure of the contrary, a sentence that was not likely enough to
    lead confirms nothing, unless it is of a replaced version or has the words of the claim.
    """
    sentence = sentences[one.source]
    decides = first.verdict in ("supported", "partly") and not first.unsure
    if one.verdict != "supported" or decides:
        return one
    if sentence.superseded or sentence.amendments or sentence.compared.verbatim:
        return one
    return replace(one, verdict="partly", unsure=True)


def _in_own_language(close: Sequence[Finding], sentences: Sequence[WeighedSentence]) -> Finding:
    """The first of some findings, or the first that says as much in the language of the claim."""
    alike = [
        one for one in close if (one.verdict, one.unsure) == (close[0].verdict, close[0].unsure)
    ]
    return next((one for one in alike if not sentences[one.source].compared.across), close[0])


def _is_idle(one: Finding, first: Finding, sentences: Sequence[WeighedSentence]) -> bool:
    """Whether a finding that is not amended adds nothing to a sure verdict.

    It is itself not sure; or, beside a sentence that supports the claim, it lacks a part of it, or
    contradicts it with fewer of its words: the row of another year. Beside a replaced version
    everything counts.
    """
    sure = first.verdict in ("supported", "contradicted")
    if not sure or sentences[one.source].amendments or sentences[first.source].superseded:
        return False
    if first.verdict == "supported" and one.verdict != "supported":
        said, best = (sentences[each.source].compared for each in (one, first))
        return one.verdict == "partly" or (
            said.across == best.across and said.in_quote < best.in_quote
        )
    return one.unsure


def _is_only_of_old(
    found: Sequence[Finding], best: WeighedSentence, sentences: Sequence[WeighedSentence]
) -> bool:
    """Whether only replaced versions support a claim: the newer one may say something else."""
    supporting = [sentences[one.source] for one in found if one.verdict == "supported"]
    return best.superseded and all(one.superseded for one in supporting)


def _is_same_and_now(claim: str, language: Language, one: WeighedSentence) -> bool:
    """Whether a sentence that applies says of the claim's subject what is true of it."""
    return not one.superseded and is_same_statement(claim, one.candidate.quote.text, language)


def _same_statement(
    claim: str, language: Language, found: Sequence[Finding], sentences: Sequence[WeighedSentence]
) -> Finding:
    """Of what contradicts a claim, the sentence that says of its subject what is true of it.

    "The Council has fifteen members" comes before "The committee of the Council has five". The
    first one if none does.
    """

    def is_same(one: Finding) -> bool:
        sentence = sentences[one.source]
        quote, across = sentence.candidate.quote, sentence.compared.across
        may_lead = one.verdict == "contradicted" and not (across or sentence.superseded)
        return may_lead and is_same_statement(claim, quote.text, language)

    return next(filter(is_same, found), found[0])


def _says_it(finding: Finding, sentences: Sequence[WeighedSentence]) -> bool:
    """Whether a sentence that applies says the claim word for word."""
    one = sentences[finding.source]
    return finding.verdict == "supported" and one.compared.verbatim and not one.superseded


def _amending_first(
    found: Sequence[Finding], sentences: Sequence[WeighedSentence]
) -> list[Finding]:
    """The findings; before an amended sentence that leads, what its amendment says."""
    amendments = sentences[found[0].source].amendments
    amending = [
        one
        for one in found
        if one.verdict in ("supported", "contradicted")
        and any(_is_of(sentences[one.source].candidate, each) for each in amendments)
    ]
    if not amending:
        return list(found)
    first = replace(amending[0], strength=found[0].strength)
    return [first, *(one for one in found if one.source != first.source)]


def _is_of(candidate: ClaimCandidate, amendment: Amendment) -> bool:
    """Whether a sentence stands in an amendment."""
    quote, passage = candidate.quote, candidate.quote.hit.passage
    same_page = (passage.document_id, passage.page) == (amendment.document, amendment.page)
    return same_page and amendment.start <= quote.start < amendment.end


def _finding(place: int, one: WeighedSentence, by: Attribution, weights: Weights) -> Finding:
    reasons = one.compared.reasons
    if by.speaker is not None and by.unclaimed:
        reasons = (*reasons, Reason("speaker", "missing", "", by.speaker.text))
    strength = weighted(one.signals, weights.evidence)
    verdict, unsure = _verdict(one, by.unclaimed, weights)
    if one.amendments and verdict != "not found":  # it says nothing sure of what applies now
        verdict, unsure = "partly", True
    return Finding(
        place, verdict, unsure, _cover(one), reasons, by.speaker,
        strength - weights.verdicts.superseded * one.superseded,
    )  # fmt: skip


def _verdict(one: WeighedSentence, attributed: bool, weights: Weights) -> tuple[Verdict, bool]:
    """The verdict of a sentence, and whether it is not sure."""
    supports, contradicts, neither = chances(one.signals, weights)
    limits = weights.verdicts
    if one.compared.other_subject:
        return "not found", False
    outcomes = {reason.outcome for reason in one.compared.reasons}
    likely = supports >= _least_support(one, limits)
    likely = likely or _has_same_words(one, limits) or one.compared.verbatim
    if likely and outcomes <= {"agrees"} and _may_support(one, limits):
        return ("partly", False) if attributed else ("supported", False)
    if one.signals.missing_names == 0 and _contradicts(one, contradicts, neither, limits):
        return "contradicted", False
    if neither >= limits.absent:
        return "not found", False
    partly = supports >= limits.partly and "differs" not in outcomes and "missing" in outcomes
    return "partly", not partly or one.compared.other_actor


def _least_support(one: WeighedSentence, limits: VerdictThresholds) -> float:
    """How likely a sentence must be to support its claim: less if it has the facts of it."""
    signals = one.signals
    lacking = signals.missing_facts + signals.missing_names
    doubted = signals.agrees <= -limits.network_differs and not _is_written_otherwise(one)
    if not one.compared.across and signals.facts > 0 and not lacking and not doubted:
        return limits.supported_by_facts
    return limits.supported


def _is_written_otherwise(one: WeighedSentence) -> bool:
    """Whether a figure of the claim is written in another way in the sentence: "thirty", "30".

    The network takes notations of a figure for different ones: "1.5 million", "1,500,000".
    """
    return any(
        reason.topic == "figure" and reason.outcome == "agrees" and reason.claimed != reason.quoted
        for reason in one.compared.reasons
    )


def _has_same_words(one: WeighedSentence, limits: VerdictThresholds) -> bool:
    """Whether a sentence says the claim in its words, and not only supposes it.

    See ``_is_written_otherwise``: the network may find that it contradicts.
    """
    figures = one.signals.facts > 0 and one.signals.about > 0
    return one.signals.in_quote >= limits.same_words and (one.signals.agrees > 0 or figures)


def _may_support(one: WeighedSentence, limits: VerdictThresholds) -> bool:
    """Whether the sentence has all words of the claim, and the network read it to its end."""
    least = limits.least_word / (2 if one.compared.across else 1)
    compared = one.compared
    same_words_unsaid = (
        one.signals.in_quote >= limits.same_words and one.signals.about < -limits.surely_unsaid
    )
    if one.compared.verbatim:
        return not compared.unsaid
    said = not (compared.unsaid or compared.other_actor or same_words_unsaid)
    return one.whole and one.signals.weakest >= least and said


def _contradicts(
    one: WeighedSentence, contradicts: float, neither: float, limits: VerdictThresholds
) -> bool:
    """Whether a sentence contradicts its claim.

    It does if a rule finds a difference and the sentence is about the claim. An opposite or a duty
    needs the network to find the sentence about the claim, or its words or a denial beside it. A
    denial alone needs the network to agree, and so does a figure, both more surely in a sentence
    that the network takes to be about something else. The network alone must be very sure. Other
    roles alone only bar support. A sentence on another year, with another figure or a denial,
    contradicts nothing. Another name or an opposite in the words of the claim contradicts it
    whatever the network finds. What another body did contradicts by its name alone.
    """
    if one.compared.other_actor and not one.compared.count("differs", "name"):
        return False
    if is_of_other_year(one.compared.reasons):
        return False
    about, denies = one.signals.about > 0, one.signals.agrees <= -limits.network_differs
    in_its_words = one.compared.across or one.compared.in_quote >= limits.opposed_words
    denied = one.compared.count("differs", "denial") > 0
    if (
        one.compared.count("differs", "date", "name")
        or (one.compared.count("differs", "opposite") and (about or in_its_words))
        or (one.compared.count("differs", "word") and (about or denied))
        or (one.compared.count("differs", "figure") and (about or denies))
    ):
        opposed = one.compared.count("differs", "name", "opposite") > 0 and not one.compared.across
        by_word = opposed and one.compared.in_quote >= limits.opposed_words
        return contradicts >= limits.contradicted or neither < limits.surely_about or by_word
    denied = denied and (denies or (about and one.signals.agrees < 0))
    alone = one.signals.agrees <= -limits.network_alone and one.signals.missing_facts == 0
    return contradicts >= limits.contradicted and (denied or alone)


def _cover(one: WeighedSentence) -> float:
    """The share of the claim's words in a sentence and its context; across languages the cosine."""
    if one.compared.across:
        return min(max(one.signals.cosine, 0.0), 1.0)
    return one.compared.cover
