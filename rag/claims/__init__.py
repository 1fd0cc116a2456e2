"""Claims checked against quotations, and quotations that disagree with one another."""

from rag.claims.conflicts import Conflict, find_conflicts
from rag.claims.sentences import Cut, cut
from rag.claims.speakers import find_speaker
from rag.claims.verdicts import Finding, Judgement, Source, judge

__all__ = [
    "Conflict",
    "Cut",
    "Finding",
    "Judgement",
    "Source",
    "cut",
    "find_conflicts",
    "find_speaker",
    "judge",
]
