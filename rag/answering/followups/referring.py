"""What makes a question a follow-up: a missing part, a pronoun, a phrase such as "this ship"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answering.followups.mentions import Mention, find_mentions
from rag.language.any_language import any_form, any_value, any_word
from rag.language.questions.fragments import CONTINUATIONS
from rag.language.questions.verbs import AUXILIARIES, BE_FORMS, PREDICATES, VERBS, is_inverted
from rag.language.statements.function_words import OF, PREPOSITIONS, QUESTION_WORDS
from rag.language.statements.noun_phrases import uncontracted
from rag.language.statements.pronouns import (
    CLITICS,
    IMPERSONAL,
    PERSONAL_PRONOUNS,
    PRONOUN_GENDERS,
    REFERRING_WORDS,
    SUBJECT_PRONOUNS,
    GrammaticalRole,
)
from rag.language.words import Word, whole_words
from rag.records import Language

_GENDERS, _PERSONAL_PRONOUNS = any_value(PRONOUN_GENDERS), any_word(PERSONAL_PRONOUNS)
_CONDITION = re.compile(r"\bsi\s*$", re.IGNORECASE)
_MARKS = " \u00a0\u202f?!.…"
_MAX_WORDS = 6  # of a fragment without "et" or "what about"
_SUBJECT_PRONOUN = re.compile(rf"(?:{any_form(SUBJECT_PRONOUNS)})\b")


@dataclass(frozen=True, slots=True)
class ReferringWord:
    """A word that refers to something said before: ``question[start:end]``.

    ``gender`` is as in ``Mention``. ``person`` is true if it refers to a person only.
    """

    start: int
    end: int
    role: GrammaticalRole
    gender: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """A question in a language that is not complete: its ``text`` without "et" and "?".

    ``asks`` is true if it is a question word ("since when") about the whole question before, and
    ``depends`` if it asks for a detail of what that one asks ("if so, at what price?").
    """

    text: str
    language: Language
    asks: bool
    depends: bool = False


def find_fragment(question: str, language: Language) -> Fragment | None:
    """The question as a fragment, ``None`` if it is complete or refers to something by a word."""
    opening = CONTINUATIONS[language].match(question)
    start = opening.end() if opening else 0
    text = question[start:].strip(_MARKS)
    if opening and opening["of"] is not None:
        text = uncontracted(text, language)
    words = whole_words(text)
    if not words:
        return Fragment(text, language, asks=True) if start else None
    if find_referring_words(text, language):
        return None
    condition = _CONDITION.search(opening[0]) if opening else None
    if condition and not _lacks_verb(words, language):
        return Fragment(question[condition.start() :].strip(_MARKS), language, asks=True)
    if opening and opening["case"]:
        return Fragment(text, language, asks=True, depends=_lacks_verb(words[1:], language))
    prepositions = OF[language] | PREPOSITIONS[language]
    first = next((word for word in words if word.folded not in prepositions), words[0])
    asking = words[words.index(first) :]  # "à", typed without its accent, is a verb
    short = len(words) <= _MAX_WORDS and _lacks_verb(asking, language)
    if first.folded in QUESTION_WORDS[language]:
        mentions = find_mentions(text, language)
        has_subject = any(not one.asked or one.proper for one in mentions)
        return Fragment(text, language, asks=True) if short and not has_subject else None
    if first.folded in VERBS[language] - PREDICATES[language] or is_inverted(first.folded):
        return None
    if start:
        is_subject = words[0].folded not in prepositions and _SUBJECT_PRONOUN.match(text)
        complete = is_subject or _starts_with_clause(words, language)
        return None if complete else Fragment(text, language, asks=False)
    after_preposition = words[0].folded in prepositions
    return Fragment(text, language, asks=False) if after_preposition and short else None


def find_referring_words(question: str, language: Language) -> tuple[ReferringWord, ...]:
    """The words of a question that refer to something said before it, in order.

    Not those that may refer to a noun phrase before them in the question itself, nor the "il"
    and "it" that refer to nothing.
    """
    mentions = [one for one in find_mentions(question, language) if not one.asked]
    impersonal = [match.span() for match in IMPERSONAL[language].finditer(question)]
    found = [
        word
        for word in _candidates(question, language)
        if not any(
            one.end <= word.start
            and _may_mean(word, one, question)
            and not _is_subject_beside(word, one, question, language)
            for one in mentions
        )
        and not any(start <= word.start < end for start, end in impersonal)
    ]
    return tuple(sorted(_without_overlaps(found), key=lambda word: word.start))


def _is_subject_beside(
    word: ReferringWord, mention: Mention, question: str, language: Language
) -> bool:
    """Whether a phrase is the subject of the verb of a pronoun: "l'employeur peut-il s'y opposer".

    Such a pronoun means something else; only "se" would mean the subject.
    """
    if question[word.start : word.end].lower().replace("’", "'") not in CLITICS[language]:
        return False
    after = whole_words(question[mention.end :])[:1]
    return any(is_inverted(each.folded) or each.folded in VERBS[language] for each in after)


def _may_mean(word: ReferringWord, mention: Mention, question: str) -> bool:
    """Whether a word may refer to a phrase before it; "this ship" only if it has a "ship"."""
    if word.role != "noun":
        return True
    return question[word.end - 4 : word.end].lower() in mention.text.lower()


def _candidates(question: str, language: Language) -> list[ReferringWord]:
    """The words that may refer to something, those whose form says most first."""
    return [
        _referring_word(match, role)
        for form, role in REFERRING_WORDS[language]
        for match in form.finditer(question)
    ]


def _referring_word(match: re.Match[str], role: GrammaticalRole) -> ReferringWord:
    word = match["it"].lower().split()[0].replace("’", "'")
    return ReferringWord(
        match.start("it"), match.end("it"), role, _GENDERS.get(word, ""), word in _PERSONAL_PRONOUNS
    )


def _without_overlaps(found: list[ReferringWord]) -> list[ReferringWord]:
    """The words without those that overlap an earlier one of the list."""
    kept: list[ReferringWord] = []
    for word in found:
        if not any(word.start < other.end and other.start < word.end for other in kept):
            kept.append(word)
    return kept


def _lacks_verb(words: list[Word], language: Language) -> bool:
    verbs = VERBS[language] - PREDICATES[language]
    return not any(word.folded in verbs or is_inverted(word.folded) for word in words)


def _starts_with_clause(words: list[Word], language: Language) -> bool:
    """Whether the first words have a verb with its subject: "and the library is open when"."""
    verbs = AUXILIARIES[language] | BE_FORMS[language]
    return any(word.folded in verbs or is_inverted(word.folded) for word in words[:4])
