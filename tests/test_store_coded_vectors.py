"""Large segments: found by codes, ranked exactly; the rest of the library is as it ever is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from test_store_samples import add, reading
from tolerances import rounding_error

from rag.encoders import HashingEncoder
from rag.errors import IndexDamaged
from rag.records import Reading
from rag.store import (
    GenerationBuilder,
    Store,
    coded_vectors,
    examine,
    open_usable,
    recall_of,
    rollback,
)
from rag.store.coded_vectors import CODES, FILES, CodedVectors
from rag.store.layout import VECTORS, generation, read_current
from rag.store.manifest import FORMAT_WITH_CODES
from rag.store.vectors import FaissIndex

ENCODER = HashingEncoder()
DIM, COUNT = 16, 600
FEW, MANY = 3, 40  # documents
QUESTION = "le gardien de la porte"


def unit(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("coded")
    vectors = unit(COUNT)
    parts = [vectors[:100], vectors[100:]]
    coded_vectors.write(made, np.arange(COUNT, dtype=np.int64) * 10, parts)
    return made


def exact() -> FaissIndex:
    vectors = FaissIndex(DIM)
    vectors.add(np.arange(COUNT, dtype=np.int64) * 10, unit(COUNT))
    return vectors


@given(
    k=st.integers(1, 40),
    seed=st.integers(1, 99),
    gone=st.sets(st.integers(0, COUNT), max_size=9),
    only=st.none() | st.sets(st.integers(0, COUNT), min_size=1, max_size=300),
)
def test_the_nearest_are_those_of_exact_search_with_their_cosines(
    folder: Path, k: int, seed: int, gone: set[int], only: set[int] | None
) -> None:
    coded, flat = CodedVectors.load(folder), exact()
    found = []
    for vectors in (coded, flat):
        vectors.remove({10 * row for row in gone})
        part = vectors if only is None else vectors.only([10 * row for row in only])
        found.append(part.search(unit(2, seed), k))
    near = rounding_error(2 * DIM)
    (cosines, rows), (expected, best) = found
    assert cosines.shape == rows.shape == (2, k)
    shown = best >= 0
    assert ((rows >= 0) == shown).all()
    assert cosines[shown] == pytest.approx(expected[shown], abs=near)
    assert len(coded) == len(flat)


def test_rows_come_back_to_the_letter_and_missing_ones_are_a_key_error(folder: Path) -> None:
    coded = CodedVectors.load(folder)
    rows = np.array([50, 0, 5990], dtype=np.int64)
    assert np.array_equal(coded.reconstruct(rows), unit(COUNT)[[5, 0, 599]])
    coded.remove({50})
    for missing in (50, 5, 6000, -1):
        with pytest.raises(KeyError, match=str(missing)):
            coded.reconstruct(np.array([0, missing], dtype=np.int64))


def test_recall_is_one_where_all_are_found(folder: Path) -> None:
    assert CodedVectors.load(folder).recall(tries=20, k=50) == 1.0


def test_recall_counts_what_is_missed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coded_vectors, "_TIMES", 0.5)
    monkeypatch.setattr(coded_vectors, "_MORE", 0)
    assert CodedVectors.load(folder).recall(tries=20, k=50) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_a_value_error(folder: Path, tmp_path: Path, name: str) -> None:
    for each in FILES:
        (tmp_path / each).write_bytes((folder / each).read_bytes())
    (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"."):
        CodedVectors.load(tmp_path)


def note(number: int) -> Reading:
    return reading(f"{number:03d}.txt", f"Le gardien {number} ouvre la porte {number % 7}.")


def change(index: Path, put: Sequence[Reading], remove: Sequence[str] = ()) -> None:
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        for document_id in remove:
            builder.remove(document_id)
        for each in put:
            add(builder, each)
        builder.commit()


def live(index: Path) -> Path:
    return generation(index, read_current(index).live)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two segments, of which the first is large; a document of it is gone."""
    monkeypatch.setattr(coded_vectors, "LARGE", 30)
    monkeypatch.setattr("rag.store.segments._FEW", 2)
    folder = tmp_path / "index"
    change(folder, [note(n) for n in range(MANY)])
    change(folder, [note(100 + n) for n in range(FEW)], remove=[note(4).document.id])
    return folder


def found(store: Store) -> list[tuple[float, str]]:
    vector = ENCODER.encode([QUESTION], kind="query")
    cosines, rows = store.vectors.search(vector, len(store.vectors))
    passages = store.passages(rows[0].tolist())
    return sorted(
        (-round(float(c), 5), one.text) for c, one in zip(cosines[0], passages, strict=True)
    )


def test_a_large_library_finds_what_a_small_one_does(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (live(index) / CODES).exists()
    assert not (live(index) / VECTORS).exists()
    monkeypatch.setattr(coded_vectors, "LARGE", 10**6)
    held = [note(n) for n in range(MANY) if n != 4] + [note(100 + n) for n in range(FEW)]
    change(tmp_path / "small", held)
    with Store.open(index) as store, Store.open(tmp_path / "small") as small:
        assert store.manifest.format == FORMAT_WITH_CODES
        assert len(store.manifest.segments) == 2
        assert found(store) == found(small)
        assert store.index_id == small.index_id
    assert [each.fault for each in examine(index)] == [None, None]


def test_a_library_that_shrinks_is_searched_exactly_again(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(index, [], remove=[note(n).document.id for n in range(20)])
    with Store.open(index) as store:
        assert isinstance(store.vectors, FaissIndex)
        assert len(found(store)) == MANY - 20 + FEW
    rollback(index)
    with Store.open(index) as store:
        assert not isinstance(store.vectors, FaissIndex)
        assert len(found(store)) == MANY - 1 + FEW


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_large_segment_is_found_and_the_generation_before_answers(
    index: Path, name: str
) -> None:
    path = live(index) / name
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with open_usable(index) as store:
        assert isinstance(store.damage, IndexDamaged)
        assert len(found(store)) == MANY


def test_the_recall_of_a_library_is_that_of_its_large_segments(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(index) as store:
        assert recall_of(store.vectors) == 1.0
    monkeypatch.setattr(coded_vectors, "LARGE", 10**6)
    change(tmp_path / "small", [note(1)])
    with Store.open(tmp_path / "small") as store:
        assert recall_of(store.vectors) is None
