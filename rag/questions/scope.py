"""The documents that the limits of a question select, found in the catalogue alone."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import PurePath, PurePosixPath
from typing import NoReturn

from rag.errors import ScopeEmpty, ScopeUnknown
from rag.language.words import fold
from rag.messages import Message
from rag.questions.documents import find_by_title, select_by_issuer, years_of
from rag.records import Document, Scope
from rag.store import Library, RestrictedLibrary, once_per_library

_KEPT = 16  # scopes of one generation that are kept, the latest ones
_NEAREST = 3  # names that are proposed for one that is unknown
_Ids = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Names:
    """The ids of documents by each of their names, and of their folders; all folded."""

    documents: Mapping[str, _Ids]
    folders: Mapping[str, _Ids]


def documents_in(scope: Scope, library: Library) -> frozenset[str]:
    """The ids of the documents of a library that are in a scope; no passage is read.

    A document without a date counts by the years in its title and file name; without these
    either, it is within no dates. Raises ScopeUnknown for a name that nothing in the library
    has, and ScopeEmpty if no document is left.
    """
    found = frozenset(each.id for each in library.documents())
    if scope.documents or scope.folders:
        found &= _in_places(scope, library)
    for name, of in (("types", _of_type), ("issuers", _of_issuer)):
        if values := getattr(scope, name):
            found &= frozenset().union(*(of(value, library) for value in values))
    if scope.metadata:
        found &= _described(scope.metadata, library)
    if scope.languages:
        found &= _having(library, lambda each: each.language in scope.languages)
    if scope.from_ or scope.until:
        found &= _having(library, lambda each: _is_dated(each, scope))
    if not found:
        raise ScopeEmpty(scope=scope)
    return found


def read_places(names: Iterable[str], documents: Sequence[Document]) -> Scope:
    """The scope of some names, each taken as a folder or else as a document."""
    known = _names_of(documents)
    folders = [one for one in names if _is_folder(_plain(one), known)]
    return Scope(tuple(one for one in names if one not in folders), tuple(folders))


def scope_names(documents: Sequence[Document]) -> dict[str, str]:
    """What a scope calls each document, by id: its title, or its path if others have that title."""
    titles = Counter(fold(each.title) for each in documents)
    return {
        each.id: each.path if titles[fold(each.title)] > 1 else each.title for each in documents
    }


class ScopedLibraries:
    """The libraries that questions were limited to, kept as long as their generation is live.

    So a scope costs its catalogue and its rows once, not at each question. Safe to share between
    threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whole: Library | None = None
        self._kept: dict[tuple[Scope | None, dt.date | None], Library] = {}

    def within(self, library: Library, scope: Scope | None, as_of: dt.date | None) -> Library:
        """The documents of a library in a scope, without those dated after a day.

        Raises as ``documents_in``.
        """
        key = (scope or None, as_of)
        with self._lock:
            if self._whole is not library:
                self._whole, self._kept = library, {}
            known = self._kept.pop(key, None)
            if known is not None:
                self._kept[key] = known  # the last one used comes last
        return known or self._keep(key, library, _within(library, *key))

    def _keep(
        self, key: tuple[Scope | None, dt.date | None], whole: Library, part: Library
    ) -> Library:
        with self._lock:
            if self._whole is whole and part is not whole:
                while len(self._kept) >= _KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = part
        return part


def _within(library: Library, scope: Scope | None, as_of: dt.date | None) -> Library:
    part = library
    if as_of is not None:
        part = RestrictedLibrary(part, lambda each: each.date is None or each.date <= as_of)
    if scope is not None:
        ids = documents_in(scope, part)
        part = RestrictedLibrary(part, lambda each: each.id in ids)
    return part


