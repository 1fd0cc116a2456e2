"""Lines that state nothing: date lines, page numbers, references, courtesies, signatures."""

from __future__ import annotations

import re

from rag.language.any_language import any_form, any_word
from rag.language.documents.datelines import (
    DATE_LABELS,
    DATELINE_NOUNS,
    DAY_PREPOSITIONS,
    KIND_TO_DATE,
    PLACE_WORDS,
    SIGNED_AT,
)
from rag.language.documents.page_furniture import (
    LABELS_OF_LETTERS,
    PAGE_COUNTS,
    STREET_WORDS,
)
from rag.language.documents.page_labels import OUT_OF, PAGE_WORDS
from rag.language.figures.dates import find_dates
from rag.language.names import find_names
from rag.language.questions.courtesies import CLOSINGS
from rag.language.questions.document_kinds import DOCUMENT_KINDS
from rag.language.statements.offices import HOLDERS
from rag.language.statements.predicates import is_finite
from rag.language.words import words
from rag.records import Language

_LONGEST = 14  # words of a line that is no sentence
_PAGE = re.compile(
    rf"\W*(?:(?:{any_form(PAGE_WORDS)})\.?\s?\d+(?:\s?(?:{any_form(OUT_OF)}|/)\s?\d+)?|"
    rf"\d+\s?(?:/|[-–—|])\s?\d+|\d+|{any_form(PAGE_COUNTS)})\W*",
    re.IGNORECASE,
)
_CITY = rf"[A-ZÀ-Þ][\w'’-]*(?:\s(?:[A-ZÀ-Þ][\w'’-]*|{any_form(PLACE_WORDS)})){{0,3}}"
_PLACE = re.compile(
    rf"\W*(?:(?:(?i:{any_form(SIGNED_AT)})\s{_CITY},?\s?|{_CITY}(?:\s?\([^()]{{2,30}}\))?,\s?)?"
    rf"(?i:{any_form(DAY_PREPOSITIONS)}|the)?\s?)"
)
_KIND = re.compile(
    rf"\W*(?:(?:{any_form(DATELINE_NOUNS)})(?:\s(?:n[°ºo]\.?)\s?[\w/-]+)?"
    rf"(?:{any_form(KIND_TO_DATE)}|\W)\s*|(?:{any_form(DATE_LABELS)})\W*)",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"\W*(?:{any_form(LABELS_OF_LETTERS)})\s?:", re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:{any_form(CLOSINGS)})(?!\w)", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"\b\d+(?:\s?(?:bis|ter))?,?\s(?:[A-ZÀ-Þ][\w'’-]+\s){{0,3}}(?i:{any_form(STREET_WORDS)})\b|"
    r"\b\d{5}\s[A-ZÀ-Þ]"
)
_FACT = re.compile(r"[:|%€$£]")
_HOLDERS, _KINDS = any_word(HOLDERS), any_word(DOCUMENT_KINDS)
_NO_VERBS = frozenset({"n", "s"})  # forms of "ne" and "se", and letters: "N/Réf."
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def states_nothing(text: str, language: Language) -> bool:
    """Whether a line of a page is no evidence on anything.

    "Hautelune, le 15 avril 2024" says where a letter was written; "Adopted on 3 May 2024" says
    when a text was adopted and is evidence.
    """
    if _PAGE.fullmatch(text) or _is_closing(text, language) or _is_dateline(text):
        return True
    if len(text.split()) > _LONGEST or _has_verb(text, language):
        return False
    if _LABEL.match(text):
        return True
    return not _FACT.search(text) and (
        _is_address(text) or _is_signature(text, language) or _is_dated_title(text)
    )


def _is_closing(text: str, language: Language) -> bool:
    """Whether a line closes a letter, and says nothing after it: "All the best practices are"."""
    found = _CLOSING.match(text)
    return found is not None and not _has_verb(text[found.end() :], language)


def _is_dateline(text: str) -> bool:
    """Whether a line is a day with its place or the kind of its document, and nothing else."""
    days = [one for one in find_dates(text) if one.precision != "year"]
    if len(days) != 1 or text[days[0].end :].strip(" .,"):
        return False
    before = text[: days[0].start]
    return bool(_PLACE.fullmatch(before) or _KIND.fullmatch(before))


def _has_verb(text: str, language: Language) -> bool:
    for date in reversed(find_dates(text)):  # "3 May"
        text = f"{text[: date.start]} {text[date.end :]}"
    found = (word.folded for word in words(text))
    return any(is_finite(word, language) for word in found if word not in _NO_VERBS)


def _is_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None


def _is_signature(text: str, language: Language) -> bool:
    """Whether a line is a person with an office, and no figure: "Anna Roux, directrice"."""
    found = words(text)
    if any(word.folded.isdigit() for word in found):
        return False
    office = any(word.folded in _HOLDERS for word in found)
    return office and any(
        len(text[name.start : name.end].split()) > 1 for name in find_names(text, language)
    )


def _is_dated_title(text: str) -> bool:
    """Whether a line without an end is the title of a document with its year."""
    named = any(word.folded in _KINDS for word in words(text))
    ended = text.rstrip(" »”\"')")[-1:] in ".!?;…,"
    return named and not ended and not any(map(str.isdigit, _YEAR.sub("", text)))
