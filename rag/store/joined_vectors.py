"""The vectors of the segments of a generation, searched as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.store.coded_vectors import CODES, CodedVectors
from rag.store.layout import VECTORS
from rag.store.protocols import VectorIndex
from rag.store.vectors import FaissIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AT_ONCE = 16_384  # vectors copied at a time
Vectors = FaissIndex | CodedVectors


class JoinedVectors:
    """Unit vectors by row number, in parts that are searched one after another."""

    def __init__(self, parts: Sequence[Vectors]) -> None:
        self.dim = parts[0].dim
        self.parts = tuple(parts)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def remove(self, rows: Collection[int]) -> None:
        """Removes the vectors of these rows; missing rows are not an error."""
        for part in self.parts:
            part.remove(rows)

    def search(
        self, queries: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest of each query, best first: cosines (q, k) and rows (q, k), -1 for none."""
        found = [part.search(queries, k) for part in self.parts]
        cosines = np.concatenate([each for each, _ in found], axis=1)
        rows = np.concatenate([each for _, each in found], axis=1)
        cosines[rows < 0] = -np.inf
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(cosines, best, 1), np.take_along_axis(rows, best, 1)

    def only(self, rows: Collection[int]) -> JoinedVectors:
        """The same vectors, searched among these rows only; nothing is copied."""
        return JoinedVectors([part.only(rows) for part in self.parts])

    def reconstruct(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, (n, dim) float32; raises KeyError for a missing row."""
        out = np.empty((len(rows), self.dim), dtype=np.float32)
        left = np.ones(len(rows), dtype=np.bool_)
        for part in self.parts:
            there = left & part.has(rows)
            if there.any():
                out[there] = part.reconstruct(rows[there])
            left &= ~there
        if left.any():
            raise KeyError(int(rows[left][0]))
        return out


def recall_of(vectors: VectorIndex, *, tries: int = 20, k: int = 100) -> float | None:
    """The least recall of the parts that are searched by codes, ``None`` where none is.

    That is the share of the k nearest passages that a search finds, for so many passages.
    """
    parts = vectors.parts if isinstance(vectors, JoinedVectors) else ()
    coded = [part.recall(tries=tries, k=k) for part in parts if isinstance(part, CodedVectors)]
    return min(coded, default=None)


def load_exact(folders: Iterable[Path]) -> FaissIndex:
    """The vectors of segments in memory, without codes; raises as ``load_vectors``."""
    loaded = load_vectors(folders)
    if isinstance(loaded, FaissIndex):
        return loaded
    exact = FaissIndex(loaded.dim)
    for part in loaded.parts:
        rows = np.array(part.rows(), dtype=np.int64)
        for at in range(0, len(rows), _AT_ONCE):
            chosen = rows[at : at + _AT_ONCE]
            exact.add(chosen, part.reconstruct(chosen))
    return exact


def load_vectors(folders: Iterable[Path]) -> FaissIndex | JoinedVectors:
    """The vectors of segments, by their folders: those that have no codes are one part.

    Raises OSError and ValueError.
    """
    exact, coded = list[Path](), list[CodedVectors]()
    for folder in folders:
        if (folder / CODES).exists():
            coded.append(CodedVectors.load(folder))
        else:
            exact.append(folder / VECTORS)
    if not coded:
        return FaissIndex.load(exact)
    flat = [FaissIndex.load(exact)] if exact else []
    return JoinedVectors([*coded, *flat])
