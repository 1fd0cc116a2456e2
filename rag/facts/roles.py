"""Whether one of two texts in one language turns round who does what to whom.

There is no parser. Two rules need nearly the same words in both texts: the order of all of them,
and who stands on which side of a verb. A third one looks at what is compared: "more than".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.facts.clauses import clause_span
from rag.facts.facts import TextFacts
from rag.language.statements.acts import ACTS, ActWords
from rag.language.statements.comparisons import find_comparison
from rag.language.words import Word, is_stop_word, stem, terms, words
from rag.weights import WEIGHTS

_LEAST_ORDERED = 4  # words in common from which their order says who does what
_AUXILIARY = 3  # words before a participle among which its auxiliary is


@dataclass(frozen=True, slots=True)
class _Act:
    """Who does something, and the other words about it, as stems; ``pronoun``: "he" does it."""

    agents: frozenset[str]
    others: frozenset[str]
    pronoun: bool


def roles_differ(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has nearly the words of a claim with the roles turned round."""
    if claim.facts.language != quote.facts.language:
        return False
    symmetric = ACTS[claim.facts.language].symmetric
    if symmetric & claim.facts.words and symmetric & quote.facts.words:
        return False
    compared = _are_compared_otherwise(claim, quote)
    if compared is not None:
        return compared
    return _are_reordered(claim, quote) or _are_exchanged(claim, quote)


def _are_compared_otherwise(claim: TextFacts, quote: TextFacts) -> bool | None:
    """Whether both compare two things and the claim turns them round: "tea more than coffee".

    ``None`` if they do not compare the same things, or compare them in one way: who does so may
    still be turned round.
    """
    language = claim.facts.language
    own, other = (find_comparison(one.text, language) for one in (claim, quote))
    if own is None or other is None:
        return None
    second = set(terms(claim.text[own.end : own.clause_end], language))
    left, right = (
        set(terms(quote.text[start:end], language))
        for start, end in ((0, other.start), (other.end, other.clause_end))
    )
    same, turned = len(second & (right - left)), len(second & (left - right))
    if turned == same:
        return None
    differ = (turned > same) == (own.more == other.more)
    return differ if differ or own.more != other.more else None


def _are_reordered(claim: TextFacts, quote: TextFacts) -> bool:
    """Nearly the same words in another order: "the board tells the chair", the other way round."""
    if _is_passive(claim) != _is_passive(quote):
        return False
    quoted = list(dict.fromkeys(quote.facts.terms))
    claimed = list(dict.fromkeys(claim.facts.terms))
    places = [quoted.index(term) for term in claimed if term in quoted]
    if len(places) < max(_LEAST_ORDERED, len(claimed)):
        return False
    return _longest_rise(places) < WEIGHTS.roles.in_order * len(places) and not _is_one_move(places)


def _is_one_move(places: list[int]) -> bool:
    """Whether moving one group of neighbours puts the places in order: "At noon the board met"."""
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    order = [ranks[place] for place in places]
    moved = [n for n, rank in enumerate(order) if n != rank]
    group = order[moved[0] : moved[-1] + 1] if moved else []
    return sum(after != before + 1 for before, after in pairwise(group)) == 1


def _is_passive(text: TextFacts) -> bool:
    """Whether a text names who acts after the act: "is kept by", "est tenu par"."""
    return bool({"by", "par"} & text.facts.words)


def _longest_rise(places: list[int]) -> int:
    """The length of the longest subsequence that rises."""
    best: list[int] = []
    for number, place in enumerate(places):
        best.append(1 + max((best[n] for n in range(number) if places[n] < place), default=0))
    return max(best, default=0)


def _are_exchanged(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether who acts in one text is acted on in the other, for a verb that both have."""
    claimed, quoted = set(claim.facts.terms), set(quote.facts.terms)
    shared = claimed & quoted
    if len(shared) < max(2, WEIGHTS.roles.shared * len(claimed)):
        return False
    return any(
        _is_turned(one, other)
        for verb in shared
        for one in _acts(claim, verb)
        for other in _acts(quote, verb)
    )


def _is_turned(one: _Act, other: _Act) -> bool:
    acted_on = (one.agents - one.others) & (other.others - other.agents)
    acting = (other.agents - other.others) & (one.others - one.agents)
    return bool(acted_on and (acting or (other.pronoun and not other.agents)))


def _acts(text: TextFacts, verb: str) -> Iterator[_Act]:
    """The acts of a text whose verb has a stem, active or passive; those without agent left out."""
    language = text.facts.language
    forms = ACTS[language]
    found = words(text.text)
    for place, word in enumerate(found):
        if stem(word.folded, language) != verb or not place:
            continue
        before = found[place - 1].folded
        start, end = clause_span(text, word.start)
        if before in forms.before_nouns or forms.both & {one.folded for one in found}:
            continue
        left = [one for one in found[:place] if one.start >= start]
        if forms.be & {one.folded for one in found[max(0, place - _AUXILIARY) : place]}:
            yield from _passive(text, left, found[place + 1 :], forms)
        else:
            right = [one for one in found[place + 1 :] if one.end <= end]
            pronoun = bool(left) and left[0].folded in forms.pronouns
            yield _Act(_stems(text, left), _stems(text, right), pronoun)


def _passive(
    text: TextFacts, left: list[Word], right: list[Word], forms: ActWords
) -> Iterator[_Act]:
    """The act of a participle that "by" follows; what is before it is acted on."""
    place = next((n for n, one in enumerate(right) if one.folded == forms.by), None)
    if place is None:
        return
    after, agents = right[place + 1 :], 0
    while agents < len(after) and not (
        _stems(text, after[:agents]) and after[agents].folded in forms.next_phrase
    ):
        agents += 1
    others = [*left, *right[:place], *after[agents:]]
    yield _Act(_stems(text, after[:agents]), _stems(text, others), pronoun=False)


def _stems(text: TextFacts, found: list[Word]) -> frozenset[str]:
    language = text.facts.language
    stems = {stem(one.folded, language) for one in found if not is_stop_word(one.folded, language)}
    return frozenset(stems & set(text.facts.terms))
