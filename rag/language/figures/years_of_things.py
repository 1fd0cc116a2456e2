"""The year that a thing is of, "the accounts of 2024", and what is done to it at another time."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# What is made for a year, and certified, voted or published in the one before or after it.
_OF_A_YEAR: dict[Language, str] = {
    "fr": r"comptes?|budgets?|bilans?|r[ée]sultats?|rapports?|[ée]tats financiers|recettes"
    r"|d[ée]penses|exc[ée]dents?|d[ée]ficits?|exercices?|subventions?",
    "en": r"accounts|budgets?|balance sheets?|results|reports?|financial statements|income"
    r"|revenues?|spending|expenditure|expenses|surplus(?:es)?|deficits?|grants?",
}
# Between the noun and its year; "in 2024" is when something was done.
_NO_TIME = r"(?!(?:en|durant|pendant|depuis|le|in|on|during|since|by)\s)"
_YEAR_OF = re.compile(
    rf"\b(?:{any_form(_OF_A_YEAR)})\s(?:{_NO_TIME}[^\W\d]+(?:\s|['’])){{0,6}}$", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(rf"\s(?:[a-z]+ ){{0,2}}(?:{_OF_A_YEAR['en']})\b", re.IGNORECASE)
_DONE: dict[Language, str] = {
    "fr": r"certifi\w+|approuv\w+|adopt\w+|vot(?:e|ent|é\w*)|sign[eé]\w*|publi(?:e|ent|é\w*)"
    r"|présent(?:e|ent|é\w*)|arrêt(?:e|ent|é\w*)|valid(?:e|ent|é\w*)|dépos\w+|transm\w+"
    r"|examin\w+|remis\w*|audité\w*",
    "en": r"certif\w+|approv\w+|adopt\w+|vot(?:e[sd]?|ing)|sign(?:s|ed)?|publish\w*"
    r"|present(?:s|ed)|laid|tabled|validat\w+|submit\w*|examin\w+|audited|issued",
}
_IS_DONE = re.compile(rf"\b(?:{any_form(_DONE)})\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:en|durant|in|during)\s$", re.IGNORECASE)
_REACH = 80  # characters before a year


def is_year_of_thing(text: str, start: int, end: int) -> bool:
    """Whether the year at ``text[start:end]`` is that of accounts, of a budget, of a report."""
    before = _YEAR_OF.search(text, max(start - _REACH, 0), start)
    return bool(before or _YEAR_BEFORE.match(text, end))


def is_something_done(sentence: str) -> bool:
    """Whether a sentence says what is done to such a thing: "certified the accounts"."""
    return bool(_IS_DONE.search(sentence))


def says_when(text: str, start: int) -> bool:
    """Whether the year at ``start`` is when something is done: "in 2024"."""
    return bool(_WHEN.search(text, max(start - _REACH, 0), start))
