"""What the network learns from: a claim, its evidence, and how the two stand to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.records import Language

SUPPORTS, CONTRADICTS, NEUTRAL = "supports", "contradicts", "neutral"


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with evidence.

    ``evidence`` is what has to support the claim: one sentence or a few. ``above`` (title and
    headings) and ``before`` (the sentence before) say what it is about, but support nothing by
    themselves. ``group`` names the text that a row was made from: rows of one group stay together
    when some are held out.
    """

    claim: str
    evidence: str
    claimed: Language
    language: Language
    label: str
    kind: str
    source: str
    above: str = ""
    before: str = ""
    group: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """The texts that must not stand in both parts of the data."""
        return self.claim, self.evidence

    def about(self, above: str = "", before: str = "") -> Row:
        """The same row with other text around the evidence."""
        return replace(self, above=above, before=before)
