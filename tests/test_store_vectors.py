"""Exact cosine search by row number."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tolerances import rounding_error

from rag.store.vectors import FaissIndex


def unit(count: int, dim: int = 8, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def built(count: int, dim: int = 8) -> FaissIndex:
    vectors = FaissIndex(dim)
    vectors.add(np.arange(count) * 10, unit(count, dim))
    return vectors


@given(count=st.integers(1, 40), k=st.integers(1, 50), seed=st.integers(0, 99))
def test_search_is_that_of_an_obvious_sort(count: int, k: int, seed: int) -> None:
    rows, query = unit(count), unit(1, seed=seed)
    cosines, found = built(count).search(query, k)
    exact = rows.astype(np.float64) @ query[0].astype(np.float64)
    shared = min(k, count)
    near = rounding_error(2 * rows.shape[1])
    assert cosines[0, :shared] == pytest.approx(np.sort(exact)[::-1][:shared], abs=near)
    # Rows whose cosines are nearly equal may come in either order.
    assert exact[found[0, :shared] // 10] == pytest.approx(cosines[0, :shared], abs=near)
    assert len(set(found[0, :shared].tolist())) == shared
    assert found[0, shared:].tolist() == [-1] * (k - shared)


def test_removed_rows_are_gone_and_unknown_rows_are_no_error() -> None:
    vectors = built(5)
    vectors.remove({10, 30, 999})
    assert len(vectors) == 3
    assert set(vectors.search(unit(1), 5)[1][0].tolist()) == {0, 20, 40, -1}


def test_a_saved_index_is_read_back_the_same(tmp_path: Path) -> None:
    vectors = built(7)
    vectors.save(tmp_path / "v.faiss")
    again = FaissIndex.load([tmp_path / "v.faiss"])
    assert (again.dim, len(again)) == (8, 7)
    rows = np.array([60, 0])
    assert np.array_equal(again.reconstruct(rows), vectors.reconstruct(rows))
    assert np.array_equal(again.reconstruct(rows), unit(7)[[6, 0]])


def test_a_row_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="7"):
        built(2).reconstruct(np.array([7]))


def test_a_damaged_file_is_a_value_error(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"not an index")
    with pytest.raises(ValueError, match=r"v\.faiss|read"):
        FaissIndex.load([tmp_path / "v.faiss"])


def test_vectors_of_another_dimension_are_refused_with_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"expected \(1, 8\) vectors, got \(1, 9\)"):
        built(1).add(np.array([5]), unit(1, dim=9))
