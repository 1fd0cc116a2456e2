"""What a draft starts from: the newest generation of which every byte is in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.errors import IndexDamaged, IndexMissing
from rag.store.layout import generations, prune, read_current
from rag.store.reader import Store


@dataclass(frozen=True, slots=True)
class BaseGeneration:
    """What a draft starts from.

    ``store`` is the generation that it copies, ``damage`` what is wrong with a newer one that
    was passed over, ``kept`` the generation to keep for a rollback.
    """

    store: Store | None = None
    damage: IndexDamaged | None = None
    kept: int | None = None


def find_base(index: Path, *, rebuild: bool) -> BaseGeneration:
    """The live generation if it is whole, else the newest other one that is, else nothing.

    A rebuild starts from nothing in any case, and keeps the live generation beside it. Where
    all is well, what killed builds have left is deleted. Raises IndexFormat.
    """
    newest_first = sorted(generations(index), reverse=True)
    try:
        current = read_current(index)
    except IndexMissing:
        return BaseGeneration()
    except IndexDamaged as error:
        return BaseGeneration() if rebuild else _first_whole(index, newest_first, error)
    if rebuild:
        return BaseGeneration(kept=current.live)
    named = [number for number in (current.live, current.kept) if number is not None]
    base = _first_whole(index, [*named, *newest_first])
    if base.damage is None:
        prune(index, current)
    return base


def _first_whole(
    index: Path, numbers: Iterable[int], damage: IndexDamaged | None = None
) -> BaseGeneration:
    """The first of these generations that is whole, and the first damage met before it."""
    for number in numbers:
        try:
            store = Store.at(index, number, older=True)
            store.check()
        except IndexDamaged as error:
            damage = damage or error
            continue
        return BaseGeneration(store, damage, number)
    return BaseGeneration(damage=damage)
