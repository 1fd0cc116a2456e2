"""The generation that the next one starts from: the newest whole one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import IndexDamaged, IndexMissing
from rag.runtime.undoing import undoing
from rag.store.checked_files import CheckedFiles
from rag.store.layout import generation, generations, prune, read_current
from rag.store.reader import Store


@dataclass(frozen=True, slots=True)
class BaseGeneration:
    """What the next generation starts from.

    ``store`` is the generation to copy, ``damage`` the fault of a newer one that was skipped,
    ``kept`` the number of the generation to keep for a rollback, ``twins`` the folder of the one
    that no one needs once the next is live.
    """

    store: Store | None = None
    damage: IndexDamaged | None = None
    kept: int | None = None
    twins: Path | None = None


def find_base(index: Path, checked: CheckedFiles, *, rebuild: bool) -> BaseGeneration:
    """The live generation if it is whole, else the newest other whole one, else nothing.

    A rebuild always starts from nothing, and keeps the live generation beside it. If the index
    is sound, the remains of killed builds are deleted. Files that were ``checked`` are not read
    again. Raises IndexFormat.
    """
    newest_first = sorted(generations(index), reverse=True)
    try:
        current = read_current(index)
    except IndexMissing:
        return BaseGeneration()
    except IndexDamaged as error:
        return BaseGeneration() if rebuild else _first_whole(index, newest_first, checked, error)
    if rebuild:
        return BaseGeneration(kept=current.live)
    named = [number for number in (current.live, current.kept) if number is not None]
    base = _first_whole(index, [*named, *newest_first], checked)
    if base.damage is not None:
        return base
    prune(index, current)
    return base if current.kept is None else replace(base, twins=generation(index, current.kept))


def _first_whole(
    index: Path, numbers: Iterable[int], checked: CheckedFiles, damage: IndexDamaged | None = None
) -> BaseGeneration:
    """The first whole generation, and the first damage found before it."""
    for number in numbers:
        try:
            store = Store.at(index, number, older=True)
            with undoing(store.close):
                store.check(checked)
        except IndexDamaged as error:
            damage = damage or error
            continue
        return BaseGeneration(store, damage, number)
    return BaseGeneration(damage=damage)
