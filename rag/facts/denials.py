"""What a sentence negates, and whether one of two sentences negates what the other states."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from rag.facts.clauses import CLAUSE_BREAK, clause_span, clause_terms
from rag.facts.facts import TextFacts, read_facts
from rag.language.statements.negations import ADJUNCT, NEGATION_WORDS, PREFIX
from rag.language.words import stem, terms
from rag.records import Language

_NEGATION_STEMS = frozenset(
    stem(word, language) for language, words in NEGATION_WORDS.items() for word in words
)
_GOES_ON = frozenset({"ni", "nor"})
_MAX_DISTANCE = 80  # characters from a negation to the word that it negates
_LONGEST_PREFIX = 20  # characters of "le cas de non-"


def negation_differs(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether one of two texts negates what the other states."""
    if claim.facts.language == quote.facts.language:
        if claim.facts.terms == quote.facts.terms and _counts_differ(claim, quote):
            return True  # the same words: "are and aren't", "are not and aren't"
        in_claim, in_quote = negated_terms(claim), negated_terms(quote)
        if in_claim == in_quote and (
            {*claim.facts.terms} <= {*quote.facts.terms}
            or (in_claim and _only_negate(in_claim, claim) and _only_negate(in_claim, quote))
        ):
            return False
        only_claim, only_quote = in_claim - in_quote, in_quote - in_claim
        # If both negate a term of their own, they may agree: "no member votes", "members do
        # not vote".
        if not (only_claim and only_quote):
            negating, other = (claim, quote) if only_claim else (quote, claim)
            if any(_only_negated(term, negating, other) for term in only_claim or only_quote):
                return True
        if not claim.facts.negations and _only_adds(quote, claim):
            return False
    denied = len(_apart(claim, quote)) % 2 == 1
    return denied != _negates(quote, frozenset(claim.facts.terms), claim)


def _counts_differ(claim: TextFacts, quote: TextFacts) -> bool:
    return len(_apart(claim, quote)) != len(_apart(quote, claim))


def _only_adds(quote: TextFacts, claim: TextFacts) -> bool:
    """Whether the only negation of a quote is of what it adds to a claim: "without notice"."""
    spans = quote.facts.negations
    if len(spans) != 1 or not spans[0][0] or not ADJUNCT.match(quote.text[slice(*spans[0])]):
        return False
    start, end = spans[0]
    language = quote.facts.language
    added = set(terms(quote.text[end:], language)) - set(terms(quote.text[:start], language))
    return not added & set(claim.facts.terms)


def _apart(text: TextFacts, other: TextFacts) -> list[int]:
    """Where the negations of a text start, without those that continue one: "ne ... ni", "nor".

    That of a word, "non-payment", denies nothing of another text without the word.
    """
    known = frozenset(other.facts.terms)
    return [
        start
        for place, (start, end) in enumerate(text.facts.negations)
        if (place == 0 or text.text[start:end].lower() not in _GOES_ON)
        and not _is_of_word(text, end, known)
    ]


def _is_of_word(text: TextFacts, end: int, known: frozenset[str]) -> bool:
    """Whether a negation that ends there is of a noun that is not known: "le non-respect"."""
    if not PREFIX.search(text.text, max(0, end - _LONGEST_PREFIX), end + 1):
        return False
    negated = terms(text.text[end : end + _MAX_DISTANCE], text.facts.language)
    return not negated or negated[0] not in known


def negated_terms(text: TextFacts) -> Counter[str]:
    """The stems that the negations of a text apply to: the first content word after each."""
    return _negated_terms(text.text, text.facts.language)


@lru_cache(maxsize=2048)
def _negated_terms(text: str, language: Language) -> Counter[str]:
    found = []
    for start, end in read_facts(text, language).negations:
        first = end if ADJUNCT.match(text[start:end]) else start
        after = terms(text[first : start + _MAX_DISTANCE], language)
        found += [term for term in after if term not in _NEGATION_STEMS][:1]
    return Counter(found)


def _only_negated(term: str, negating: TextFacts, other: TextFacts) -> bool:
    """Whether a text negates a term each time it has it, and the other text has it unnegated."""
    count, other_count = negating.facts.terms.count(term), other.facts.terms.count(term)
    unnegated_in_other = other_count > negated_terms(other)[term]
    return 0 < count <= negated_terms(negating)[term] and unnegated_in_other


def _only_negate(negated: Counter[str], text: TextFacts) -> bool:
    """Whether a text has the terms that it negates nowhere else."""
    return all(text.facts.terms.count(term) <= count for term, count in negated.items())


def _negates(text: TextFacts, subject: frozenset[str], other: TextFacts) -> bool:
    """Whether a text negates the clause that shares most terms with a subject of another text."""
    if not text.facts.negations:
        return False
    clauses = [clause_span(text, start) for start in _apart(text, other)]
    starts = {0, *(match.end() for match in CLAUSE_BREAK.finditer(text.text))}

    def shared(position: int) -> int:
        return len(subject & clause_terms(text, position))

    most = max(map(shared, starts))
    return sum(shared(start) >= most for start, _ in clauses) % 2 == 1
