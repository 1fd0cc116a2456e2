"""The health of the generations: every byte is read and every passage cut again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from rag.errors import IndexDamaged, StoreError
from rag.passages import embedded_text
from rag.store.layout import DOCUMENTS, VECTORS, read_current
from rag.store.manifest import altered
from rag.store.packing import digests
from rag.store.reader import Store

_CHUNK = 2_048  # passages in memory at a time


@dataclass(frozen=True, slots=True)
class Health:
    """A generation: its number and role, what it holds, and its fault if it has one.

    The counts are 0 if the manifest cannot be read.
    """

    number: int
    role: Literal["live", "kept"]
    documents: int
    passages: int
    fault: StoreError | None


def examine(index: Path) -> tuple[Health, ...]:
    """The live generation, then the one kept for a rollback.

    Every file must have its sha256 of the manifest; the numbers of documents, pages, passages,
    vectors and terms must agree; and each passage, cut again from its page, must be the text
    that was encoded. Raises IndexMissing, and IndexDamaged if the live generation is unknown.
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
            _check_passages(store)
    except StoreError as error:
        return Health(number, role, documents, passages, error)
    return Health(number, role, documents, passages, None)


def _check_passages(store: Store) -> None:
    """Raises IndexDamaged unless each passage is the text that was encoded, and has a vector."""
    for rows in _chunks(sorted(store.rows())):
        if not _are_encoded(store, rows):
            raise IndexDamaged(index=store.index, cause=altered(DOCUMENTS))
        try:
            vectors = store.vectors.reconstruct(np.array(rows, dtype=np.int64))
        except KeyError as error:
            raise IndexDamaged(index=store.index, cause=altered(VECTORS)) from error
        if not np.isfinite(vectors).all():
            raise IndexDamaged(index=store.index, cause=altered(VECTORS))


def _are_encoded(store: Store, rows: Sequence[int]) -> bool:
    """Whether the passage of each row, cut again from its page, is the text that was encoded."""
    try:
        passages = store.passages(rows)
    except KeyError:
        return False
    texts = [embedded_text(store.document(each.document_id), each) for each in passages]
    known = store.digests(rows)
    return digests(texts) == [known.get(row) for row in rows]


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
