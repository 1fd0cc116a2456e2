"""What each claim of a text states: with the subject it takes from before, and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.checking.quotations import gives_words
from rag.checking.speakers import find_speaker
from rag.language.statements.carried_subjects import find_subject, with_subject
from rag.language.statements.compound_sentences import StatedPart, split_statements
from rag.records import Language, Offsets
from rag.records.checks import Claim, ClaimPart, Verdict
from rag.weights import WEIGHTS

MOST_EVIDENCE = 3  # quotes shown for a claim


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim, ``text`` at its ``span``, as it is understood, and the statements that it joins.

    Offsets of ``parts`` are into ``understood``.
    """

    text: str
    span: Offsets
    language: Language
    understood: str
    parts: tuple[StatedPart, ...]

    @property
    def texts(self) -> list[str]:
        """What is looked up: the claim as understood, then its parts."""
        return [self.understood, *(part.text for part in self.parts)]

    def part_span(self, part: StatedPart) -> Offsets:
        """The place of a part in the checked text, ends excluded."""
        added = len(self.understood) - len(self.text)
        start, end = (max(place - added, 0) for place in (part.start, part.end))
        return self.span[0] + (start if part.start else 0), self.span[0] + end


def read_claims(
    claims: Sequence[tuple[str, Offsets, Language]],
) -> Iterator[ReadClaim]:
    """The statements of the claims of a text, which are given in order.

    A claim that opens with a pronoun takes the subject of the claim before, in one language.
    """
    subject, spoken = "", None
    for text, span, language in claims:
        known = subject if spoken == language else ""
        understood = with_subject(text, known, language)
        reports = find_speaker(understood, language) is not None
        reports = reports or gives_words(understood, language)
        parts = () if reports else _parts(understood, language)
        yield ReadClaim(text, span, language, understood, parts)
        subject, spoken = find_subject(understood, language), language


def _parts(sentence: str, language: Language) -> tuple[StatedPart, ...]:
    """The parts of a sentence, each with the subject that it takes from the one before."""
    found: list[StatedPart] = []
    subject = ""
    for part in split_statements(sentence, language):
        text = with_subject(part.text, subject, language)
        subject = find_subject(text, language)
        found.append(replace(part, text=text))
    return tuple(found)


def join_parts(whole: Claim, parts: Sequence[ClaimPart]) -> Claim:
    """A claim with the verdicts of its parts.

    Contradicted if a part is, unless the whole is supported: then it is not sure. Supported if all
    parts are, or if one sentence has nearly all words of the whole. If some are, it is partly
    supported.
    """
    if not parts:
        return whole
    claim = replace(whole, parts=tuple(parts))
    verdicts = [part.verdict for part in parts]
    if "contradicted" in verdicts:
        if whole.verdict == "supported":
            return replace(claim, verdict="partly", unsure=True)
        return _decided(claim, "contradicted")
    if whole.verdict == "contradicted":
        return claim
    if whole.verdict == "supported" and whole.evidence[0].cover >= WEIGHTS.verdicts.whole_claim:
        return claim
    if "supported" in verdicts:
        return _decided(claim, "supported" if set(verdicts) == {"supported"} else "partly")
    return replace(claim, verdict="partly", unsure=True) if whole.verdict == "supported" else claim


def _decided(claim: Claim, verdict: Verdict) -> Claim:
    """A claim whose parts give its verdict; the evidence of those that decide it comes first."""
    first = "contradicted" if verdict == "contradicted" else "supported"
    ordered = sorted(claim.parts, key=lambda part: part.verdict != first)
    evidence = {one.citation: one for part in reversed(ordered) for one in part.evidence[:1]}
    kept = tuple(reversed(evidence.values()))[:MOST_EVIDENCE]
    return replace(claim, verdict=verdict, evidence=kept, unsure=False)
