"""How surely a sentence speaks of what a question names: its own words, those above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rag.language.identifiers.lettered_names import (
    LetteredName,
    holds_another_letter,
    holds_lettered_name,
)
from rag.language.identifiers.reference_nouns import NUMBERED_PARTS
from rag.language.identifiers.references import Reference, find_references, numbered_start
from rag.language.sentences import read_sentences
from rag.language.words import fold
from rag.records import Hit, Language

_BULLETS = " \t•▪-–—*#>|"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MARKS = re.compile('[«»“”„"]')


class Aboutness(IntEnum):
    """How surely a sentence speaks of one thing rather than of another like it."""

    OTHER = -1  # of another one: 12 bis, the year before
    UNKNOWN = 0
    NEAR = 1  # its passage or its document names the thing
    NUMBERED = 2  # its paragraph has the bare number: "12 Every person ..."
    EXACT = 3  # it names the thing, or stands under a heading or a title that does


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a passage names, in its title, its headings and its text."""

    title: tuple[Reference, ...]
    headings: tuple[tuple[Reference, ...], ...]
    inside: tuple[Reference, ...]
    numbered: tuple[tuple[int, str], ...]


def reference_aboutness(asked: Reference, hit: Hit, start: int, end: int) -> Aboutness:
    """How surely the sentence ``start:end`` of a hit's passage speaks of an identifier."""
    read = _read(hit)
    own = [one for one in read.inside if start <= one.start < end]
    if _any_match(own, asked):
        return Aboutness.EXACT
    above = _above(read, asked, hit.passage.text, start)
    if above != Aboutness.UNKNOWN:
        return above
    if any(one.is_like(asked) for one in own):
        return Aboutness.OTHER
    if (number := _number_above(read, start)) and asked.kind in NUMBERED_PARTS:
        return Aboutness.NUMBERED if number == asked.value.partition("(")[0] else Aboutness.OTHER
    return _named_before(read, asked, start)


def occurrence(asked: Reference, hit: Hit) -> Aboutness:
    """Whether a hit has an identifier: by name, as a bare number at the start, or not at all."""
    read = _read(hit)
    everywhere = (*read.title, *(one for each in read.headings for one in each), *read.inside)
    if _any_match(everywhere, asked):
        return Aboutness.EXACT
    if asked.kind not in NUMBERED_PARTS or any(one.is_like(asked) for one in everywhere):
        return Aboutness.UNKNOWN
    number = asked.value.partition("(")[0]
    is_numbered = any(one == number for _, one in read.numbered)
    return Aboutness.NUMBERED if is_numbered else Aboutness.UNKNOWN


def starts_with_number(asked: Reference, hit: Hit) -> bool:
    """Whether a sentence of a hit starts with the number of an article, without its noun."""
    return any(number == asked.value for _, number in _read(hit).numbered)


def has_like(asked: Reference, hit: Hit) -> bool:
    """Whether a hit has another identifier of the same series."""
    read = _read(hit)
    everywhere = (*read.title, *(one for each in read.headings for one in each), *read.inside)
    return any(one.is_like(asked) for one in everywhere)


def has_phrase(asked: str, hit: Hit) -> bool:
    """Whether a hit has a phrase to the letter, in its title, its headings or its text."""
    passage = hit.passage
    around = (hit.document.title, *passage.headings, passage.text)
    return any(holds(asked, text) for text in around)


def phrase_aboutness(asked: str, hit: Hit, start: int, end: int) -> Aboutness:
    """How surely the sentence ``start:end`` of a hit's passage has a phrase to the letter."""
    if holds(asked, hit.passage.text[start:end]):
        return Aboutness.EXACT
    return Aboutness.NEAR if has_phrase(asked, hit) else Aboutness.UNKNOWN


def has_class(asked: LetteredName, hit: Hit) -> bool:
    """Whether a hit has a class by its letter, in its title, its headings or its text."""
    passage = hit.passage
    around = (hit.document.title, *passage.headings, passage.text)
    return any(holds_lettered_name(asked, text) for text in around)


