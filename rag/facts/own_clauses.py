"""Whether a claim says of one body what a sentence says of another one that it names beside it.

"The laboratory tested 318 samples and the workshop restored 46 paintings" has all words of "The
workshop tested 318 samples". Each clause with a subject of its own is read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.facts.common_words import common_words
from rag.facts.compare import same_date
from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import equal
from rag.language.figures.dates import FoundDate
from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.clause_joints import BY_WHOM, GIVER, TAKES_UP
from rag.language.statements.own_subjects import OwnClause, find_own_clauses
from rag.language.statements.predicates import is_finite
from rag.language.words import terms, words
from rag.records import Language

_OBJECTS = frozenset({"l", "le", "la", "les"})  # before a verb, they are pronouns


def is_of_other_clause(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote says of another body than a claim's what the claim says, and not of it.

    A claim of several clauses is compared clause by clause.
    """
    language = claim.facts.language
    clauses = find_own_clauses(claim.text, language)
    parts = [claim.text[one.start : one.end] for one in clauses] or [claim.text]
    return any(_is_of_other(TextFacts.of(part, language), quote) for part in parts)


def _is_of_other(claim: TextFacts, quote: TextFacts) -> bool:
    about = _topic(claim)
    same_language = claim.facts.language == quote.facts.language
    keys = common_words(about, claim.facts.language, same_language=same_language)
    if not keys:
        return False
    if _is_given_by_other(claim, quote, keys, same_language=same_language):
        return True
    clauses = find_own_clauses(quote.text, quote.facts.language)
    own, others = _own_and_others(quote, clauses, keys, same_language=same_language)
    if not own or not others:
        return False
    facts: list[Figure | FoundDate] = [*claim.facts.figures, *claim.facts.dates]
    places = [(fact, _places(fact, quote)) for fact in facts]
    if any(_only_in(found, others, own) for _, found in places):
        return True
    bound = any(_in_any(place, own) for _, found in places for place in found)
    return same_language and not bound and _acts_of_others(claim, about, quote, own, others)


def _topic(claim: TextFacts) -> str:
    """The words for the body that a claim is about: its agent after "by", or its subject."""
    by = BY_WHOM[claim.facts.language].search(claim.text)
    return by["who"] if by else find_subject(claim.text, claim.facts.language)


def _own_and_others(
    quote: TextFacts, clauses: Sequence[OwnClause], keys: frozenset[str], *, same_language: bool
) -> tuple[list[OwnClause], list[OwnClause]]:
    """The clauses whose subject is most like that of the claim, and those of other subjects."""
    shared = [
        len(keys & common_words(quote.text[slice(*one.subject)], quote.facts.language,
                         same_language=same_language))
        for one in clauses
    ]  # fmt: skip
    most = max(shared, default=0)
    if not most:
        return [], []
    pairs = list(zip(clauses, shared, strict=True))
    return [one for one, n in pairs if n == most], [one for one, n in pairs if n < most]


def _places(fact: Figure | FoundDate, quote: TextFacts) -> list[int]:
    """Where a quote has a fact of the claim."""
    if isinstance(fact, Figure):
        return [one.start for one in quote.facts.figures if equal(fact, one)]
    return [one.start for one in quote.facts.dates if same_date(fact, one)]


def _in_any(place: int, clauses: Sequence[OwnClause]) -> bool:
    return any(one.subject[0] <= place < one.end for one in clauses)


def _only_in(places: Sequence[int], others: Sequence[OwnClause], own: Sequence[OwnClause]) -> bool:
    """Whether a fact stands in the clauses of others, and nowhere else."""
    return bool(places) and all(_in_any(one, others) and not _in_any(one, own) for one in places)


def _acts_of_others(
    claim: TextFacts,
    about: str,
    quote: TextFacts,
    own: Sequence[OwnClause],
    others: Sequence[OwnClause],
) -> bool:
    """Whether a word for what a claim's body did stands in what the others did alone."""
    language = quote.facts.language
    said = [quote.text[one.subject[0] : one.end] for one in own]
    if any(not one.whole or _takes_up(quote.text, one, language) for one in own):
        return False
    here = set(terms(" ".join(said), language))
    there = {
        term for one in others for term in terms(quote.text[one.subject[1] : one.end], language)
    }
    return bool((set(claim.facts.terms) - set(terms(about, language))) & (there - here))


def _takes_up(text: str, clause: OwnClause, language: Language) -> bool:
    """Whether a clause has a pronoun for what the one before names: "it", "l'a approuvé"."""
    found = [one.folded for one in words(text[clause.subject[1] : clause.end])]
    return not TAKES_UP[language].isdisjoint(found) or any(
        one in _OBJECTS and is_finite(after, language) for one, after in pairwise(found)
    )


def _is_given_by_other(
    claim: TextFacts, quote: TextFacts, keys: frozenset[str], *, same_language: bool
) -> bool:
    """Whether a figure is from another body than the claim's, which has another one beside it."""
    givers = [
        (figure, common_words(match["who"], quote.facts.language, same_language=same_language))
        for figure in quote.facts.figures
        if (match := GIVER[quote.facts.language].match(quote.text, figure.end))
    ]
    shared = [len(keys & words_of) for _, words_of in givers]
    most = max(shared, default=0)
    if not most or len({*shared}) == 1:
        return False
    for own in claim.facts.figures:
        found = [n for (figure, _), n in zip(givers, shared, strict=True) if equal(own, figure)]
        if found and max(found) < most:
            return True
    return False
