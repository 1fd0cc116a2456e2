"""The clauses of a sentence: which words belong to which figure."""

from __future__ import annotations

import re

from rag.facts.facts import Figure, TextFacts
from rag.language.any_language import any_form
from rag.language.function_words import CLAUSE_WORDS
from rag.language.words import terms

BREAK = re.compile(rf"[,;:](?=\s)|[\n\t()|]|\s(?:{any_form(CLAUSE_WORDS)})\s", re.IGNORECASE)


def clause(said: TextFacts, at: int) -> tuple[int, int]:
    """The span of the clause that holds a place of a text."""
    breaks = [match.span() for match in BREAK.finditer(said.text)]
    start = max((end for _, end in breaks if end <= at), default=0)
    stop = min((left for left, _ in breaks if left >= at), default=len(said.text))
    return start, stop


def clause_terms(said: TextFacts, at: int) -> frozenset[str]:
    """The stems of that clause."""
    start, end = clause(said, at)
    return frozenset(terms(said.text[start:end], said.facts.language))


def belongs_elsewhere(
    claim: TextFacts, quote: TextFacts, match: Figure, rival: Figure
) -> bool | None:
    """Whether the claim speaks of the clause of another figure than the one it states.

    ``None`` where it speaks of both: "the use of a bicycle is refunded 0.44 euro".
    """
    mine, theirs = clause_terms(quote, match.start), clause_terms(quote, rival.start)
    asked = set(claim.facts.terms)
    if not asked & (theirs - mine):
        return False
    return None if asked & (mine - theirs) else True
