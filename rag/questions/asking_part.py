"""The part of a question that asks something, without what people say about themselves."""

from __future__ import annotations

import re

from rag.language.questions.asking_clauses import (
    ABOUT_THE_ASSISTANT,
    ASKS,
    CIRCUMSTANCES,
    FIRST_PERSON,
    OPENS_COMPLEMENT,
)
from rag.language.sentences import sentences
from rag.records import Language, Offsets

_CLAUSE_END = re.compile(r"[,;:](?=\s)")
_LONGEST_COMPLEMENT = 6  # words before the comma: "À Quimperlé, combien ..."


def asking_parts(text: str, language: Language) -> tuple[Offsets, ...]:
    """Where a question asks something, in order; what is around it is no condition of the answer.

    "I am from Spain. What is the fee?" asks in its second sentence, and "Mon collègue Kévin a
    perdu son badge, combien ça coûte ?" after the comma. The whole text if nothing shows it.
    """
    asks, found = ASKS[language], sentences(text)
    asking = [one for one in found if text[one[0] : one[1]].rstrip(' »"').endswith("?")]
    asking = asking or [one for one in found if asks.search(text, *one)]
    parts = (_clause(text, start, end, language) for start, end in asking or found)
    return tuple(part for part in parts if part[0] < part[1])


def _clause(text: str, start: int, end: int, language: Language) -> Offsets:
    """A sentence without the statement before its question and the circumstances after it."""
    if ABOUT_THE_ASSISTANT[language].match(text, start, end):
        return start, start
    for mark in _CLAUSE_END.finditer(text, start, end):
        before = text[start : mark.start()]
        if ASKS[language].search(before):
            break
        if ASKS[language].search(text, mark.end(), end) and not _is_complement(before, language):
            start = mark.end()
    after = CIRCUMSTANCES[language].search(text, start, end)
    return start, after.start() if after else end


def _is_complement(before: str, language: Language) -> bool:
    """Whether words before a comma belong to the question: "À Quimperlé", "In the report"."""
    if FIRST_PERSON[language].search(before) or len(before.split()) > _LONGEST_COMPLEMENT:
        return False
    return OPENS_COMPLEMENT[language].match(before) is not None
