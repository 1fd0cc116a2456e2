"""Which document of a library an amending sentence is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.citations.versions import newer_versions
from rag.language.any_language import any_form, any_word
from rag.language.documents.editions import EDITION_WORDS
from rag.language.figures.dates import FoundDate, find_dates
from rag.language.identifiers.references import Reference, find_references
from rag.language.statements.amendments import AMENDING_TITLE, AmendingClause
from rag.language.words import is_stop_word, stem, words
from rag.records import LANGUAGES, Document, Language, Passage
from rag.store import Library, once_per_document

_EDITIONS = any_word(EDITION_WORDS)
_LEAST_WORDS = 2  # of a title that names a whole document
_AMENDING_TITLE = re.compile(rf"\b(?:{any_form(AMENDING_TITLE)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    """A document with what names it: the stems of its title, its numbers, its dates."""

    document: Document
    stems: frozenset[str]
    references: tuple[Reference, ...]
    dates: tuple[FoundDate, ...]


class _NamedIndex:
    """The documents of a language by the words of their titles and by their numbers.

    A clause is compared with the few that it may name: with all of a library, the time to find
    its amendments would grow with the square of its documents.
    """

    def __init__(self, named: Sequence[_Named]) -> None:
        self._named = named
        self._having = _places(one.stems for one in named)
        rarest = (sorted(one.stems, key=self._count)[:1] for one in named)
        self._rarest = _places(rarest)
        self._numbered = _places(map(_values, (one.references for one in named)))

    def that_may_be(
        self, stems: frozenset[str], references: Sequence[Reference]
    ) -> Iterator[_Named]:
        """The documents, in order, whose number is one of these or whose title has the words.

        All words of the title are among the stems, or all stems among the words of the title, as
        far as the rarest of them tells.
        """
        found: set[int] = set()
        for one in stems:
            found.update(self._rarest.get(one, ()))
        for reference in references:
            found.update(self._numbered.get(_value(reference), ()))
        if stems:
            found.update(self._having.get(min(stems, key=self._count), ()))
        return map(self._named.__getitem__, sorted(found))

    def _count(self, stem: str) -> int:
        return len(self._having.get(stem, ()))


class AmendedDocuments:
    """The documents of a library, found by the words that an amending sentence has for them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def amended_by(
        self, clause: AmendingClause, document: Document, passage: Passage
    ) -> tuple[str, ...]:
        """The ids of the documents that a clause of a passage of ``document`` amends.

        None if the words name no document, or several that are no versions of one.
        """
        if clause.itself:
            return (document.id,) if clause.parts else ()
        if clause.named and (found := self._by_words(clause.named, clause, document)):
            return found
        above = " ".join(dict.fromkeys((document.title, *passage.headings)))
        if not clause.parts or not _AMENDING_TITLE.search(above):
            return ()
        return self._by_words(_AMENDING_TITLE.sub(" ", above), clause, document, titled=True)

    def _by_words(
        self, said: str, clause: AmendingClause, document: Document, *, titled: bool = False
    ) -> tuple[str, ...]:
        """The newest document before an amendment that some words name."""
        language = document.language
        stems, references = _stems(said, language), _numbers(said, language)
        dates = tuple(find_dates(said))
        known = [
            one
            for one in self._indexes[language].that_may_be(stems, references)
            if not (titled and one.document.id == document.id)
            and _is_before(one.document, document)
            and _agrees(one, references, () if titled else dates)
        ]
        found = _best(known, stems, references, dates, parts=bool(clause.parts))
        if not found and not titled and clause.parts:
            found = [
                one
                for one in known
                if len(stems) >= _LEAST_WORDS and stems <= one.stems
                and one.document.id != document.id
                and not _AMENDING_TITLE.search(one.document.title)
            ]  # fmt: skip
        return self._of_one_text([one.document for one in found])

    @cached_property
    def _indexes(self) -> dict[Language, _NamedIndex]:
        """The documents of each language; made for the first clause that names one."""
        library = self._library
        named = [_named(library, each) for each in library.documents()]
        return {
            language: _NamedIndex([one for one in named if one.document.language == language])
            for language in LANGUAGES
        }

    def _of_one_text(self, found: list[Document]) -> tuple[str, ...]:
        """The newest of versions of one text; none if the documents are of several texts."""
        newer = newer_versions(self._library)
        families = {newest.document if (newest := newer.get(one.id)) else one.id for one in found}
        if len(families) != 1:
            return ()
        return (max(found, key=lambda one: (one.date or dt.date.min, one.path)).id,)


def _best(
    known: list[_Named], stems: frozenset[str], references: tuple[Reference, ...],
    dates: tuple[FoundDate, ...], *, parts: bool,
) -> list[_Named]:  # fmt: skip
    """The documents whose number is named, or else whose title is, the longest title only."""
    numbered = [
        one
        for one in known
        if any(own.matches(other) for own in one.references for other in references)
    ]
    if numbered:
        return numbered
    titled = [one for one in known if one.stems and one.stems <= stems]
    if not parts:
        titled = [one for one in titled if len(one.stems) >= _LEAST_WORDS or dates]
    longest = max((len(one.stems) for one in titled), default=0)
    return [one for one in titled if len(one.stems) == longest]


def _places(keys: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The places of each key in a list of their lists."""
    found: dict[str, list[int]] = {}
    for place, each in enumerate(keys):
        for key in each:
            found.setdefault(key, []).append(place)
    return found


def _values(references: Iterable[Reference]) -> set[str]:
    """The values that match some numbers: "iso9001:2015" and "iso9001" (``Reference.matches``)."""
    parts = (_value(one).split(":") for one in references)
    return {":".join(each[:end]) for each in parts for end in range(1, len(each) + 1)}


def _value(reference: Reference) -> str:
    return reference.plain.partition("(")[0]


def _agrees(one: _Named, references: tuple[Reference, ...], dates: tuple[FoundDate, ...]) -> bool:
    """Whether a document has no other number and no other date than the words for it."""
    if references and one.references:
        same = any(own.matches(other) for own in one.references for other in references)
        if not same:
            return False
    if not dates:
        return True
    own = [each.date for each in one.dates]
    own += [one.document.date] if one.document.date else []
    return not own or any(
        each == date.date if date.precision == "day" else each.year == date.date.year
        for each in own
        for date in dates
    )


def _is_before(amended: Document, amending: Document) -> bool:
    """Whether a document is not later than one that amends it, as far as both have dates."""
    return not (amended.date and amending.date) or amended.date <= amending.date


@once_per_document
def _named(document: Document) -> _Named:
    title = document.title
    return _Named(
        document,
        _stems(title, document.language),
        _numbers(title, document.language),
        tuple(find_dates(title)),
    )


def _numbers(text: str, language: Language) -> tuple[Reference, ...]:
    """The numbers that tell documents apart: "n° 2021-4"."""
    found = find_references(text, language)
    return tuple(one for one in found if not one.is_part and (one.kind or one.is_distinct))


def _stems(text: str, language: Language) -> frozenset[str]:
    """The stems of the words of a title, without stop words, numbers, months and editions."""
    dates = find_dates(text)
    return frozenset(
        stem(word.folded, language)
        for word in words(text)
        if not is_stop_word(word.folded, language)
        and word.folded not in _EDITIONS
        and not any(map(str.isdigit, word.folded))
        and not any(date.start <= word.start < date.end for date in dates)
    )
