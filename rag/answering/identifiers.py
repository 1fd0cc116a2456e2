"""The numbers of articles, forms and telephones that answer a question for one: "which section"."""

from __future__ import annotations

from rag.language.any_language import any_word
from rag.language.identifiers.marks import Mark, find_marks
from rag.language.questions.questions import NUMBER_WORDS, PHONE_WORDS
from rag.language.words import family, words
from rag.records import Language, Offsets

_NUMBER_WORDS, _PHONE_WORDS = any_word(NUMBER_WORDS), any_word(PHONE_WORDS)


def identifiers(text: str, language: Language) -> list[Offsets]:
    """The marks of a text that may answer some question for an identifier."""
    return [(mark.start, mark.end) for mark in _may_answer(text, language)]


def identifiers_asked_for(
    text: str, language: Language, question: frozenset[str]
) -> tuple[Offsets, ...]:
    """Those that answer a question for one kind of identifier, by the folded words it has.

    A telephone number, the number of a form or a document, or the noun of the question with its
    number. The bare number of a section is the first word of its text.
    """
    asked = {family(word) for word in question}

    def fits(mark: Mark) -> bool:
        if question & _PHONE_WORDS:
            return mark.kind == "phone"
        if question & _NUMBER_WORDS:
            return mark.kind in ("number", "code", "law")
        nouns = {family(word.folded) for word in words(text[mark.start : mark.end])}
        return mark.kind == "item" or bool(nouns & asked)

    return tuple((mark.start, mark.end) for mark in _may_answer(text, language) if fits(mark))


def _may_answer(text: str, language: Language) -> list[Mark]:
    """The marks without calls of notes, addresses, and items that are no articles: "(2)", "3."."""

    def identifies(mark: Mark) -> bool:
        if mark.kind != "item":
            return mark.is_reference and mark.kind != "address"
        return mark.start == 0 and text[0].isdigit() and text[mark.end - 1] not in ".°"

    return [mark for mark in find_marks(text, language) if identifies(mark)]
