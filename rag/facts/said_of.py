"""What a fact is said of: the words before it, without what the sentence says beside it.

"The Council, which meets four times a year, has fifteen members" and "The Council meets four times
a year and has fifteen members" both say of the Council that it has fifteen.
"""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.language.figures.periods import SINCE
from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.clause_words import (
    CLAUSE_JOINTS,
    CLAUSE_PRONOUNS,
    MADE_UP_OF,
)
from rag.language.statements.predicates import find_predicate, opens_with_predicate
from rag.records import Language

CLAUSE_END = re.compile(r"\.(?=\s+[A-ZÀ-Ý«“(])|[;:!?,\n(](?!\d)")  # not after "p.m. on"
_RELATIVE = re.compile(rf",\s(?:{any_form(CLAUSE_PRONOUNS)})\s[^,;:.]*,", re.IGNORECASE)
_JOINT: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"\s(?:{form})\s") for language, form in CLAUSE_JOINTS.items()
}
_OPENING_JOINT: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"^{joint.pattern}") for language, joint in _JOINT.items()
}
_MADE_UP_OF = {
    language: re.compile(rf"^\W*(?:{form})\s[^,]*$", re.IGNORECASE)
    for language, form in MADE_UP_OF.items()
}
_SINCE = re.compile(
    rf"^\W*(?:{any_form(SINCE)})\s(?:(?:le|the)\s)?(?=\d)[\w ]*?\d{{4}}\s", re.IGNORECASE
)


def said_of(text: str, position: int, language: Language) -> str:
    """The words before a position that say what the fact there is said of."""
    before = text[:position]
    if _MADE_UP_OF[language].match(before):
        return find_subject(text, language)
    clause = CLAUSE_END.split(_RELATIVE.sub(" ", before))[-1]
    act = _OPENING_JOINT[language].sub("", clause)
    if opens_with_predicate(act, language):
        clause = f"{find_subject(text, language)} {act}"
    return _without_first_predicate(_SINCE.sub("", clause), language)


def clause_after(text: str, position: int, language: Language) -> str:
    """The words after a position, to the end of its clause or to what its subject does besides."""
    clause = CLAUSE_END.split(text[position:])[0]
    second = next((one for one in _JOINT[language].finditer(clause)
                   if opens_with_predicate(clause[one.end() :], language)), None)  # fmt: skip
    return clause[: second.start()] if second else clause


def _without_first_predicate(clause: str, language: Language) -> str:
    """A clause without what it says of its subject before a second verb: "meets ... and has"."""
    joints = [one for one in _JOINT[language].finditer(clause)
              if opens_with_predicate(clause[one.end() :], language)]  # fmt: skip
    first = find_predicate(clause, language)
    if not joints or first is None or first.start > joints[-1].start():
        return clause
    return f"{clause[slice(*first.subject)]} {clause[joints[-1].end() :]}"
