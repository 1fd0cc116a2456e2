"""The records of a claim check: what quotations say of each sentence of a text.

Said once: offsets of a claim are indices into ``Check.text``, end excluded; those of a speaker
that a quotation names are indices into its page, like the citation's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rag.records import Citation, Language, Span

Verdict = Literal["supported", "contradicted", "partly", "not found"]
ReasonKind = Literal["figure", "date", "name", "denial", "opposite", "word", "speaker"]
Outcome = Literal["agrees", "differs", "missing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """How one fact of a claim fares in a quotation.

    ``claimed`` and ``quoted`` are the words of each; ``quoted`` is "" where the quotation says
    nothing of it, and both are "" where one text denies and the other does not.
    """

    topic: ReasonKind
    outcome: Outcome
    claimed: str = ""
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one quotation, the citation of that number, says of a claim.

    ``cover`` in 0..1 is how much of the claim it speaks of; ``speaker`` is who it gives the
    statement to, ``None`` where the document says it for itself.
    """

    citation: int
    verdict: Verdict
    cover: float
    reasons: tuple[Reason, ...]
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that states something: ``Check.text[start:end] == text``, and its verdict.

    ``evidence`` is the most telling first, and empty where nothing is found; ``speaker`` is
    who the sentence itself gives its statement to.
    """

    text: str
    start: int
    end: int
    language: Language
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A text held against the documents, sentence by sentence.

    ``verdict`` sums the claims up: "contradicted" where one of them is, "supported" where all
    are, "not found" where none is found or none is made, else "partly". ``left_out`` are the
    sentences that state nothing: headings, questions, greetings. ``withheld`` counts the
    quotations left out because they no longer stand in their page to the letter.
    """

    text: str
    language: Language
    verdict: Verdict
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[Span, ...]
    index_id: str
    timings_ms: dict[str, float] = field(compare=False)
    withheld: int = 0
