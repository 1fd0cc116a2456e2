"""Whether a claim reports as a fact what a quote only plans, or plans what has happened."""

from __future__ import annotations

from collections.abc import Sequence

from rag.facts.facts import TextFacts
from rag.language.statements.happening import find_happening
from rag.language.words import terms
from rag.records import Offsets


def happened_otherwise(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether one of two texts says of an act that it happened, and the other that it may or will.

    What a rule says of the future, "the committee shall meet", is said of the present too.
    """
    own, there = (find_happening(one.text, one.facts.language) for one in (claim, quote))
    if there.done:
        return bool(own.planned or own.possible) and not own.done
    if own.is_plain and _has_act(claim, quote, there.possible):
        return True
    return own.done and own.is_plain and _has_act(claim, quote, (*there.allowed, *there.planned))


def _has_act(claim: TextFacts, quote: TextFacts, acts: Sequence[Offsets]) -> bool:
    """Whether a claim is of one of the acts of a quote; across languages, of any."""
    if claim.facts.language != quote.facts.language:
        return bool(acts)
    known = set(claim.facts.terms)
    return any(known & set(terms(quote.text[slice(*act)], quote.facts.language)) for act in acts)
