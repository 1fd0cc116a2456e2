"""The last good generation, answering in the place of a live one that is damaged."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rag.encoders import EncoderCard
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, StoreError
from rag.store.layout import CURRENT, MANIFEST, files_of, generation, generations, read_current
from rag.store.reader import Store

_log = logging.getLogger(__name__)


class FallbackStore(Store):
    """A generation that answers for the live one, whose ``damage`` it tells.

    It is current until somebody changes CURRENT or a file of the generation that it names: an
    indexing, a repair, a backup put in place.
    """

    damage: IndexDamaged
    state: tuple[object, ...]

    def is_current(self) -> bool:
        """Whether the damage is as it was found."""
        return _state(self.index) == self.state

    def require(self, card: EncoderCard) -> None:
        """Raises the damage where the generation is of another encoder: it cannot stand in."""
        try:
            super().require(card)
        except IndexMismatch as error:
            raise self.damage from error


def open_usable(index: Path) -> Store:
    """The live generation, or where it is damaged the one kept beside it, never in silence.

    Every byte is read once, a second for a gigabyte: a flipped bit would else show another date
    or printed page beside a quote. Raises IndexMissing, IndexFormat, IndexOutdated, and
    IndexDamaged where no other generation is whole.
    """
    try:
        store = Store.open(index)
        store.check()
        store.verify()
    except IndexDamaged as damage:
        return open_fallback(index, damage)
    return store


def open_fallback(index: Path, damage: IndexDamaged) -> Store:
    """The generation that answers while the live one is damaged, every byte of it checked.

    It is logged, and told by its ``damage``. Raises the damage where none is whole.
    """
    state = _state(index)
    for number in _others(index):
        with suppress(StoreError):
            store = FallbackStore.at(index, number)
            store.check()
            store.verify()
            store.damage, store.state = damage, state
            _log.error("%s Answers come from generation %06d meanwhile.", damage, number)
            return store
    raise damage


def _others(index: Path) -> Iterator[int]:
    """The generation that was kept; where CURRENT names none, all, the newest first."""
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
    """What differs once CURRENT or a file of the generation that it names was replaced."""
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
