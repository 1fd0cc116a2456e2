"""What is denied in a sentence, and whether of two sentences one denies what the other says."""

from __future__ import annotations

from collections import Counter

from rag.facts.clauses import BREAK, clause, clause_terms
from rag.facts.facts import TextFacts
from rag.language.negations import NEGATION_WORDS
from rag.language.words import stem, terms

_NEGATION_STEMS = frozenset(
    stem(word, language) for language, found in NEGATION_WORDS.items() for word in found
)
_REACH = 80  # characters from what denies to what is denied


def opposed(claim: TextFacts, quote: TextFacts) -> bool:
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


def denied(said: TextFacts) -> Counter[str]:
    """The stems that the negations of a text bear on, each the first word of content after one."""
    found = []
    for start, _ in said.facts.negations:
        after = terms(said.text[start : start + _REACH], said.facts.language)
        found += [term for term in after if term not in _NEGATION_STEMS][:1]
    return Counter(found)


def _only_denied(term: str, more: TextFacts, less: TextFacts) -> bool:
    """Whether a text denies a term each time it says it, and the other says it undenied."""
    times = more.facts.terms.count(term)
    return 0 < times <= denied(more)[term] and less.facts.terms.count(term) > denied(less)[term]


def denies(said: TextFacts, about: frozenset[str]) -> bool:
    """Whether a text denies what it says of these terms: its clause nearest to them does."""
    if not said.facts.negations:
        return False
    spans = [clause(said, start) for start, _ in said.facts.negations]
    starts = {0, *(match.end() for match in BREAK.finditer(said.text))}

    def near(at: int) -> int:
        return len(about & clause_terms(said, at))

    nearest = max(map(near, starts))
    return sum(near(start) >= nearest for start, _ in spans) % 2 == 1
