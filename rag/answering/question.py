"""A question parsed: its content words with their rarity, and the kind of answer it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.language.questions.questions import (
    ACCENTED_WORDS,
    ANSWER_KINDS,
    QUESTION_VERBS,
    AnswerKind,
)
from rag.language.words import family, fold, is_stop_word, words
from rag.records import Language

Rarity = Callable[[str, Language], float]


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question with the kind of its short answer and its folded words.

    ``content`` are the folded words without stop words and verbs of asking. ``rarity`` is the
    inverse document frequency of each family of content words. ``names`` are the families of
    figures and of capitalised words after the first.
    """

    text: str
    language: Language
    answer_kind: AnswerKind
    folded: frozenset[str]
    content: frozenset[str]
    rarity: dict[str, float]
    names: frozenset[str]


def parse_question(text: str, language: Language, rarity: Rarity) -> ParsedQuestion:
    """The question parsed in its language; ``rarity`` is that of a word in the library."""
    found = words(text)
    plain = [word.folded for word in found if word.folded not in QUESTION_VERBS[language]]
    content = [word for word in plain if not is_stop_word(word, language)]
    return ParsedQuestion(
        text=text,
        language=language,
        answer_kind=answer_kind(text, language),
        folded=frozenset(word.folded for word in found),
        content=frozenset(content),
        rarity={family(word): rarity(word, language) for word in content},
        names=frozenset(
            family(word.folded)
            for position, word in enumerate(found)
            if (position and text[word.start].isupper()) or text[word.start].isdigit()
        ),
    )


def answer_kind(text: str, language: Language) -> AnswerKind:
    """The kind of short answer that a question asks for."""
    for table in ACCENTED_WORDS.values():
        for accented, distinct in table:
            text = accented.sub(distinct, text)
    folded = fold(text)
    found = (kind for kind, form in ANSWER_KINDS[language] if form.search(folded))
    return next(found, "other")
