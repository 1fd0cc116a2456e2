"""Who was at a meeting and who was not: the labels of minutes, and the questions about them."""

from __future__ import annotations

import re
from typing import Literal

from rag.language.any_language import any_form
from rag.language.words import fold
from rag.records import Language

Attendance = Literal["present", "absent"]

# What a list of people starts with, folded: "Étaient présents :", "Apologies:".
_LABELS: dict[Attendance, dict[Language, str]] = {
    "absent": {
        "fr": r"(?:etai(?:en)?t |membres? )?(?:absent|excuse)e?s?(?: \(?excuse\(?e?\)?s?\)?)?"
        r"(?: et (?:absent|excuse)e?s?)?|ont donne (?:pouvoir|procuration)",
        "en": r"(?:members )?(?:absent|excused|apologies)(?: (?:from|for absence|received))?"
        r"|apologies for absence|not present",
    },
    "present": {
        "fr": r"(?:etai(?:en)?t |membres? |sont )?(?:present|participant)e?s?|assistaient",
        "en": r"(?:members |those )?(?:present|attendees|in attendance|attending|participants)",
    },
}
# What a question asks, folded; "not there" comes before "there".
_QUESTIONS: dict[Attendance, dict[Language, str]] = {
    "absent": {
        "fr": r"\b(?:absent|excuse)e?s?\b|\bn'(?:etai(?:en)?t|a|ont) pas (?:ete )?(?:present"
        r"|assiste|participe|la\b|venu)|\bn'(?:assistai|participai)(?:en)?t pas"
        r"|\bmanquai(?:en)?t\b",
        "en": r"\b(?:absent|apologies|excused|missing)\b|\b(?:not|n't) (?:be |been )?(?:present"
        r"|there|attend|in attendance)|\bdid not attend\b",
    },
    "present": {
        "fr": r"\b(?:present|participant)e?s?\b|\b(?:assistai|participai|siegeai)(?:en)?t\b"
        r"|\b(?:a|ont) (?:assiste|participe|siege)\b",
        "en": r"\b(?:present|attended|attendees|in attendance|was there|were there|took part)\b",
    },
}
_WHO = re.compile(
    r"\b(?:qui|who|whom|liste|list|(?:quels?|quelles?|which) (?:etaient les )?(?:membres?|elue?s?"
    r"|conseillere?s?|administrateurs?|administratrices?|personnes?|members?|people|councillors?"
    r"|directors?|trustees?))\b"
)
_LABEL_FORMS = {
    kind: re.compile(rf"\W*(?:{any_form(forms)})\b[^:.;]{{0,30}}:")
    for kind, forms in _LABELS.items()
}
_QUESTION_FORMS = {kind: re.compile(any_form(forms)) for kind, forms in _QUESTIONS.items()}


def attendance_asked(question: str) -> Attendance | None:
    """Whether a question asks who was at a meeting, or who was not; ``None`` for any other."""
    folded = fold(question)
    if not _WHO.search(folded):
        return None
    return next((kind for kind, form in _QUESTION_FORMS.items() if form.search(folded)), None)


def attendance_label(sentence: str) -> Attendance | None:
    """Which list of people a sentence is: its label says it; ``None`` if it is none."""
    folded = fold(sentence)
    return next((kind for kind, form in _LABEL_FORMS.items() if form.match(folded)), None)
