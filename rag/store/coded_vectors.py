"""The vectors of a large segment: found by codes of 8 bits, ranked by the vectors themselves."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A segment of more passages is searched by codes. Exact search of so many takes 14 ms on one core
# and 150 MB of memory; of ten times as many, ten times both.
LARGE = 100_000
VALUES, ROWS, CODES = "vectors.npy", "rows.npy", "codes.faiss"
FILES = (VALUES, ROWS, CODES)
# The codes give this many times the passages asked for, and some more, to be ranked exactly.
_TIMES, _MORE = 1.5, 32
_TRAINED = 50_000  # vectors that decide the range of the codes
_AT_ONCE = 16_384  # vectors in memory at a time
# A part of fewer passages, as a share of all, is compared without the codes.
_FEW = 1 / 64


class CodedVectors:
    """Unit vectors by row number, searched by cosine; the files are mapped, not read.

    FAISS ``IndexScalarQuantizer`` with a byte for each dimension finds candidates. The vectors
    beside it, in float32, decide their order and their cosines.
    """

    def __init__(self, values: NDArray[np.float32], rows: NDArray[np.int64], codes: Any) -> None:
        self.dim = int(values.shape[1])
        self._values, self._rows, self._codes = values, rows, codes
        self._gone = np.empty(0, dtype=np.int64)  # places of rows that were removed, in order
        self._only: NDArray[np.int64] | None = None  # places that are searched, if not all

    def __len__(self) -> int:
        return len(self._rows) - len(self._gone)

    @classmethod
    def load(cls, folder: Path) -> CodedVectors:
        """The vectors that ``write`` left in a folder; raises OSError, or ValueError if altered."""
        import faiss

        faiss.omp_set_num_threads(1)  # as in ``FaissIndex``
        try:
            codes = faiss.read_index(str(folder / CODES), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise ValueError(str(error).splitlines()[0]) from error
        values = np.load(folder / VALUES, mmap_mode="r")
        rows = np.load(folder / ROWS, mmap_mode="r")
        if values.shape != (len(rows), codes.d) or codes.ntotal != len(rows):
            raise ValueError(CODES)
        return cls(values, rows, codes)

    def rows(self) -> list[int]:
        """The row numbers of the file, in order, removed ones too."""
        found: list[int] = self._rows.tolist()
        return found

    def has(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of these rows is there."""
        places = np.searchsorted(self._rows, rows)
        there = self._rows[np.minimum(places, len(self._rows) - 1)] == rows
        found: NDArray[np.bool_] = there & ~np.isin(places, self._gone)
        return found

    def remove(self, rows: Collection[int]) -> None:
        """Leaves out the vectors of these rows; missing rows are not an error."""
        places = self._places(rows)
        self._gone = np.union1d(self._gone, places)

    def only(self, rows: Collection[int]) -> CodedVectors:
        """The same vectors, searched among these rows only; nothing is copied."""
        part = copy.copy(self)
        part._only = np.setdiff1d(self._places(rows), self._gone)
        return part

    def search(
        self, queries: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest of each query, best first: cosines (q, k) and rows (q, k), -1 for none."""
        cosines = np.full((len(queries), k), -np.inf, dtype=np.float32)
        rows = np.full((len(queries), k), -1, dtype=np.int64)
        for at, query in enumerate(np.ascontiguousarray(queries, dtype=np.float32)):
            places = self._candidates(query, k)
            exact = self._values[places] @ query
            best = np.argsort(-exact, kind="stable")[:k]
            cosines[at, : len(best)], rows[at, : len(best)] = exact[best], self._rows[places[best]]
        return cosines, rows

    def reconstruct(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, (n, dim) float32; raises KeyError for a missing row."""
        there = self.has(rows)
        if not there.all():
            raise KeyError(int(rows[~there][0]))
        found: NDArray[np.float32] = np.array(self._values[np.searchsorted(self._rows, rows)])
        return found

    def recall(self, *, tries: int, k: int) -> float:
        """The share of the k nearest passages of some that a search finds."""
        chosen = np.linspace(0, len(self._rows) - 1, min(tries, len(self._rows)), dtype=np.int64)
        queries, k = np.array(self._values[chosen]), min(k, len(self))
        exact = self._only_exactly(queries, k)
        _, found = self.search(queries, k)
        shared = [len({*one} & {*other}) for one, other in zip(exact, found.tolist(), strict=True)]
        return sum(shared) / (k * len(queries))

    def _only_exactly(self, queries: NDArray[np.float32], k: int) -> list[list[int]]:
        """The rows of the k nearest of each query, by comparing all vectors."""
        likeness = np.concatenate([part @ queries.T for part in _parts(self._values)])
        likeness[self._gone] = -np.inf
        best = np.argpartition(-likeness, k - 1, axis=0)[:k].T
        found: list[list[int]] = self._rows[best].tolist()
        return found

    def _places(self, rows: Collection[int]) -> NDArray[np.int64]:
        """The places of those of these rows that are in the file, in order."""
        wanted = np.fromiter(rows, dtype=np.int64, count=len(rows))
        found: NDArray[np.int64] = np.flatnonzero(np.isin(self._rows, wanted))
        return found

    def _candidates(self, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """The places of the passages that are compared with a query."""
        only = self._only
        if only is not None and len(only) <= max(_FEW * len(self._rows), k):
            return only
        count = min(int(_TIMES * k) + _MORE, len(self._rows))
        _, found = self._codes.search(query[None, :], count, params=self._selected())
        places: NDArray[np.int64] = found[0][found[0] >= 0]
        return places

    def _selected(self) -> Any:
        """What FAISS searches, ``None`` for all."""
        import faiss

        if self._only is not None:
            selector: Any = faiss.IDSelectorBatch(self._only)
        elif len(self._gone):
            selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(self._gone))
        else:
            return None
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


def write(folder: Path, rows: NDArray[np.int64], vectors: Iterable[NDArray[np.float32]]) -> None:
    """Writes the vectors of rows in increasing order, which come in parts, and their codes."""
    import faiss

    parts = iter(vectors)
    first = next(parts)
    shape = (len(rows), first.shape[1])
    values = np.lib.format.open_memmap(folder / VALUES, "w+", np.float32, shape)
    at = 0
    for part in (first, *parts):
        values[at : at + len(part)] = part
        at += len(part)
    values.flush()
    np.save(folder / ROWS, rows)
    kind = faiss.ScalarQuantizer.QT_8bit
    codes: Any = faiss.IndexScalarQuantizer(shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    codes.train(values[:: -(-len(rows) // _TRAINED)].copy())
    for part in _parts(values):
        codes.add(part)
    faiss.write_index(codes, str(folder / CODES))


def _parts(values: NDArray[np.float32]) -> Iterable[NDArray[np.float32]]:
    return (np.array(values[at : at + _AT_ONCE]) for at in range(0, len(values), _AT_ONCE))