def _in_places(scope: Scope, library: Library) -> _Ids:
    """The documents that are named, and those in the folders that are."""
    names = _names(library)
    found: set[str] = set()
    for name in scope.documents:
        plain = _plain(name)
        titled = (each.id for each in find_by_title(name, library))
        ids = names.documents.get(plain) or frozenset(titled)
        found |= ids or _unknown("place", name, (*_titles(library), *_folders(library)))
    for name in scope.folders:
        found |= names.folders.get(_plain(name)) or _unknown("place", name, _folders(library))
    return frozenset(found)


def _of_type(name: str, library: Library) -> _Ids:
    from rag.readers import ENDINGS  # the readers take 0.1 s to import

    plain = fold(name.strip()).lstrip(".")
    by_ending = ENDINGS.get(f".{plain}")
    wanted = by_ending.name if by_ending else plain
    found = _having(library, lambda each: each.format == wanted)
    return found or _unknown("type", name, {each.format for each in library.documents()})


def _of_issuer(name: str, library: Library) -> _Ids:
    plain = fold(name.strip())
    found = _having(library, lambda each: fold(each.issuer or "") == plain)
    found = found or frozenset(each.id for each in select_by_issuer(name, library))
    return found or _unknown("issuer", name, {each.issuer or "" for each in library.documents()})


def _described(pairs: Iterable[str], library: Library) -> _Ids:
    """The documents that have, of each name in these "name=value" pairs, one of its values."""
    by_name: dict[str, _Ids] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        had = partial(_has, name.strip(), value.strip())
        found = _having(library, had) or _unknown("metadata", pair, _pairs(library))
        by_name[name.strip()] = by_name.get(name.strip(), frozenset()) | found
    return frozenset.intersection(*by_name.values())


def _pairs(library: Library) -> set[str]:
    documents = library.documents()
    return {f"{name}={value}" for each in documents for name, value in each.metadata.items()}


def _has(name: str, value: str, document: Document) -> bool:
    return document.metadata.get(name) == value


def _is_dated(document: Document, scope: Scope) -> bool:
    """Whether a document is of the days of a scope, by its date or else by its title."""
    first, last = scope.from_ or dt.date.min, scope.until or dt.date.max
    if document.date is not None:
        return first <= document.date <= last
    return any(first.year <= year <= last.year for year in years_of(document))


def _having(library: Library, holds: Callable[[Document], bool]) -> _Ids:
    return frozenset(each.id for each in library.documents() if holds(each))


def _unknown(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    """Raises ScopeUnknown, with the nearest of the names that the library knows."""
    by_fold = {fold(one): one for one in known if one}
    near = get_close_matches(_plain(name), by_fold, _NEAREST)
    kind_of = Message(f"scope.kind_{kind}")
    raise ScopeUnknown(name=name, kind=kind_of, near=", ".join(by_fold[one] for one in near))


def _titles(library: Library) -> list[str]:
    return [each.title for each in library.documents()]


def _folders(library: Library) -> list[str]:
    parents = {str(PurePosixPath(each.path).parent) for each in library.documents()}
    return sorted(parents - {"."})


@once_per_library
def _names(library: Library) -> _Names:
    return _names_of(library.documents())


def _names_of(documents: Iterable[Document]) -> _Names:
    named: dict[str, set[str]] = {}
    folders: dict[str, set[str]] = {}
    for document in documents:
        path = PurePosixPath(document.path)
        for name in (document.id, document.title, document.path, path.name, path.stem):
            named.setdefault(_plain(name), set()).add(document.id)
        parents = [PurePath(document.root).name, *path.parts[:-1]]
        for start in range(len(parents)):
            for end in range(start + 1, len(parents) + 1):
                folder = _plain("/".join(parents[start:end]))
                folders.setdefault(folder, set()).add(document.id)
    return _Names(
        {name: frozenset(ids) for name, ids in named.items()},
        {name: frozenset(ids) for name, ids in folders.items()},
    )


def _is_folder(plain: str, known: _Names) -> bool:
    return plain in known.folders and plain not in known.documents


def _plain(name: str) -> str:
    """A name as it is compared: folded, without the "./" and "/" of a path as it is typed."""
    return fold(name.strip()).removeprefix("./").strip("/")
