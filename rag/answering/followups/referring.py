"""The signs that a question leans on what was said before: fragments, pronouns, "this ship"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answering.followups.mentions import Mention, find_mentions
from rag.language.any_language import any_form, any_value, any_word
from rag.language.fragments import OPENINGS
from rag.language.function_words import OF, PREPOSITIONS, QUESTION_WORDS
from rag.language.noun_phrases import uncontracted
from rag.language.pronouns import (
    IMPERSONAL,
    PERSONAL_PRONOUNS,
    PRONOUN_GENDERS,
    REFERRING_WORDS,
    SUBJECT_PRONOUNS,
    GrammaticalRole,
)
from rag.language.verbs import AUXILIARIES, BE_FORMS, PREDICATES, VERBS, is_inverted
from rag.language.words import Word, whole_words
from rag.records import Language

_GENDERS, _PERSONAL_PRONOUNS = any_value(PRONOUN_GENDERS), any_word(PERSONAL_PRONOUNS)
_SUBJECT_PRONOUN = re.compile(rf"(?:{any_form(SUBJECT_PRONOUNS)})\b")


@dataclass(frozen=True, slots=True)
class ReferringWord:
    """A word that stands for something said before: ``question[start:end]``.

    ``gender`` is that of ``Mention``; ``person`` where only a person can be meant.
    """

    start: int
    end: int
    role: GrammaticalRole
    gender: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """A question that is a piece of one: ``text`` without "et", "what about" and its mark.

    ``asks`` where the piece is a question word ("since when"), which asks of the whole.
    """

    text: str
    asks: bool


def find_fragment(question: str, language: Language) -> Fragment | None:
    """The question as a piece of one, ``None`` where it has a verb of its own or just names."""
    opening = OPENINGS[language].match(question)
    start = opening.end() if opening else 0
    text = question[start:].strip(" \u00a0\u202f?!.…")
    if opening and opening["of"]:
        text = uncontracted(text, language)
    words = whole_words(text)
    if not words:
        return Fragment(text, asks=True) if start else None
    small = OF[language] | PREPOSITIONS[language]
    first = next((word for word in words if word.folded not in small), words[0])
    led = words[0].folded in small
    if find_referring_words(question, language):
        return None
    if first.folded in QUESTION_WORDS[language]:
        whole = find_mentions(text, language)
        named = any(not one.asked or one.proper for one in whole)
        bare = not named and len(words) <= 6 and _lacks_verb(words, language)
        return Fragment(text, asks=True) if bare else None
    if first.folded in VERBS[language] - PREDICATES[language] or is_inverted(first.folded):
        return None
    if start:
        pronoun = _SUBJECT_PRONOUN.match(text)
        return None if pronoun or _runs(words, language) else Fragment(text, asks=False)
    alone = led and len(words) <= 6 and _lacks_verb(words, language)
    return Fragment(text, asks=False) if alone else None


def find_referring_words(question: str, language: Language) -> tuple[ReferringWord, ...]:
    """The words of a question that stand for something said before it, in order.

    One that may stand for a noun phrase before it in the question itself is left out, and so
    are the "il" and "it" that stand for nothing.
    """
    own = [one for one in find_mentions(question, language) if not one.asked]
    empty = [match.span() for match in IMPERSONAL[language].finditer(question)]
    found = [
        sign
        for sign in _words(question, language)
        if not any(one.end <= sign.start and _free(one, sign, question) for one in own)
        and not any(start <= sign.start < end for start, end in empty)
    ]
    return tuple(sorted(_apart(found), key=lambda sign: sign.start))


def _free(one: Mention, sign: ReferringWord, question: str) -> bool:
    """Whether a phrase before a word can be what the word stands for: not "les" in "les a"."""
    return sign.role != "noun" or question[sign.end - 4 : sign.end].lower() in one.text.lower()


def _words(question: str, language: Language) -> list[ReferringWord]:
    """The words that may stand for something, those whose form tells most first."""
    return [
        _sign(match, role)
        for form, role in REFERRING_WORDS[language]
        for match in form.finditer(question)
    ]


def _sign(match: re.Match[str], role: GrammaticalRole) -> ReferringWord:
    word = match["it"].lower().split()[0].replace("’", "'")
    return ReferringWord(
        match.start("it"), match.end("it"), role, _GENDERS.get(word, ""), word in _PERSONAL_PRONOUNS
    )


def _apart(found: list[ReferringWord]) -> list[ReferringWord]:
    """The signs without those that overlap an earlier one of the list."""
    kept: list[ReferringWord] = []
    for sign in found:
        if not any(sign.start < other.end and other.start < sign.end for other in kept):
            kept.append(sign)
    return kept


def _lacks_verb(words: list[Word], language: Language) -> bool:
    return not any(
        word.folded in VERBS[language] - PREDICATES[language] or is_inverted(word.folded)
        for word in words
    )


def _runs(words: list[Word], language: Language) -> bool:
    """Whether a piece goes on as a sentence does: "and the library opens when"."""
    first_verbs = AUXILIARIES[language] | BE_FORMS[language]
    return any(word.folded in first_verbs or is_inverted(word.folded) for word in words[:4])
