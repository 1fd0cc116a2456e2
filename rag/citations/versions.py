"""Versions of a document: which documents of a library replace which."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import PurePosixPath

from rag.citations.quotes import Quote
from rag.citations.wording import ReadPage, Wording, is_new_edition, read_wording
from rag.language.any_language import any_word
from rag.language.documents.editions import EDITION_WORDS
from rag.language.identifiers.references import find_references
from rag.language.questions.document_kinds import DATED_KINDS
from rag.language.words import fold, words
from rag.records import LANGUAGES, Document, Language, Successor
from rag.store import Library, once_per_document, once_per_library

_DATED_KINDS, _EDITION_WORDS = any_word(DATED_KINDS), any_word(EDITION_WORDS)
_MIN_WORDS = 2
_MOST = 30  # documents with one title that can still be editions of one text
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_Identity = frozenset[tuple[str, str]]
_Key = tuple[str, str, Language]
_Dated = tuple[dt.date, Document]


def successors(
    documents: Iterable[Document],
    page: ReadPage,
    library: Library | None = None,
    *,
    of: Collection[str] | None = None,
) -> dict[str, Successor]:
    """The newest version of each document that has a newer one, by the id of the older one.

    Two documents of one language may be versions of one text if their dates differ and their
    titles are the same without numbers and edition words, or their paths without numbers. They
    are if the later one shows it (``is_new_edition``); ``page`` reads their pages. The
    number that identifies a document is no edition: note 2023-45 is not replaced by 2024-45.
    Documents about one period (reports, minutes, press releases) have no versions, nor have
    documents without a date. A title that very many documents have, such as a date line or the
    name of a form, makes no versions. With a library, what is found of a document is kept with it.
    Where only the versions ``of`` some documents are wanted, by id, others may be left out.
    """
    found: dict[str, Successor] = {}
    wording = cache(read_wording) if library is None else partial(_kept_wording, library)
    for group in _groups(documents, library):
        wanted = of is None or any(each.id in of for _, each in group)
        if len(group) > _MOST or not wanted:
            continue
        for older, newest in _replaced(group, lambda each: wording(each, page)):
            known = found.get(older)
            if known is None or known.date < newest.date:
                found[older] = newest
    return found


def _replaced(
    group: Iterable[_Dated], wording: Callable[[Document], Wording]
) -> Iterator[tuple[str, Successor]]:
    """The ids of the older editions among documents that have a title in common, each with its
    newest edition. An edition of an edition is one too."""
    newest: dict[str, Successor] = {}
    later: list[_Dated] = []
    for older in sorted(group, key=lambda one: (one[0], one[1].path), reverse=True):
        for date, newer in later:
            by_file = _is_next_file(newer, older[1])
            read = older[0] < date and (wording(newer), wording(older[1]))
            if read and is_new_edition(*read, older[0], by_file=by_file):
                first = Successor(newer.id, newer.path, newer.title, date)
                newest[older[1].id] = newest.get(newer.id, first)
                break
        later.append(older)
    yield from newest.items()


def _is_next_file(newer: Document, older: Document) -> bool:
    """Whether two files of one folder and title differ by the year in their names alone."""
    files = [PurePosixPath(each.path) for each in (newer, older)]
    named = [(_YEAR.sub("", file.stem), file.parent) for file in files]
    dated = all(_YEAR.search(file.stem) for file in files)
    titles = {_NUMBER.sub("", each.title) for each in (newer, older)}
    return dated and named[0] == named[1] and len(titles) == 1 and newer.root == older.root


def _groups(documents: Iterable[Document], library: Library | None) -> Iterable[list[_Dated]]:
    """The documents with a date that have a title or a path, and the same numbers, in common."""
    keyed = [
        (key, (document.date, document))
        for document in documents
        if document.date is not None
        for key in (_keys(document) if library is None else _kept_keys(library, document))
    ]
    counts = Counter(key for key, _ in keyed)
    groups: dict[tuple[_Key, _Identity], list[_Dated]] = {}
    for key, (date, document) in keyed:
        if counts[key] > 1:  # the numbers take ten times as long to find as the words
            identity = _identity(document) if library is None else _kept_identity(library, document)
            groups.setdefault((key, identity), []).append((date, document))
    return groups.values()


@once_per_library
def newer_versions(library: Library) -> Mapping[str, Successor]:
    """``successors`` of the documents of a library."""
    return successors(library.documents(), library.page, library)


def replaced_versions(
    library: Library, newer: Mapping[str, Successor], question: Collection[str]
) -> Mapping[str, Successor]:
    """The older versions for a question of these folded words, without one whose year it has.

    "What was the rate in 2021?" asks for the older version.
    """
    if not any(word.isdigit() for word in question):
        return newer
    asked = {
        key for key in newer if (date := library.document(key).date) and str(date.year) in question
    }
    return {key: newest for key, newest in newer.items() if key not in asked}


def newest_first(quotes: Sequence[Quote], newer: Mapping[str, Successor]) -> list[Quote]:
    """The quotes, those of a version whose newest one is quoted too after all others."""
    documents = {quote.hit.document.id for quote in quotes}
    return sorted(quotes, key=lambda quote: _newest(quote, newer) in documents)


def _newest(quote: Quote, newer: Mapping[str, Successor]) -> str | None:
    successor = newer.get(quote.hit.document.id)
    return None if successor is None else successor.document


def _keys(document: Document) -> list[_Key]:
    """What a document has in common with its versions: its title and path without numbers."""
    path = PurePosixPath(document.path)
    title = _numberless(document.title)
    name = _numberless(path.stem.replace("_", " ").replace("-", " "))
    if _DATED_KINDS & {*title, *name}:
        return []
    keys: list[_Key] = []
    if len(title) >= _MIN_WORDS:
        keys.append(("title", " ".join(title), document.language))
    if len(name) >= _MIN_WORDS and _NUMBER.search(path.stem):
        where = f"{document.root}/{path.parent}/{' '.join(name)}"
        keys.append(("path", where, document.language))
    return keys


def _identity(document: Document) -> _Identity:
    """The numbers that identify a document by its title, each with its kind and no edition."""
    return frozenset(
        (one.kind, one.value.partition(":")[0])
        for language in LANGUAGES
        for one in find_references(document.title, language)
        if one.kind not in ("version", "phone")
        and not one.is_part
        and (one.kind or one.is_distinct)
    )


_kept_keys, _kept_identity = once_per_document(_keys), once_per_document(_identity)
_kept_wording = once_per_document(read_wording)


def _numberless(text: str) -> list[str]:
    """The folded words of a title or a file name, without numbers and edition words."""
    found = (word.folded for word in words(fold(text)))
    return [word for word in found if not _NUMBER.search(word) and word not in _EDITION_WORDS]
