"""The hits that may answer what a question names, before those that speak of something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from rag.language.any_language import any_word
from rag.language.figures.periods import Period
from rag.language.questions.document_kinds import RULES_KINDS
from rag.language.sentences import read_sentences
from rag.language.words import words
from rag.questions.aboutness import Aboutness
from rag.records import Document, Hit
from rag.retrieval.lookup import Lookup

_UNDATED = 6  # the first hits, which are read even if they are of another period
_RULES = any_word(RULES_KINDS)
_DATED = 40  # the first hits, whose dates are compared with those of the question


def narrowed(hits: Sequence[Hit], lookup: Lookup) -> Iterator[list[Hit]]:
    """The hits to read for a question, and then others to read if these do not answer.

    Passages with the identifier asked for are alone, and those of another period come last. The
    passages of the document that the question wants its answer from are read alone at the end.
    """
    if lookup.is_refused:
        return
    kept = list(hits)
    if lookup.references:
        kept = _with_references(hits, lookup)
    elif lookup.phrases or lookup.classes:
        kept = sorted(kept, key=lambda hit: not lookup.holds(hit))
    if lookup.asked.periods:
        later = [hit for hit in kept[_UNDATED:_DATED] if _is_of_other_period(hit, lookup)]
        moved = {id(hit) for hit in later}
        kept = [*(hit for hit in kept if id(hit) not in moved), *later]
    yield kept
    named = lookup.documents
    own = [hit for hit in kept if hit.document.id in named.titles]
    if named.within and own:
        yield own


def of_editions(hits: Sequence[Hit], lookup: Lookup, editions: Collection[str]) -> list[Hit]:
    """The hits of editions, by id, that are dated in a period asked for, and of rules in force.

    Those that name another period are left out. The text of rules seldom has the year that they
    are of.
    """
    periods = lookup.asked.periods
    return [
        hit
        for hit in hits
        if (
            _is_dated_in(hit.document, periods)
            if hit.document.id in editions
            else _is_in_force(hit.document, periods)
        )
        and not _is_of_other_period(hit, lookup)
    ]


def _is_in_force(document: Document, periods: Sequence[Period]) -> bool:
    """Whether a document without editions has rules that hold in each period: statutes, a deed.

    They hold from their date on, through the end of a period or from its start if that has no end.
    """
    date = document.date
    if date is None or not _has_rules(document):
        return False
    return all(
        date <= one.last if one.last < dt.date.max else date.year <= one.first.year
        for one in periods
    )


def is_before_rules(document: Document, periods: Sequence[Period]) -> bool:
    """Whether a document has rules that are dated after all of some periods."""
    date = document.date
    return date is not None and _has_rules(document) and all(one.last < date for one in periods)


def _has_rules(document: Document) -> bool:
    return any(one.folded in _RULES for one in words(document.title))


def of_period(hits: Sequence[Hit], lookup: Lookup) -> list[Hit]:
    """The first hits with a sentence that is surely of a period asked for."""
    first = hits[:_DATED] if lookup.asked.periods else ()
    return [hit for hit in first if Aboutness.EXACT in _dated(hit, lookup)]


def _is_dated_in(document: Document, periods: Sequence[Period]) -> bool:
    date = document.date
    return date is not None and any(one.first <= date <= one.last for one in periods)


def _with_references(hits: Sequence[Hit], lookup: Lookup) -> list[Hit]:
    """The hits with an identifier asked for; the other passages of its document after them.

    Not so for a part of a text, such as an article: the others are its neighbours.
    """
    own = [hit for hit in hits if lookup.holds(hit)]
    if all(one.is_part for one in lookup.references):
        return own
    documents = {hit.document.id for hit in own}
    kept = {id(hit) for hit in own}
    around = [hit for hit in hits if hit.document.id in documents and id(hit) not in kept]
    return [*own, *around]


def _is_of_other_period(hit: Hit, lookup: Lookup) -> bool:
    """Whether no sentence of a hit may be of a period asked for."""
    return all(one == Aboutness.OTHER for one in _dated(hit, lookup))


def _dated(hit: Hit, lookup: Lookup) -> Iterator[Aboutness]:
    """How surely each sentence of a hit is of a period asked for."""
    for one in read_sentences(hit.passage.text, hit.passage.language):
        yield lookup.period_aboutness(hit, one.start, one.end)
