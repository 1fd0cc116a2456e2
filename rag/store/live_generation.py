"""The generation to read now: the live one, taken up without a restart, or its fallback."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from rag.encoders import EncoderCard
from rag.errors import IndexDamaged, LibraryClosed
from rag.runtime.undoing import undoing
from rag.store.checked_files import CheckedFiles
from rag.store.fallback import open_fallback, open_usable
from rag.store.protocols import Library, Sees
from rag.store.reader import Store
from rag.store.restricted import RestrictedLibrary

_T = TypeVar("_T")


class Latest:
    """The latest good generation of an index for one encoder; safe to share between threads."""

    def __init__(self, store: Store, card: EncoderCard) -> None:
        store.require(card)
        self._index = store.index
        self._store: Store | None = store
        self._card = card
        self._switching = threading.Lock()

    def current(self) -> Store:
        """The live generation, opened again when another has taken its place.

        Raises as ``open_usable``, IndexMismatch when it is of another encoder, and LibraryClosed.
        """
        store = self._opened()
        if store.is_current():
            return store
        with self._switching:
            store = self._opened()
            if store.is_current():
                return store
            return self._switch(open_usable(self._index, store.engine))

    def read(self, work: Callable[[Store], _T], *signs: type[Exception]) -> _T:
        """The result of some work on the live generation, or on its fallback if it is damaged.

        ``signs`` are errors that altered files may cause: on one, every byte is checked.
        """
        store = self.current()
        expected: tuple[type[Exception], ...] = (IndexDamaged, *signs)
        try:
            return work(store)
        except expected as error:
            damage = error if isinstance(error, IndexDamaged) else _damage(store)
            if damage is None:
                raise
        return work(self._fallback(store, damage))

    def check(self) -> None:
        """Reads every byte of the live generation: if one is altered, its fallback answers.

        What is found whole need not be read at the next opening. Raises IndexDamaged if no
        generation is whole, and as ``current``.
        """
        self.read(_check)

    def close(self) -> None:
        """Releases the generation once nothing reads it; nothing can be read afterwards.

        What reads it has the store, which is closed when nothing has it: SQLite must not be closed
        under a query.
        """
        with self._switching:
            self._store = None

    def restricted(self, sees: Sees) -> RestrictedLatest:
        """The part of it that somebody may see."""
        return RestrictedLatest(self, sees)

    def _fallback(self, store: Store, damage: IndexDamaged) -> Store:
        """The fallback for a generation that turned out damaged while it was read."""
        with self._switching:
            latest = self._opened()
            if latest is not store:  # another thread found the damage before
                return latest
            return self._switch(open_fallback(store.index, damage, store.engine))

    def _opened(self) -> Store:
        store = self._store
        if store is None:
            raise LibraryClosed(index=self._index)
        return store

    def _switch(self, fresh: Store) -> Store:
        with undoing(fresh.close):
            fresh.require(self._card)
        if self._store is not None and self._store.manifest.recipe == fresh.manifest.recipe:
            # Equal documents were read alike: what is computed of them is computed once.
            fresh.lifetime = self._store.lifetime
        self._store = fresh
        return fresh


class RestrictedLatest:
    """The part of the latest generation that somebody may see; safe to share between threads."""

    def __init__(self, whole: Latest, sees: Sees) -> None:
        self._whole, self._sees = whole, sees
        self._last: tuple[Store, RestrictedLibrary] | None = None

    def current(self) -> Library:
        """The part as it is now; raises as ``Latest.current``."""
        return self._part(self._whole.current())

    def read(self, work: Callable[[Library], _T], *signs: type[Exception]) -> _T:
        """The result of some work on the part; see ``Latest.read``."""
        return self._whole.read(lambda store: work(self._part(store)), *signs)

    def check(self) -> None:
        """See ``Latest.check``."""
        self._whole.check()

    def close(self) -> None:
        """Does nothing: the whole is released by those who opened it."""

    def restricted(self, sees: Sees) -> RestrictedLatest:
        """A part of this part."""
        return RestrictedLatest(self._whole, lambda each: self._sees(each) and sees(each))

    def _part(self, store: Store) -> RestrictedLibrary:
        """The part of a store, made once a generation."""
        last = self._last
        if last is None or last[0] is not store:
            self._last = last = (store, RestrictedLibrary(store, self._sees))
        return last[1]


def _check(store: Store) -> None:
    checked = CheckedFiles(store.index, again=True)
    store.check(checked)
    checked.save()


def _damage(store: Store) -> IndexDamaged | None:
    """The damage of a generation, after reading every byte; ``None`` if there is none."""
    try:
        store.check()
    except IndexDamaged as damage:
        return damage
    return None
