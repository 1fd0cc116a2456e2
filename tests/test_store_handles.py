"""A store that fails to open keeps no file open, even while its error is still being handled."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_store_samples import ENGLISH, FRENCH, add, build, reading

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import EncoderUnavailable, IndexDamaged, IndexMismatch, IndexUnwritable
from rag.store import GenerationBuilder, Latest, Store, open_usable
from rag.store import reader as reading_side
from rag.store.layout import generation

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="/proc lists the open files"
)
ENCODER = HashingEncoder()
SETTINGS = Settings(threshold=0.0)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index whose live generation and the kept one are whole."""
    build(tmp_path / "index", reading("fr.txt", FRENCH))
    build(tmp_path / "index", reading("en.txt", ENGLISH))
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Nothing is closed because it happens to be collected."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def damage(index: Path, *numbers: int) -> None:
    for number in numbers:
        flip(generation(index, number) / "documents.sqlite")


def held(index: Path) -> list[str]:
    """The files of an index that this process has open or mapped."""
    inside = f"{index.resolve()}{os.sep}"
    there = []
    for number in os.listdir("/proc/self/fd"):
        try:
            there.append(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:  # that of the list itself
            continue
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    there += [line[line.index("/") :] for line in mapped if "/" in line]
    return sorted({path for path in there if path.startswith(inside)})


def left(index: Path, inside: str = "/") -> list[str]:
    """The files that stay open or mapped, of those with ``inside`` in their paths.

    A thread of tantivy reads an index once more when it is opened: it may have it open for some
    milliseconds after everybody else, and a lock while it looks.
    """
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if not [path for path in held(index) if inside in path]:
            return []
        time.sleep(0.01)
    return [path for path in held(index) if inside in path]


def test_what_is_open_is_counted(index: Path) -> None:
    assert left(index) == []
    with Store.open(index) as store:
        store.verify()
        assert {Path(path).name for path in held(index)} >= {"manifest.json", "documents.sqlite"}
        assert any("/terms/" in path for path in held(index))
    assert left(index) == []


def test_a_damaged_store_is_closed_before_its_error_is_handled(index: Path) -> None:
    damage(index, 1, 2)
    with pytest.raises(IndexDamaged) as error:
        open_usable(index)
    assert left(index) == []
    assert error.value  # whose frames still name the stores


def test_only_the_generation_that_answers_in_place_of_a_damaged_one_is_open(index: Path) -> None:
    damage(index, 2)
    with open_usable(index) as store:
        assert store.number == 1
        assert left(index, "/000002/") == []
    assert left(index) == []


def test_a_damaged_generation_can_be_renamed_and_removed_while_the_next_is_built(
    index: Path,
) -> None:
    damage(index, 2)
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        assert builder.base.damage is not None
        assert left(index, "/000002/") == []
        folder = generation(index, 2)
        shutil.rmtree(folder.rename(folder.with_name("aside")))
        add(builder, reading("en.txt", ENGLISH))
        assert builder.commit().documents == 2
    assert left(index) == []


def test_a_build_that_finds_no_whole_generation_holds_none(index: Path) -> None:
    damage(index, 1, 2)
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        assert builder.base.store is None
        assert left(index, "/generations/") == []


def test_an_index_of_another_encoder_is_closed(index: Path) -> None:
    other = HashingEncoder(32)
    with pytest.raises(IndexMismatch) as error:
        Rag.open(index, settings=SETTINGS, loader=lambda *_: other)
    assert left(index) == []
    assert error.value
    with pytest.raises(IndexMismatch):
        GenerationBuilder.begin(index, other.card)
    assert left(index) == []


def test_a_new_generation_of_another_encoder_is_closed(index: Path) -> None:
    first = Store.open(index)
    latest = Latest(first, ENCODER.card)
    with GenerationBuilder.begin(index, HashingEncoder(32).card, rebuild=True) as builder:
        builder.commit()
    with pytest.raises(IndexMismatch):
        latest.current()
    assert left(index, "/000003/") == []
    first.close()


def test_an_index_whose_encoder_is_missing_is_closed(index: Path) -> None:
    def unavailable(name: str, _: str) -> HashingEncoder:
        raise EncoderUnavailable(name=name, cause="offline")

    with pytest.raises(EncoderUnavailable) as error:
        Rag.open(index, settings=SETTINGS, loader=unavailable)
    assert left(index) == []
    assert error.value


def _deleted(_: Path) -> int:
    raise FileNotFoundError(2, "deleted between two reads")


def _locked(*_: object, **__: object) -> sqlite3.Connection:
    raise sqlite3.OperationalError("database is locked")


def test_a_generation_deleted_while_it_is_opened_is_closed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_side, "hold", _deleted)
    with pytest.raises(IndexDamaged) as error:
        Store.at(index, 2)
    assert left(index) == []
    assert error.value


@pytest.mark.parametrize("function", ["open_if_sound", "open_writable"])
def test_a_build_that_cannot_begin_holds_nothing(
    index: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        add(builder, reading("more.txt", f"{ENGLISH} More."))
    if function == "open_writable":
        (index / "draft" / "documents.sqlite").write_bytes(b"no database " * 400)
    monkeypatch.setattr(f"rag.store.database.{function}", _locked)
    with pytest.raises(IndexUnwritable) as error:
        GenerationBuilder.begin(index, ENCODER.card)
    assert left(index) == []
    assert error.value
