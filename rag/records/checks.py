"""The records of a claim check: a verdict on each claim of a text, with its evidence.

Offsets of a claim are indices into ``Check.text``, end excluded. Offsets of a speaker named in a
quote are indices into its page, like those of the citation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import ClassVar, Literal

from rag.records import Citation, Language, Scope, Span
from rag.records.notebook import quote, short, sources
from rag.records.plain import JsonRecord

Verdict = Literal["supported", "contradicted", "partly", "not found"]
ClaimKind = Literal["statement", "quotation"]
LeftOutKind = Literal["headline", "question", "greeting", "opinion", "short"]
ReasonKind = Literal[
    "figure", "date", "name", "denial", "opposite", "word", "role", "speaker", "quotation"
]
Outcome = Literal["agrees", "differs", "missing"]
_MARKS: dict[Verdict, str] = {
    "supported": "✓",
    "contradicted": "✗",
    "partly": "~",
    "not found": "?",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact of a claim compared with a quote.

    ``claimed`` and ``quoted`` are the words of each side. ``quoted`` is "" if the quote does not
    state the fact; both are "" if one text denies what the other says. ``calculated`` is the
    calculation by which the figures of both are compared, "388 − 342 = 46", "" if there is none.
    """

    topic: ReasonKind
    outcome: Outcome
    claimed: str = ""
    quoted: str = ""
    calculated: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one quote, the citation with that number, says about a claim.

    ``cover`` in 0..1 is the share of the claim that it is about; ``speaker`` is the person to whom
    the quote attributes the statement, ``None`` if the document makes it itself. ``unsure`` tells
    two kinds of "partly" apart: true if the quote is the nearest one and it is not sure what it
    says of the claim, false if it supports a part of the claim.
    """

    citation: int
    verdict: Verdict
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One of the statements that a sentence joins, ``Check.text[start:end] == text``.

    ``understood`` is the statement with the subject that it shares with the ones before. It has a
    verdict of its own; ``unsure`` is that of its first evidence.
    """

    text: str
    start: int
    end: int
    understood: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that states something, ``Check.text[start:end] == text``, and its verdict.

    ``evidence`` has the strongest first, and is empty if nothing is found; ``speaker`` is the
    person to whom the sentence itself attributes its statement. ``unsure`` is that of its first
    evidence. ``understood`` is the sentence with the subject that it takes from the one before, ""
    if it needs none: "It" is "The museum". ``parts`` are its statements if it joins several; they
    decide the verdict together, and "partly" supports some of them only. A "quotation" gives
    somebody's words: they are compared to the letter, with the speaker.
    """

    text: str
    start: int
    end: int
    language: Language
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    speaker: Span | None = None
    unsure: bool = False
    understood: str = ""
    parts: tuple[ClaimPart, ...] = ()
    kind: ClaimKind = "statement"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that is not checked, ``Check.text[start:end] == text``, and what it is.

    A "headline" is a line without a full stop, among others with one; a "short" sentence has fewer
    than three words.
    """

    start: int
    end: int
    text: str
    kind: LeftOutKind


@dataclass(frozen=True, slots=True)
class Check(JsonRecord):
    """A text checked against the documents, sentence by sentence.

    ``verdict`` sums up the claims: "contradicted" if one of them is, "supported" if all are, "not
    found" if none is found or there is none, else "partly". ``left_out`` are the sentences that
    state nothing: headlines, questions, greetings, opinions. ``withheld`` counts the quotes left
    out because their page no longer holds them to the letter. ``scope`` holds the limits that were
    given: only documents in it were read.
    """

    schema: ClassVar = "urn:verbatim:schema:check:1"
    text: str
    language: Language
    verdict: Verdict
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[LeftOut, ...]
    index_id: str
    timings_ms: dict[str, float] = field(compare=False)
    withheld: int = 0
    scope: Scope | None = None

    def __repr__(self) -> str:
        """One short line: the verdicts; the fields are attributes."""
        verdicts = " ".join(_MARKS[claim.verdict] for claim in self.claims)
        return f"<Check ({self.verdict}) {short(self.text)!r} {verdicts}>"

    def _repr_html_(self) -> str:
        """Each claim with its verdict and its first evidence, for notebooks."""
        return f"<ul>{''.join(map(self._shown, self.claims))}</ul>" + sources(self.citations)

    def _shown(self, claim: Claim) -> str:
        mark = f'<span title="{escape(claim.verdict)}">{_MARKS[claim.verdict]}</span>'
        first = (self.citations[each.citation - 1] for each in claim.evidence[:1])
        return f"<li>{mark} {escape(claim.text)}{''.join(map(quote, first))}</li>"
