"""How surely a sentence speaks of what a question names: its own words, those above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import PurePosixPath

from rag.language.any_language import any_word
from rag.language.figures.periods import Period, find_periods, own_periods
from rag.language.identifiers.lettered_names import (
    LetteredName,
    holds_another_letter,
    holds_lettered_name,
)
from rag.language.identifiers.reference_nouns import NUMBERED_PARTS
from rag.language.identifiers.references import Reference, find_references, numbered_start
from rag.language.questions.document_kinds import DATED_KINDS
from rag.language.sentences import read_sentences
from rag.language.words import fold, words
from rag.records import Hit, Language

_DATED_WORDS = any_word(DATED_KINDS)
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


def period_aboutness(
    asked: Sequence[Period], hit: Hit, start: int, end: int, stated: str = ""
) -> Aboutness:
    """How surely the sentence ``start:end`` of a hit's passage speaks of one of some periods.

    Its own dates decide, then the nearest heading with a date, then the title and the day that
    the document says it is of, ``stated``. The dates of the sentences before it and that of the
    document may speak for a period and never against it.
    """
    own = _met(asked, own_periods(hit.passage.text[start:end]))
    above = _met(asked, find_periods(_dated_above(hit, stated)))
    if own == Aboutness.EXACT or Aboutness.EXACT not in (own, above):
        decided = own or above
    else:  # the report of a year gives the dates of other years too
        decided = Aboutness.NEAR if own == Aboutness.OTHER else above
    return decided or _dated_around(asked, hit, start)


def _dated_around(asked: Sequence[Period], hit: Hit, start: int) -> Aboutness:
    """Whether the last date before a sentence, or the date of the document, is asked for."""
    before = [one for one in find_periods(hit.passage.text) if one.end <= start][-1:]
    if any(one.meets(other) for one in asked for other in before):
        return Aboutness.NEAR
    date = hit.document.date
    is_then = date is not None and any(one.first <= date <= one.last for one in asked)
    return Aboutness.NEAR if is_then else Aboutness.UNKNOWN


def names_another_period(asked: Sequence[Period], hit: Hit, start: int, end: int) -> bool:
    """Whether the dates in a sentence of a hit's passage are all of other periods."""
    return _met(asked, own_periods(hit.passage.text[start:end])) == Aboutness.OTHER


def is_later(asked: Sequence[Period], hit: Hit, start: int, end: int) -> bool:
    """Whether a sentence of a hit's passage is of years that all come after the periods asked for.

    A day is that of an event: the accounts of a year are certified in the next one.
    """
    own = own_periods(hit.passage.text[start:end])
    years = all(one.has_whole_years for one in own)
    return bool(own) and years and all(one.last < other.first for one in asked for other in own)


def dated_by(hit: Hit, start: int, end: int, stated: str = "") -> str:
    """The text that dates a sentence: its own, its nearest dated heading, or the title.

    A title dates the text of a report, of minutes or of a budget, which are of one period; the
    name of the file stands for a title without a date. The day that a document says it is of,
    ``stated``, dates its text too. "" if nothing dates it.
    """
    own = hit.passage.text[start:end]
    if find_periods(own):
        return own
    return _dated_above(hit, stated)


def _dated_above(hit: Hit, stated: str) -> str:
    """The heading or the title that dates a passage; see ``dated_by``."""
    document = hit.document
    for heading in reversed(hit.passage.headings):
        if heading != document.title and find_periods(heading):
            return heading
    if not any(word.folded in _DATED_WORDS for word in words(document.title)):
        return stated
    title = document.title if find_periods(document.title) else _stem(document.path)
    return title if stated in title else f"{title}, {stated}"


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


def _met(asked: Sequence[Period], found: Sequence[Period]) -> Aboutness:
    """What some periods found say of those asked for; between two of them, nothing is known."""
    if not found:
        return Aboutness.UNKNOWN
    if any(one.meets(other) and not other.is_vaguer(one) for one in asked for other in found):
        return Aboutness.EXACT
    if any(one.meets(other) for one in asked for other in found):
        return Aboutness.NEAR if _is_year_end(asked, found) else Aboutness.UNKNOWN
    earlier = any(other.last < one.first for one in asked for other in found)
    later = any(one.last < other.first for one in asked for other in found)
    return Aboutness.UNKNOWN if earlier and later else Aboutness.OTHER


def _is_year_end(asked: Sequence[Period], found: Sequence[Period]) -> bool:
    """Whether a day that is asked for is the last one of a year found."""
    years = (one for one in found if one.has_whole_years)
    return any(one.first == one.last == other.last for other in years for one in asked)


def _stem(path: str) -> str:
    """The name of a file without its ending, its underscores as blanks."""
    return PurePosixPath(path).stem.replace("_", " ")


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
