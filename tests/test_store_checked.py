"""Files whose bytes were compared are not read again while nothing says that they changed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_store_samples import add, reading

from rag.encoders import HashingEncoder
from rag.errors import IndexDamaged
from rag.store import GenerationBuilder, Latest, checked_files, examine, manifest, open_usable
from rag.store.checked_files import CheckedFiles
from rag.store.layout import CHECKED, DOCUMENTS, files_of, generation, read_current
from rag.store.manifest import Seal

ENCODER = HashingEncoder()
HOUR = 3_600 * 10**9
SETTLED = 2 * 60 * 10**9


def change(index: Path, number: int) -> None:
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        add(builder, reading(f"{number}.txt", f"Le gardien {number} ouvre la porte."))
        builder.commit()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the clock of the checks to so many nanoseconds from now."""

    defaults = CheckedFiles.__init__.__kwdefaults__ or {}

    def set_clock(ahead: int) -> None:
        given = {**defaults, "clock": lambda: time.time_ns() + ahead}
        monkeypatch.setattr(CheckedFiles.__init__, "__kwdefaults__", given)

    set_clock(SETTLED)
    return set_clock


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read whole."""
    read, of = list[Path](), Seal.of

    def counted(path: Path) -> Seal:
        read.append(path)
        return of(path)

    for module in (checked_files, manifest):
        monkeypatch.setattr(module.Seal, "of", counted)
    return read


@pytest.fixture
def index(tmp_path: Path) -> Path:
    for number in range(3):
        change(tmp_path / "index", number)
    return tmp_path / "index"


def live(index: Path) -> Path:
    return generation(index, read_current(index).live)


@pytest.mark.usefixtures("later")
def test_a_second_opening_reads_no_file_whole(index: Path, hashed: list[Path]) -> None:
    open_usable(index).close()
    assert live(index) / "vectors.faiss" in hashed
    hashed.clear()
    open_usable(index).close()
    assert hashed == []


def test_files_written_within_a_minute_are_read_again(index: Path, hashed: list[Path]) -> None:
    """A later write might not show in their times."""
    open_usable(index).close()
    hashed.clear()
    open_usable(index).close()
    assert len(hashed) == len(list(files_of(live(index))))


def test_after_a_day_every_file_is_read_again(
    index: Path, hashed: list[Path], later: Callable[[int], None]
) -> None:
    open_usable(index).close()
    for ahead, count in ((23 * HOUR, 0), (25 * HOUR, 1), (SETTLED, 1)):
        hashed.clear()
        later(ahead)
        open_usable(index).close()
        assert bool(hashed) == bool(count), ahead  # a clock that was set back trusts nothing


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("in_place", [True, False])
def test_an_altered_file_is_read_even_if_its_time_is_set_back(index: Path, in_place: bool) -> None:
    open_usable(index).close()
    path = live(index) / "vectors.faiss"
    before, content = path.stat(), bytearray(path.read_bytes())
    content[-1] ^= 1
    if not in_place:
        path.unlink()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with open_usable(index) as store:
        assert isinstance(store.damage, IndexDamaged)


@pytest.mark.usefixtures("later")
def test_a_check_reads_every_byte_whatever_is_known(index: Path, hashed: list[Path]) -> None:
    open_usable(index).close()
    hashed.clear()
    examine(index)
    assert len(hashed) == sum(
        len(list(files_of(generation(index, number))))
        for number in (read_current(index).live, read_current(index).kept or 0)
    )


@pytest.mark.usefixtures("later")
def test_a_change_does_not_read_a_large_segment_that_stays(
    tmp_path: Path, hashed: list[Path]
) -> None:
    """Its file is linked, and then loses the name that it had; both are followed."""
    index, counts = tmp_path / "large", []
    with GenerationBuilder.begin(index, ENCODER.card) as builder:
        for number in range(70):
            add(builder, reading(f"{number}.txt", f"Le gardien {number} ouvre la porte."))
        builder.commit()
    for number in range(100, 106):
        hashed.clear()
        change(index, number)
        open_usable(index).close()
        inode = (live(index) / DOCUMENTS).stat().st_ino
        counts.append(sum(path.exists() and path.stat().st_ino == inode for path in hashed))
    assert counts[0] > 0
    assert counts[3:] == [0, 0, 0]


@pytest.mark.usefixtures("later")
def test_a_library_in_use_is_read_whole_and_answers_from_before_if_it_was_altered(
    index: Path, hashed: list[Path]
) -> None:
    open_usable(index).close()
    latest = Latest(open_usable(index), ENCODER.card)
    hashed.clear()
    latest.check()
    assert len(hashed) == len(list(files_of(live(index))))
    assert latest.current().damage is None
    path = live(index) / "vectors.faiss"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    latest.check()
    assert isinstance(latest.current().damage, IndexDamaged)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("content", [b"", b"{", b"[[1, 2]]", b'{"a": 1}', b"[[[1,2,3],4,5]]"])
def test_a_damaged_list_of_checks_trusts_nothing(
    index: Path, hashed: list[Path], content: bytes
) -> None:
    open_usable(index).close()
    (index / CHECKED).write_bytes(content)
    hashed.clear()
    open_usable(index).close()
    assert hashed


@pytest.mark.usefixtures("later")
def test_a_copied_index_is_read_whole(index: Path, tmp_path: Path, hashed: list[Path]) -> None:
    open_usable(index).close()
    shutil.copytree(index, tmp_path / "copy")  # keeps the times of content
    hashed.clear()
    open_usable(tmp_path / "copy").close()
    assert len(hashed) == len(list(files_of(live(tmp_path / "copy"))))
