"""Whether a claim turns round who succeeded, bought, sold or appointed, in either language.

Both texts need the same verb, or its other end, "sold" for "bought". Who acts stands before the
verb, or after "by".
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.facts.clauses import clause_span
from rag.facts.common_words import common_words
from rag.facts.facts import TextFacts
from rag.facts.figures import equal
from rag.language.statements.acts import ACTS
from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.directed_acts import DirectedVerb, find_directed, ranked_beside
from rag.language.words import words

_AUXILIARY = 3  # words before a participle among which its auxiliary is
_MOST_ACTS = 8  # of a text: more are a list


@dataclass(frozen=True, slots=True)
class _Ends:
    """Who acts and who is acted on, as words that both texts may have."""

    agents: frozenset[str]
    others: frozenset[str]


def acts_are_turned(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has the act of a claim the other way round, and not as the claim has it.

    A ranking is turned round if the claim gives the rank to who the quote only compares with.
    """
    same_language = claim.facts.language == quote.facts.language
    if _is_ranked_beside(claim, quote, same_language=same_language):
        return True
    own, there = (find_directed(one.text, one.facts.language) for one in (claim, quote))
    if len(own) > _MOST_ACTS or len(there) > _MOST_ACTS:
        return False
    pairs = [
        _is_turned(claim, mine, quote, other, same_language=same_language)
        for mine in own
        for other in there
        if mine.act in (other.act, other.other_end)
    ]
    return bool(pairs) and all(pairs)


def _is_turned(
    claim: TextFacts, mine: DirectedVerb, quote: TextFacts, other: DirectedVerb,
    *, same_language: bool,
) -> bool:  # fmt: skip
    own = _ends(claim, mine, same_language=same_language)
    there = _ends(quote, other, same_language=same_language)
    agents, patients = there.agents - there.others, there.others - there.agents
    if mine.act != other.act:  # "sold" for "bought": who buys is not who sells
        return bool(own.agents & agents) and not own.agents & patients
    turned = bool(own.agents & patients) and not own.agents & agents
    return turned and (bool(own.others & agents) or not own.others)


def _ends(text: TextFacts, verb: DirectedVerb, *, same_language: bool) -> _Ends:
    """Who is on each side of a verb, active or passive."""
    language, (start, end) = text.facts.language, verb.place
    first, last = clause_span(text, start)
    left, right = text.text[first:start], text.text[end:last]
    forms = ACTS[language]
    if forms.be & {one.folded for one in words(left)[-_AUXILIARY:]}:
        by = next((one for one in words(right) if one.folded == forms.by), None)
        agents = right[by.end :] if by else ""
        others = left + (right[: by.start] if by else "")
    else:
        agents, others = left, right
        if not common_words(left, language, same_language=same_language):
            agents = text.text[:start]  # "X is the chair; he succeeded Y"
    return _Ends(
        common_words(agents, language, same_language=same_language),
        common_words(others, language, same_language=same_language),
    )


def _is_ranked_beside(claim: TextFacts, quote: TextFacts, *, same_language: bool) -> bool:
    """Whether a claim gives a rank to who the quote names only behind or before its own."""
    ranks = [one for one in claim.facts.figures if one.ordinal]
    if not any(equal(rank, one) for rank in ranks for one in quote.facts.figures):
        return False
    about, there = (find_subject(one.text, one.facts.language) for one in (claim, quote))
    beside = ranked_beside(quote.text, quote.facts.language)
    own = common_words(about, claim.facts.language, same_language=same_language)
    named, others = (
        common_words(text, quote.facts.language, same_language=same_language)
        for text in (there, beside)
    )
    return bool(own & (others - named)) and not own & named
