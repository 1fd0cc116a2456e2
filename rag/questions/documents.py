"""Documents by what a question says of them: title, kind, issuer, year, language, format."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from weakref import WeakKeyDictionary

from rag.language.any_language import any_form
from rag.language.figures.periods import Period, find_periods, spoken
from rag.language.questions.document_limits import (
    IN_LANGUAGE,
    ONE_KIND,
    ONWARDS,
    RECENT_YEAR,
    SAME_WORDS,
    STARTS_WITH_FROM,
    WORDS_BESIDE_KINDS,
)
from rag.language.questions.library_questions import GENERIC_NOUNS
from rag.language.words import fold, stem, without_small_words
from rag.records import LANGUAGES, Document, Language
from rag.store import Library

_GENERIC = re.compile(rf"(?:{any_form(GENERIC_NOUNS)})")
_FILE_MARKS = re.compile(r"[_\-./]")


# Whether a document, with its years, is one of those that a noun is limited to.
_Limit = Callable[[Document, frozenset[int]], bool]


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """The words of each document's title, path, issuer and format, and its years."""

    documents: tuple[Document, ...]
    words: tuple[frozenset[str], ...]
    titles: tuple[frozenset[str], ...]
    years: tuple[frozenset[int], ...]


# Once for each generation.
_indexes: WeakKeyDictionary[Library, DocumentIndex] = WeakKeyDictionary()


def select_documents(wanted: str, library: Library) -> tuple[Document, ...]:
    """The documents that a noun with its limits names: "rapports annuels de 2023 en français".

    All of them for a generic noun alone ("documents"). None if a word of it is in no title, path,
    issuer or format: then the question is about something else.
    """
    index, (limits, plain) = _index(library), _limits(wanted)
    content = [each for each in _title_words(plain) if not _GENERIC.fullmatch(each)]
    stems = [_stems(each) for each in content if each not in WORDS_BESIDE_KINDS]
    return tuple(
        document
        for document, found, years in zip(index.documents, index.words, index.years, strict=True)
        if all(each & found for each in stems) and all(limit(document, years) for limit in limits)
    )


def find_by_title(name: str, library: Library) -> tuple[Document, ...]:
    """The documents that a name means: all its words are in the title, path or date.

    If some titles have no other word, only those. None for a name without a word of content.
    """
    index, plain = _index(library), fold(name)
    years = {int(year) for year in RECENT_YEAR.findall(plain)}
    content = [
        each for each in _title_words(RECENT_YEAR.sub(" ", plain)) if each not in WORDS_BESIDE_KINDS
    ]
    specific = [_stems(each) for each in content if not _GENERIC.fullmatch(each)]
    if not content:
        return ()
    found = [
        (document, titles)
        for document, has, titles, dates in zip(
            index.documents, index.words, index.titles, index.years, strict=True
        )
        if all(each & has for each in specific) and (not years or years & dates)
    ]
    if not specific and len(index.documents) > 1 and not years:
        return ()
    exact = [one for one, titles in found if len(titles) <= len(content) + bool(years)]
    return tuple(exact or [one for one, _ in found])


