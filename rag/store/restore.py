"""Back to the generation before, by the same rename as a commit."""

from __future__ import annotations

import os
from pathlib import Path

from rag.errors import IndexOutdated, RollbackUnavailable
from rag.store import layout
from rag.store.manifest import Manifest
from rag.store.reader import Store


def rollback(index: Path) -> Manifest:
    """Makes the generation that was kept the live one, and keeps the other in its place.

    A second call undoes the first. Raises RollbackUnavailable when none is kept, IndexDamaged
    when the kept one is not whole, IndexMissing, IndexBusy and IndexUnwritable.
    """
    layout.read_current(index)
    held = layout.lock(index)
    try:
        current = layout.read_current(index)
        if current.kept is None:
            raise RollbackUnavailable(index=index)
        with _kept(index, current.kept) as store:
            store.check()
            with layout.writing(index):
                layout.write_current(index, layout.Current(current.kept, current.live))
            return store.manifest
    finally:
        os.close(held)


def _kept(index: Path, number: int) -> Store:
    """The generation to go back to; one of an older format is none."""
    try:
        return Store.at(index, number)
    except IndexOutdated as error:
        raise RollbackUnavailable(index=index) from error
