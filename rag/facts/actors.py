"""The body that acts in a sentence, and whether it is another one than that of a claim.

There is no parser: a body is a noun of a table with the words around it, and it acts unless a
preposition other than "by" stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.facts.facts import TextFacts, has_name
from rag.language.any_language import any_word
from rag.language.figures.number_words import is_number_name
from rag.language.names import Name
from rag.language.statements.body_nouns import GENERIC_BODIES, kinds_of_body, kinds_of_qualifier
from rag.language.statements.dependent_sentences import PRONOUN_LED
from rag.language.statements.function_words import OF, PREPOSITIONS
from rag.language.statements.noun_phrases import DETERMINERS, POSSESSIVES
from rag.language.statements.predicates import is_finite
from rag.language.words import Word, is_stop_word, stem, words
from rag.records import LANGUAGES, Language

_AGENT = frozenset({"par", "by"})
_LINKS = frozenset({"of", "for", "de", "du", "des", "d", "la", "l", "le", "les", "the"})
_CONTRACTED = frozenset({"du", "des", "au", "aux"})  # a preposition and an article
_DETERMINERS = {
    language: DETERMINERS[language] - _CONTRACTED | POSSESSIVES[language] | {"l"}
    for language in LANGUAGES
}
_GENERIC = any_word(GENERIC_BODIES)
_MOST_QUALIFIERS = 3
_OPENING = 3  # the first words of a sentence, in which its subject begins


@dataclass(frozen=True, slots=True)
class _Body:
    """A body that a text names: its kinds, none for "the institution", and what says which one.

    ``which`` are the kinds of its qualifiers that are known in both languages.
    """

    kinds: frozenset[int]
    qualifiers: frozenset[str]
    acts: bool
    which: frozenset[int]


def is_of_other_actor(claim: TextFacts, quote: TextFacts, before: TextFacts, heading: str) -> bool:
    """Whether another body or person acts in a quote, and that of the claim only stands above it.

    ``before`` is the sentence before the quote, which says who "it" is, and ``heading`` the one
    that the quote stands under. The institution, the team that a claim calls otherwise, and "we"
    may be the body of the claim.
    """
    own = next((one for one in _bodies(claim) if one.acts), None)
    if own is None:
        return _is_of_other_person(claim, quote, before)
    language, there = claim.facts.language, quote.facts.language
    known = frozenset[int]().union(*(one.kinds for one in _bodies(claim)))

    def is_other(one: _Body) -> bool:
        return not _is_same(own, one, alike=language == there) and not is_beside(one)

    def is_beside(one: _Body) -> bool:  # another body of the claim
        return bool(one.kinds & known - own.kinds)

    named = _bodies(quote)
    if any(_is_same(own, one, alike=language == there) for one in named):
        return False
    if acting := [one for one in named if one.acts]:
        return not all(map(is_beside, acting)) and all(
            is_other(one) or is_beside(one) for one in acting
        )
    preceding = [one for one in _bodies(before) if one.acts]
    if PRONOUN_LED[there].search(quote.text):
        return bool(preceding) and is_other(preceding[0])
    above = (*_bodies(before), *_named_in(heading, there))
    if any(_is_same(own, one, alike=language == there) for one in above):
        return False
    first = preceding[:1] or _named_in(heading, there)
    return bool(first) and all(map(is_other, first))


def _is_same(own: _Body, other: _Body, *, alike: bool) -> bool:
    """Whether two bodies may be one; ``alike``: what says which one is in one language."""
    if own.kinds and other.kinds and not own.kinds & other.kinds:
        return False
    if other.kinds and not own.kinds:
        return False
    if alike:
        return not (own.qualifiers and other.qualifiers) or bool(own.qualifiers & other.qualifiers)
    return not (own.which and other.which) or bool(own.which & other.which)


def _is_of_other_person(claim: TextFacts, quote: TextFacts, before: TextFacts) -> bool:
    """The same for the name that a claim opens with: another one opens the quote."""
    own = _opening_name(claim)
    if own is None or has_name(quote.facts, own):
        return False
    led = PRONOUN_LED[quote.facts.language].search(quote.text) is not None
    other = _opening_name(before if led else quote)
    return other is not None and not has_name(claim.facts, other) and _has_letters(other, own)


def _opening_name(text: TextFacts) -> Name | None:
    """The name of several words that a text opens with."""
    found = words(text.text)
    reach = found[min(_OPENING, len(found)) - 1].start if found else 0
    names = (name for name in text.facts.names if len(name.parts) > 1)
    return next((name for name in names if name.start <= reach), None)


def _has_letters(name: Name, own: Name) -> bool:
    """Whether a name is another one, and not the acronym of one: "ADL"."""
    initials = {part[0] for part in own.parts}
    short = len(name.parts) == 1 and len(next(iter(name.parts))) <= len(own.parts) + 2
    return not (short and set(next(iter(name.parts))) & initials)


def _bodies(text: TextFacts) -> tuple[_Body, ...]:
    return _named_in(text.text, text.facts.language)


@lru_cache(maxsize=8_192)
def _named_in(text: str, language: Language) -> tuple[_Body, ...]:
    """The bodies that a text names, in order; cached."""
    found = words(text)
    return tuple(
        _body(text, found, place, kinds, language)
        for place, word in enumerate(found)
        if ((kinds := kinds_of_body(word.folded, language)) or word.folded in _GENERIC)
        and _is_head(text, found, place, language)
    )


def _body(
    text: str, found: Sequence[Word], place: int, kinds: frozenset[int], language: Language
) -> _Body:
    """The body whose noun stands at a place."""
    qualifiers = _qualifiers(text, found, place, language)
    noun = stem(found[place].folded, language)  # "directoire" says what kind of board it is
    known = (kinds_of_qualifier(one, language) for one in (*qualifiers, noun))
    acts = _acts(text, found, place, language)
    return _Body(kinds, qualifiers, acts, frozenset[int]().union(*known))


def _is_head(text: str, found: Sequence[Word], place: int, language: Language) -> bool:
    """Whether a noun is the head of its phrase, as "museum" of "museum shop" is not."""
    if language == "fr" or place + 1 == len(found) or not _joins(text, found, place):
        return True
    after = found[place + 1].folded
    adverb = after.endswith("ly")
    return (
        adverb or is_stop_word(after, language) or is_finite(after, language) or after[0].isdigit()
    )


def _acts(text: str, found: Sequence[Word], place: int, language: Language) -> bool:
    """Whether no preposition but "by" stands before the phrase of a noun."""
    first = place - len(_modifiers(text, found, place, language))
    if first and found[first - 1].folded in _DETERMINERS[language]:
        first -= 1
    if not first or not _joins(text, found, first - 1):
        return True
    previous = found[first - 1].folded
    return previous in _AGENT or previous not in PREPOSITIONS[language] | OF[language] | {"d", "s"}


def _modifiers(text: str, found: Sequence[Word], place: int, language: Language) -> list[str]:
    """The words of content directly before a noun, the nearest first: "the Data Laboratory"."""
    kept: list[str] = []
    while place and len(kept) < _MOST_QUALIFIERS and _joins(text, found, place - 1):
        word = found[place - 1].folded
        if (
            is_stop_word(word, language)
            or not word.isalpha()
            or is_finite(word, language)
            or is_number_name(word, language)
        ):
            break
        kept.append(word)
        place -= 1
    return kept


def _qualifiers(text: str, found: Sequence[Word], place: int, language: Language) -> frozenset[str]:
    """The stems that say which body: before its noun, and after it with "of" or "for"."""
    kept = _modifiers(text, found, place, language)
    linked = language == "fr"
    for at in range(place + 1, len(found)):
        word = found[at].folded
        if not _joins(text, found, at - 1) or len(kept) >= _MOST_QUALIFIERS:
            break
        if word in _LINKS:
            linked = True
            continue
        if not linked or is_stop_word(word, language) or is_finite(word, language):
            break
        kept.append(word)
        linked = False
    return frozenset(stem(word, language) for word in kept if word.isalpha())


def _joins(text: str, found: Sequence[Word], place: int) -> bool:
    """Whether only a blank or an apostrophe stands between a word and the next one."""
    return not text[found[place].end : found[place + 1].start].strip(" \u00a0\u202f\n'’-")
