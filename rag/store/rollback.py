"""Back to the previous generation, by the same rename as a commit."""

from __future__ import annotations

import os
from pathlib import Path

from rag.errors import IndexOutdated, RollbackUnavailable
from rag.store import layout
from rag.store.manifest import Manifest
from rag.store.reader import Store


def rollback(index: Path) -> Manifest:
    """Makes the kept generation live, and keeps the other in its place.

    A second call undoes the first. Raises RollbackUnavailable if none is kept, IndexDamaged if
    the kept one is not whole, IndexMissing, IndexBusy and IndexUnwritable.
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
    """The generation to go back to; raises RollbackUnavailable if its format is older."""
    try:
        return Store.at(index, number)
    except IndexOutdated as error:
        raise RollbackUnavailable(index=index) from error
