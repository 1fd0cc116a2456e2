"""The kept generation, which answers while the live one is damaged."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rag.encoders import EncoderCard
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, StoreError
from rag.runtime.undoing import undoing
from rag.store.checked_files import CheckedFiles
from rag.store.layout import CURRENT, MANIFEST, files_of, generation, generations, read_current
from rag.store.reader import Store
from rag.store.search_engine import SearchEngine

_log = logging.getLogger(__name__)


class FallbackStore(Store):
    """A generation that answers in place of the live one; ``damage`` says why.

    It is current until CURRENT or a file of the generation that it names changes: by an
    indexing, a repair, or a backup copied into place.
    """

    damage: IndexDamaged
    state: tuple[object, ...]

    def is_current(self) -> bool:
        """Whether the damaged files are still as they were found."""
        return _state(self.index) == self.state

    def require(self, card: EncoderCard) -> None:
        """Raises the damage if this generation was built with another encoder."""
        try:
            super().require(card)
        except IndexMismatch as error:
            raise self.damage from error


def open_usable(index: Path, engine: SearchEngine | None = None) -> Store:
    """The live generation or, if it is damaged, the one kept beside it, which is logged.

    ``engine`` searches its passages in place of its own files.

    Every byte is read, about a second for a gigabyte, of the files that were not read in the state
    in which they are: a flipped bit could show a wrong date or printed page beside a quote. Raises
    IndexMissing, IndexFormat, IndexOutdated, and IndexDamaged if no other generation is whole, and
    as the engine.
    """
    try:
        store = Store.open(index).searched_by(engine)
        with undoing(store.close):
            _check(store)
    except IndexDamaged as damage:
        return open_fallback(index, damage, engine)
    return store


def open_fallback(index: Path, damage: IndexDamaged, engine: SearchEngine | None = None) -> Store:
    """A whole generation that answers while the live one is damaged.

    Every byte of it is checked. It is logged, and its ``damage`` is the fault of the live one.
    Raises that damage if no generation is whole.
    """
    state = _state(index)
    for number in _others(index):
        with suppress(StoreError):
            store = FallbackStore.at(index, number).searched_by(engine)
            with undoing(store.close):
                _check(store)
            store.damage, store.state = damage, state
            _log.error("%s Answers come from generation %06d meanwhile.", damage, number)
            return store
    raise damage


def _check(store: Store) -> None:
    """Raises IndexDamaged unless all files are as they were written and their counts agree."""
    checked = CheckedFiles(store.index)
    store.check(checked)
    store.verify()
    checked.save()


def _others(index: Path) -> Iterator[int]:
    """The kept generation; if CURRENT cannot be read, all of them, newest first."""
    there = generations(index)
    try:
        current = read_current(index)
    except (IndexMissing, IndexDamaged):
        current = None
    if current is None or current.live not in there:
        yield from sorted(there, reverse=True)
    elif current.kept is not None:
        yield current.kept


def _state(index: Path) -> tuple[object, ...]:
    """A value that changes when CURRENT or a file of the generation it names is replaced."""
    try:
        live = read_current(index).live
    except (IndexMissing, IndexDamaged):
        live = max(generations(index), default=0)
    folder = generation(index, live)
    paths = [index / CURRENT, folder / MANIFEST, *(folder / name for name in files_of(folder))]
    return live, *map(_stamp, paths)


def _stamp(path: Path) -> tuple[str, int, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return path.name, 0, 0, 0
    return path.name, found.st_ino, found.st_size, found.st_mtime_ns
