"""Claims checked against quotations, and quotations that disagree with one another."""

from rag.claims.disagreements import Disagreement, find_disagreements
from rag.claims.sentences import Cut, cut
from rag.claims.speakers import find_speaker
from rag.claims.verdicts import Finding, Judgement, Source, judge

__all__ = [
    "Cut",
    "Disagreement",
    "Finding",
    "Judgement",
    "Source",
    "cut",
    "find_disagreements",
    "find_speaker",
    "judge",
]