def class_aboutness(asked: LetteredName, hit: Hit, start: int, end: int) -> Aboutness:
    """How surely the sentence ``start:end`` of a hit's passage speaks of a class by its letter."""
    sentence = hit.passage.text[start:end]
    if holds_lettered_name(asked, sentence):
        return Aboutness.EXACT
    if holds_another_letter(asked, sentence):
        return Aboutness.OTHER
    return Aboutness.NEAR if has_class(asked, hit) else Aboutness.UNKNOWN


def holds(phrase: str, text: str) -> bool:
    """Whether a text has a phrase to the letter: only case and typography may differ.

    Accents count if the phrase has any.
    """
    wanted, given = _plain(phrase).strip(" .,;:!?…"), _plain(text)
    if wanted.isascii():
        given = fold(given)
    place = given.find(wanted)
    while place >= 0:
        after = given[place + len(wanted) : place + len(wanted) + 1]
        if not (given[:place][-1:].isalnum() or after.isalnum()):
            return True
        place = given.find(wanted, place + 1)
    return False


def _plain(text: str) -> str:
    """A text in lower case with plain blanks, dashes and apostrophes, without quotation marks."""
    text = _MARKS.sub(" ", _DASHES.sub("-", text.replace("’", "'").replace("\u00ad", "")))
    return re.sub(r" ([,;:!?.])", r"\1", " ".join(text.casefold().split()))


def _above(read: _Reading, asked: Reference, text: str, start: int) -> Aboutness:
    """What stands over a sentence: the last label at the start of a line, headings, the title."""
    labels = [one for one in read.inside if one.start < start and _starts_line(text, one.start)]
    for over in (*((one,) for one in reversed(labels)), *reversed(read.headings), read.title):
        if (found := _compared(over, asked)) != Aboutness.UNKNOWN:
            return found
    return Aboutness.UNKNOWN


def _named_before(read: _Reading, asked: Reference, start: int) -> Aboutness:
    """What the last identifier of the series before a sentence says: "Note 12 is ... It says".

    In a passage with no other one of the series, it may also come after the sentence.
    """
    for one in reversed(read.inside):
        if one.start < start and one.matches(asked):
            return Aboutness.NEAR
        if one.start < start and one.is_like(asked):
            return Aboutness.OTHER
    if any(one.is_like(asked) for one in read.inside):
        return Aboutness.UNKNOWN
    return Aboutness.NEAR if _any_match(read.inside, asked) else Aboutness.UNKNOWN


def _compared(over: Sequence[Reference], asked: Reference) -> Aboutness:
    """What the identifiers of a label, a heading or a title say of the text under it."""
    if _any_match(over, asked):
        return Aboutness.EXACT
    return Aboutness.OTHER if any(one.is_like(asked) for one in over) else Aboutness.UNKNOWN


def _any_match(found: Iterable[Reference], asked: Reference) -> bool:
    return any(one.matches(asked) for one in found)


def _starts_line(text: str, place: int) -> bool:
    return not text[:place].rpartition("\n")[2].strip(_BULLETS)


def _number_above(read: _Reading, start: int) -> str:
    """The bare number that the sentence or the last one before it starts with, "" for none."""
    return next((number for place, number in reversed(read.numbered) if place <= start), "")


def _read(hit: Hit) -> _Reading:
    passage = hit.passage
    return _read_parts(hit.document.title, passage.headings, passage.text, passage.language)


@lru_cache(maxsize=1_024)
def _read_parts(title: str, headings: tuple[str, ...], text: str, language: Language) -> _Reading:
    """What the parts of a passage name; cached, as each sentence of it needs it."""
    sentences = read_sentences(text, language)
    starts = ((one.start, numbered_start(one.text, language)) for one in sentences)
    return _Reading(
        find_references(title, language),
        tuple(find_references(heading, language) for heading in headings if heading != title),
        find_references(text, language),
        tuple((start, number) for start, number in starts if number),
    )