def with_written_title(name: str, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents whose titles have a name's words as they are written; all if none has.

    ``find_by_title`` also finds "Travel rules" for "règlement".
    """
    wanted = [_own_stems(each) for each in _title_words(RECENT_YEAR.sub(" ", fold(name)))]
    wanted = [each for each in wanted if each]
    written = tuple(
        one
        for one in documents
        if all(
            each & frozenset().union(*map(_own_stems, _title_words(fold(one.title))))
            for each in wanted
        )
    )
    return written or tuple(documents)


def works_of_years(
    documents: Sequence[Document], years: tuple[int, int]
) -> list[tuple[Document, Document]]:
    """The works of which there is a document of each of two years, as pairs.

    A work is what titles have in common without their years; minutes and other documents with a
    day in their titles are none.
    """
    first, last = years
    editions: dict[str, dict[int, Document]] = {}
    for document in documents:
        work = " ".join(RECENT_YEAR.sub(" ", fold(document.title)).split())
        for year in years_of(document) & {first, last}:
            editions.setdefault(work, {}).setdefault(year, document)
    both = [found for found in editions.values() if first in found and last in found]
    pairs = [(found[first], found[last]) for found in both]
    return [pair for pair in pairs if pair[0].id != pair[1].id]


def select_by_issuer(name: str, library: Library) -> tuple[Document, ...]:
    """The documents whose issuer has all words of a name, none for a name without any."""
    wanted = [_stems(each) for each in _title_words(fold(name))]
    return tuple(
        document
        for document in library.documents()
        if wanted and document.issuer
        if all(each & _words_of(document.issuer) for each in wanted)
    )


def is_any_document(name: str) -> bool:
    """Whether a name is a generic noun alone, as in "these documents"."""
    content = [each for each in _title_words(fold(name)) if each not in WORDS_BESIDE_KINDS]
    return bool(content) and all(_GENERIC.fullmatch(each) for each in content)


def names_only_limits(wanted: str) -> bool:
    """Whether a noun has limits and no other word of content: "documents en anglais"."""
    limits, plain = _limits(wanted)
    return bool(limits) and is_any_document(plain)


def other_names(word: str) -> tuple[str, ...]:
    """What else titles call a thing, in both languages, for a folded word."""
    stems = {stem(word, language) for language in LANGUAGES}
    return tuple(
        other
        for group in SAME_WORDS
        if any(stem(one, language) in stems for one in group for language in LANGUAGES)
        for other in group
    )


def _limits(wanted: str) -> tuple[list[_Limit], str]:
    """The periods and languages that limit a noun, and the folded text without them."""
    limits, rest = _stretches(wanted)
    plain = fold(rest)
    for language in LANGUAGES:
        if IN_LANGUAGE[language].search(plain):
            plain = IN_LANGUAGE[language].sub(" ", plain)
            limits.append(partial(_is_in, language))
    asked = {int(year) for year in RECENT_YEAR.findall(plain)}
    if asked:
        limits.append(lambda _, years: bool(asked & years))
    return limits, RECENT_YEAR.sub(" ", plain)


def _stretches(wanted: str) -> tuple[list[_Limit], str]:
    """The limits that are longer than a year, "2021-2023", "since 2023", and the other text."""
    limits: list[_Limit] = []
    for period in reversed(find_periods(wanted, cited=True)):
        said = spoken(wanted, period)
        is_open = period.open and not STARTS_WITH_FROM.match(said)
        if is_open or len(period.years()) > 1 or not period.has_whole_years:
            end, last = period.end, period.last
        elif onwards := ONWARDS.match(wanted, period.end):
            end, last = onwards.end(), dt.date.max
        else:
            continue
        limits.append(partial(_is_within, replace(period, last=last)))
        wanted = f"{wanted[: period.end - len(said)]} {wanted[end:]}"
    return limits, wanted


def _is_within(period: Period, document: Document, years: frozenset[int]) -> bool:
    """Whether a document is of a period: by its years, by its date for one of parts of years."""
    if document.date and not period.has_whole_years:
        return period.first <= document.date <= period.last
    return any(period.first.year <= year <= period.last.year for year in years)


def _is_in(language: Language, document: Document, _: frozenset[int]) -> bool:
    return document.language == language


def _index(library: Library) -> DocumentIndex:
    if (index := _indexes.get(library)) is None:
        documents = library.documents()
        titles = tuple(_words_of(document.title) for document in documents)
        index = _indexes[library] = DocumentIndex(
            documents,
            tuple(
                title | _words_of(_FILE_MARKS.sub(" ", f"{document.path} {document.format}"))
                | _words_of(document.issuer or "")
                for document, title in zip(documents, titles, strict=True)
            ),
            titles,
            tuple(years_of(document) for document in documents),
        )  # fmt: skip
    return index


def years_of(document: Document) -> frozenset[int]:
    """The years of a document: those of its title and file name, else that of its date."""
    stated = RECENT_YEAR.findall(f"{document.title} {_FILE_MARKS.sub(' ', document.path)}")
    if stated:
        return frozenset(map(int, stated))
    return frozenset() if document.date is None else frozenset({document.date.year})


def _words_of(text: str) -> frozenset[str]:
    return frozenset(one for each in _title_words(fold(text)) for one in _stems(each))


def _title_words(plain: str) -> list[str]:
    """The words of a folded text that are not small; all names of one kind are one word."""
    for form, one in ONE_KIND:
        plain = form.sub(one, plain)
    return [word.folded for word in without_small_words(plain)]


@lru_cache(maxsize=16_384)
def _own_stems(folded: str) -> frozenset[str]:
    """The stems of a word in each language, without those of its translation."""
    if _GENERIC.fullmatch(folded) or folded in WORDS_BESIDE_KINDS:
        return frozenset()
    return frozenset(stem(folded, language) for language in LANGUAGES)


@lru_cache(maxsize=16_384)
def _stems(folded: str) -> frozenset[str]:
    """The stems of a word in each language, its plural's too, and of its translation."""
    found = frozenset(stem(folded, language) for language in LANGUAGES)
    return found | frozenset(other for one in found for other in _translations().get(one, ()))


@lru_cache(maxsize=1)
def _translations() -> dict[str, tuple[str, ...]]:
    """The stems of the words of titles that mean the same in the other language."""
    return {
        stem(one, language): tuple(
            stem(other, each) for other in group if other != one for each in LANGUAGES
        )
        for group in SAME_WORDS
        for one in group
        for language in LANGUAGES
    }


def last_day(document: Document) -> dt.date | None:
    """The date of a document, or else the end of the last year of its title or file name."""
    years = years_of(document)
    return document.date or (dt.date(max(years), 12, 31) if years else None)


def newest_first(documents: Sequence[Document]) -> list[Document]:
    """Documents by date, the newest first, those without a date last; equal ones by path."""
    by_path = sorted(documents, key=lambda each: each.path)
    return sorted(by_path, key=lambda each: each.date or dt.date.min, reverse=True)
