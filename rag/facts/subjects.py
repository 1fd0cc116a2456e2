"""Whether two sources are about the same body and the same period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from functools import lru_cache

from rag.facts.facts import read_facts
from rag.facts.sources import Source
from rag.language.any_language import any_word
from rag.language.documents.editions import EDITION_WORDS
from rag.language.figures.dates import find_dates
from rag.language.names import find_names
from rag.language.statements.offices import COMMON_NAMES, DELIBERATING, LAWS, OFFICES
from rag.language.words import is_stop_word, stem, words
from rag.records import Language
from rag.weights import WEIGHTS

_COMMON = any_word(OFFICES) | any_word(COMMON_NAMES)
_DELIBERATING = any_word(DELIBERATING)
_EDITIONS = any_word(EDITION_WORDS)
_NUMBERS = frozenset({"n", "no"})  # they number texts too: "Resolution no. 12"
_LEAST_LETTERS = 3  # of a word that names something
_YEAR_DIGITS = 4


def are_versions(one: Source, other: Source) -> bool:
    """Whether two sources are versions of one document."""
    return one.family == other.family != ""


def has_same_subject(one: Source, other: Source) -> bool:
    """Whether two sources of different documents are known to be about the same body.

    They are versions of one document, have the same title but for years, or name the same
    body, person or place. True if a source has no title: nothing is known about it. Two laws speak
    each of its own subject, unless one title names all that the other does.
    """
    if are_versions(one, other) or not (one.title and other.title):
        return True
    if _are_apart(_numbers(one.title), _numbers(other.title)):
        return False
    if one.language != other.language:
        return bool(_names(one) & _names(other))
    if _have_one_title(one, other):
        return True
    if _have_two_bodies(one, other):
        return False
    if _is_law(one) and _is_law(other):
        left, right = (_names_in(each.title, each.language) for each in (one, other))
        return bool(left and right) and (left <= right or right <= left)
    own = _speaks_of_title(one, other) and _speaks_of_title(other, one)
    return bool(_names(one) & _names(other)) and not own


def _have_one_title(one: Source, other: Source) -> bool:
    """Whether one title has the words of the other, and few more."""
    left, right = _title_stems(one.title, one.language), _title_stems(other.title, other.language)
    nested = bool(left and right) and (left <= right or right <= left)
    return nested and len(left & right) >= WEIGHTS.disagreements.title_words * len(left | right)


def _have_two_bodies(one: Source, other: Source) -> bool:
    """Whether each title has a body that the other has not: the council, the board.

    The author of a text on a place may be any of its bodies.
    """
    if _names_in(one.text, one.language) & _names_in(other.text, other.language):
        return False
    left, right = (
        {word.folded for word in words(each.title)} & _DELIBERATING for each in (one, other)
    )
    return bool(left - right) and bool(right - left)


def _speaks_of_title(one: Source, other: Source) -> bool:
    """Whether a sentence has a word of its title that the other source does not have at all."""
    language = one.language
    there = read_facts(f"{other.text}\n{other.context}", language).terms
    own = _title_stems(one.title, language) - _title_stems(other.title, language)
    return bool(own & set(read_facts(one.text, language).terms) - set(there))


def _is_law(source: Source) -> bool:
    """Whether a title is that of a law or another text of rules."""
    return not LAWS[source.language].isdisjoint(word.folded for word in words(source.title))


def _numbers(title: str) -> frozenset[str]:
    """The numbers of a title: of a resolution, of a part. Those of dates and editions are not."""
    found = words(_without_dates(title))
    before = ("", *(word.folded for word in found))
    return frozenset(
        word.folded
        for word, last in zip(found, before, strict=False)
        if word.folded.isdigit()
        and len(word.folded) < _YEAR_DIGITS
        and last not in _EDITIONS - _NUMBERS
    )


def _without_dates(title: str) -> str:
    for date in reversed(find_dates(title)):
        title = f"{title[: date.start]} {title[date.end :]}"
    return title


def has_other_subject(one: Source, other: Source) -> bool:
    """Whether two sources each name a body, person or place, and none that the other names."""
    left, right = _names(one), _names(other)
    return bool(left and right) and not left & right and not has_same_subject(one, other)


def has_other_period(one: Source, other: Source) -> bool:
    """Whether two sources give years, in their text or else in their titles, and share none.

    Nor are the minutes of two days in their titles about one meeting. Versions of a document are
    about one thing at two times.
    """
    if are_versions(one, other):
        return False
    return _are_apart(_years(one), _years(other)) or _are_apart(_days(one), _days(other))


# Quotes are compared in pairs, so each title and each text comes many times.
@lru_cache(maxsize=2_048)
def _title_stems(title: str, language: Language) -> frozenset[str]:
    """The stems of a title without stop words, numbers and words for editions."""
    return frozenset(
        stem(word.folded, language)
        for word in words(title)
        if not is_stop_word(word.folded, language)
        and word.folded not in _EDITIONS
        and not any(map(str.isdigit, word.folded))
    )


@lru_cache(maxsize=8_192)
def _names(source: Source) -> frozenset[str]:
    """The words of the names in a source and its context that many bodies do not share."""
    return _names_in(f"{source.text}\n{source.context}", source.language)


def _names_in(text: str, language: Language) -> frozenset[str]:
    parts = {part for name in find_names(text, language) for part in name.parts}
    return frozenset(
        part for part in parts - _COMMON if len(part) >= _LEAST_LETTERS and part.isalpha()
    )


def _are_apart(left: Set[object], right: Set[object]) -> bool:
    return bool(left and right) and not left & right


def _days(source: Source) -> set[dt.date]:
    """The days in the title of a source; in its headings too, if its text has no date."""
    has_date = bool(read_facts(source.text, source.language).dates)
    said = source.title if has_date else source.context
    dates = read_facts(said, source.language).dates
    return {date.date for date in dates if date.precision == "day"}


def _years(source: Source) -> set[int]:
    for text in (source.text, source.context):
        if years := {date.date.year for date in read_facts(text, source.language).dates}:
            return years
    return set()
