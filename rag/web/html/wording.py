"""Answers in the language of the page: everything but the quotes.

The engine words an answer in the language of its question. What it says of its own is said again
here from the same records. Where its sentence cannot be said again (from the catalogue, or about
documents that were named), the whole answer keeps its language: no answer mixes two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from rag.messages import say
from rag.messages.answers import absent, not_found
from rag.records import Answer, Language

# Sentences without a value, or with a count, that stand in a note alone.
_NOTES = (
    "library.compared", "library.several", "library.each_document", "library.no_summary",
    "library.signature", "answers.nothing_more",
)  # fmt: skip
_COUNT = re.compile(r"\d+(?:\W\d{3})*")  # with the separators of thousands


def in_language(answer: Answer, language: Language) -> Answer:
    """The answer with the words around its quotes in a language, or as it is if they cannot be."""
    if answer.language == language:
        return answer
    parts = tuple(in_language(part, language) for part in answer.parts)
    text, note = _text(answer, language), _note(answer, language)
    said = all(part.language == language for part in parts)
    if text is None or note is None or not said:
        return answer
    return replace(answer, language=language, text=text, note=note, parts=parts)


def _text(answer: Answer, language: Language) -> str | None:
    """The sentence of an answer; that of quotes and of parts is not shown."""
    if answer.statements or answer.parts:
        return answer.text
    if answer.found or answer.listed is not None:
        return None

    def refusal(spoken: Language, count: int) -> str:
        lacking = " ".join(absent(one, spoken) for one in answer.absent)
        return lacking or not_found(spoken, count)

    return _again(answer.text, refusal, answer.language, language)


def _note(answer: Answer, language: Language) -> str | None:
    """The note of an answer."""
    for key in _NOTES:

        def note(spoken: Language, count: int, key: str = key) -> str:
            return say(key, spoken, count=count)

        if said := _again(answer.note, note, answer.language, language):
            return said

    def chosen(spoken: Language, count: int) -> str:
        only = say("answers.only_chosen", spoken, count=count)
        return f"{only} {say('answers.whole_refuses', spoken)}"

    return _again(answer.note, chosen, answer.language, language) if answer.note else ""


def _again(
    said: str, sentence: Callable[[Language, int], str], spoken: Language, language: Language
) -> str | None:
    """A sentence in another language, ``None`` if it is not the one that was said."""
    found = (one for one in _counts(said) if sentence(spoken, one) == said)
    count = next(found, None)
    return None if count is None else sentence(language, count)


def _counts(said: str) -> Iterator[int]:
    """What a sentence may count: a number in it, or one thing, which is written as a word."""
    yield from (int(re.sub(r"\D", "", found)) for found in _COUNT.findall(said))
    yield from (1, 0)
