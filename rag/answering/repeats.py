"""Quotes that repeat one another, and the quotes of newer versions that replace older ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeVar

from rag.answering.combined import led_by
from rag.answering.question import answer_kind
from rag.citations.quotes import Quote
from rag.facts.compare import same_date
from rag.facts.facts import Facts, read_facts
from rag.facts.figures import equal
from rag.language.words import read_families, words
from rag.messages import say
from rag.records import Answer, Exchange, Successor
from rag.weights import WEIGHTS

_T = TypeVar("_T")
_LIMITS = WEIGHTS.repeats


def without_repeats(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes, without those that say in the same words what an earlier one says."""
    kept: list[Quote] = []
    for quote in quotes:
        if not any(repeats(quote, other) for other in kept):
            kept.append(quote)
    return kept


def repeats(one: Quote, other: Quote) -> bool:
    """Whether two quotes have nearly the same words and the same figures, dates and denials."""
    first, second = _facts(one), _facts(other)
    if first.language != second.language or _shared(first, second) < _LIMITS.near_copy:
        return False
    figures = _same(first.figures, second.figures, equal)
    dates = _same(first.dates, second.dates, same_date)
    return figures and dates and len(first.negations) == len(second.negations)


def newer_before_older(
    shown: Sequence[Quote], others: Sequence[Quote], newer: Mapping[str, Successor]
) -> list[Quote]:
    """The quotes, each of an older version after what the newest version says on the same thing.

    An older one that says the same is left out. It stays alone if no sentence of ``shown`` and
    ``others``, best first, is the counterpart. No more quotes are returned than were shown.
    """
    found: dict[Quote, None] = {}
    for quote in shown:
        counterpart = _counterpart(quote, (*shown, *others), newer)
        if counterpart is not None:
            found.setdefault(counterpart)
        if counterpart is None or not repeats(quote, counterpart):
            found.setdefault(quote)
    return list(found)[: len(shown)]


def _counterpart(
    quote: Quote, among: Sequence[Quote], newer: Mapping[str, Successor]
) -> Quote | None:
    """The sentence of the newest version that is most like a quote of an older one."""
    newest = newer.get(quote.hit.document.id)
    if newest is None:
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_in_order(quote))  # kept between comparisons
    best, most = None, _LIMITS.same_statement
    for other in among:
        if other.hit.document.id == newest.document:
            matcher.set_seq1(_in_order(other))
            if (ratio := matcher.ratio()) > most:
                best, most = other, ratio
    return best


def _in_order(quote: Quote) -> list[str]:
    """The words of a quote in order, with stop words and without figures."""
    return [word.folded for word in words(quote.text) if not word.folded[0].isdigit()]


def _facts(quote: Quote) -> Facts:
    return read_facts(quote.text, quote.hit.passage.language)


def _shared(one: Facts, other: Facts) -> float:
    """The share of the words of two texts that both have, in 0..1."""
    left, right = set(one.terms), set(other.terms)
    return len(left & right) / max(len(left | right), 1)


def _same(one: Sequence[_T], other: Sequence[_T], equals: Callable[[_T, _T], bool]) -> bool:
    """Whether two sequences have equal members in any order."""
    return len(one) == len(other) and all(any(equals(a, b) for b in other) for a in one)


def says_nothing_new(question: str, answer: Answer, turns: Sequence[Exchange]) -> bool:
    """Whether an answer leads with a quote of the turn before, which does not answer this one.

    It has none of the words that were typed, and the question asks for no figure, date or name
    that may stand in it. A document named for the answer may well hold the same quote.
    """
    if not (answer.found and repeats_turn(answer, turns)) or answer.named:
        return False
    first, language = answer.citations[0], answer.language
    if first.span and answer_kind(answer.understood, language) != "other":
        return False
    asked = read_families(question, language)
    return first.language == language and not asked & read_families(first.quote, language)


def has_typed_words(question: str, answer: Answer) -> bool:
    """Whether the first quote has a word of a question as it was typed, if that has any."""
    asked = read_families(question, answer.language)
    return not asked or bool(asked & read_families(answer.citations[0].quote, answer.language))


def repeats_turn(answer: Answer, turns: Sequence[Exchange]) -> bool:
    """Whether an answer leads with a quote of the turn before it."""
    before = turns[-1].quotes if turns else ()
    return bool(answer.citations) and answer.citations[0].quote in before


def with_typed_words_first(question: str, answer: Answer, turns: Sequence[Exchange]) -> Answer:
    """An answer led by its first quote with words of a question as typed: "and visitors?".

    The answer itself if it does not lead with a quote of the turn before, or if the words are in
    its first quote or in no other.
    """
    asked = read_families(question, answer.language)
    if not (asked and repeats_turn(answer, turns)) or has_typed_words(question, answer):
        return answer
    fitting = (
        place
        for place, cited in enumerate(answer.citations)
        if asked <= read_families(cited.quote, answer.language)
    )
    place = next(fitting, None)
    return answer if place is None else led_by(answer, place)


def not_repeating(
    question: str,
    found: Answer,
    turns: Sequence[Exchange],
    again: Callable[[frozenset[str]], Answer],
) -> Answer:
    """An answer to a follow-up that says more than the turn before, or says that nothing does.

    ``again`` asks the question without the quotes that were shown.
    """
    found = with_typed_words_first(question, found, turns)
    if not says_nothing_new(question, found, turns):
        return found
    other = again(frozenset(turns[-1].quotes))
    if other.found and has_typed_words(question, other):
        return other
    note = say("answers.nothing_more", found.language)
    return replace(found, note=f"{found.note} {note}".strip())
