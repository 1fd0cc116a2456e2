"""How the generations of an index stand: every byte read, every passage cut anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from rag.errors import IndexDamaged, StoreError
from rag.store.layout import DOCUMENTS, VECTORS, read_current
from rag.store.manifest import altered
from rag.store.reader import Store

_CHUNK = 2_048  # passages in memory at a time


@dataclass(frozen=True, slots=True)
class Health:
    """A generation of an index: its number and its part, what it holds, what is wrong with it.

    The counts are 0 where the manifest cannot be read.
    """

    number: int
    role: Literal["live", "kept"]
    documents: int
    passages: int
    fault: StoreError | None


def examine(index: Path) -> tuple[Health, ...]:
    """The live generation, then the one kept for a rollback.

    Every file must have the sha256 of the manifest; documents, pages, passages, vectors and
    terms must count the same; and each passage, cut anew from its page, must be the text that
    was encoded. Raises IndexMissing, and IndexDamaged where it is not known which is live.
    """
    current = read_current(index)
    found = [_examined(index, current.live, "live")]
    if current.kept is not None:
        found.append(_examined(index, current.kept, "kept"))
    return tuple(found)


def _examined(index: Path, number: int, role: Literal["live", "kept"]) -> Health:
    documents = passages = 0
    try:
        with Store.at(index, number) as store:
            documents, passages = store.manifest.documents, store.manifest.passages
            store.check()
            store.verify()
            _prove(store)
    except StoreError as error:
        return Health(number, role, documents, passages, error)
    return Health(number, role, documents, passages, None)


def _prove(store: Store) -> None:
    """Raises IndexDamaged unless each passage is its text, and has a vector."""
    for rows in _chunks(sorted(store.rows())):
        if store.strays(rows):
            raise IndexDamaged(index=store.index, cause=altered(DOCUMENTS))
        try:
            vectors = store.vectors.reconstruct(np.array(rows, dtype=np.int64))
        except KeyError as error:
            raise IndexDamaged(index=store.index, cause=altered(VECTORS)) from error
        if not np.isfinite(vectors).all():
            raise IndexDamaged(index=store.index, cause=altered(VECTORS))


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
