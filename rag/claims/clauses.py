"""The clauses of a sentence: which words belong to which figure."""

from __future__ import annotations

import re
from collections import Counter

from rag.claims.facts import Figure, Said
from rag.text import fold, stem, terms

_BREAK = re.compile(
    r"[,;:](?=\s)|[\n\t()|]|\s(?:et|and|mais|but|contre|against|dont|while|tandis)\s", re.IGNORECASE
)
# What denies is not what is denied.
_DENYING = frozenset(
    stem(fold(word), language)
    for language, found in (
        ("fr", "ne n pas plus jamais rien aucun aucune personne guère nul nulle ni non sans point"),
        ("en", "not no never none nor neither without cannot nothing nobody nowhere"),
    )
    for word in found.split()
)
_REACH = 80  # characters from what denies to what is denied


def clause(said: Said, at: int) -> tuple[int, int]:
    """The span of the clause that holds a place of a text."""
    breaks = [match.span() for match in _BREAK.finditer(said.text)]
    start = max((end for _, end in breaks if end <= at), default=0)
    stop = min((left for left, _ in breaks if left >= at), default=len(said.text))
    return start, stop


def clause_terms(said: Said, at: int) -> frozenset[str]:
    """The stems of that clause."""
    start, end = clause(said, at)
    return frozenset(terms(said.text[start:end], said.facts.language))


def belongs_elsewhere(claim: Said, quote: Said, match: Figure, rival: Figure) -> bool | None:
    """Whether the claim speaks of the clause of another figure than the one it states.

    ``None`` where it speaks of both: "the use of a bicycle is refunded 0.44 euro".
    """
    mine, theirs = clause_terms(quote, match.start), clause_terms(quote, rival.start)
    asked = set(claim.facts.terms)
    if not asked & (theirs - mine):
        return False
    return None if asked & (mine - theirs) else True


def opposed(claim: Said, quote: Said) -> bool:
    """Whether of two texts one denies what the other says."""
    if claim.facts.language == quote.facts.language:
        mine, theirs = denied(claim), denied(quote)
        if mine == theirs and {*claim.facts.terms} <= {*quote.facts.terms}:
            return False
        only, others = mine - theirs, theirs - mine
        if not (only and others):  # both: "no member votes", "members do not vote"
            more, less = (claim, quote) if only else (quote, claim)
            if any(_only_denied(term, more, less) for term in only or others):
                return True
    about = frozenset(claim.facts.terms)
    return (len(claim.facts.negations) % 2 == 1) != denies(quote, about)


def denied(said: Said) -> Counter[str]:
    """The stems that the negations of a text bear on, each the first word of content after one."""
    found = []
    for start, _ in said.facts.negations:
        after = terms(said.text[start : start + _REACH], said.facts.language)
        found += [term for term in after if term not in _DENYING][:1]
    return Counter(found)


def _only_denied(term: str, more: Said, less: Said) -> bool:
    """Whether a text denies a term each time it says it, and the other says it undenied."""
    times = more.facts.terms.count(term)
    return 0 < times <= denied(more)[term] and less.facts.terms.count(term) > denied(less)[term]


def denies(said: Said, about: frozenset[str]) -> bool:
    """Whether a text denies what it says of these terms: its clause nearest to them does."""
    if not said.facts.negations:
        return False
    spans = [clause(said, start) for start, _ in said.facts.negations]
    starts = {0, *(match.end() for match in _BREAK.finditer(said.text))}

    def near(at: int) -> int:
        return len(about & clause_terms(said, at))

    nearest = max(map(near, starts))
    return sum(near(start) >= nearest for start, _ in spans) % 2 == 1
