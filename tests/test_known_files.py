"""Files that have not changed are not read again; what has changed is never missed."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from test_library_growth import calls

from rag.encoders import HashingEncoder
from rag.ingest import ReadingLimits, ingest
from rag.ingest.scan import scan
from rag.runtime.file_state import FileState
from rag.store import Store
from rag.store.known_files import KnownFiles
from rag.store.layout import FILES

ENCODER = HashingEncoder()
OLD = "Le gardien ouvre la porte à huit heures."
NEW = "Le gardien ferme la porte à huit heures."  # of the same size
HOUR = 3_600 * 10**9


def later() -> int:
    """The time in an hour: every change until now is settled."""
    return time.time_ns() + HOUR


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(OLD, encoding="utf-8")
    (folder / "b.txt").write_text(f"{OLD} Il la ferme à midi.", encoding="utf-8")
    return folder


@pytest.fixture
def index(docs: Path, tmp_path: Path) -> Path:
    """An index whose files are settled, in a later step of the clock."""
    ingest([docs], tmp_path / "index", ENCODER)
    settle(docs, tmp_path / "index")
    return tmp_path / "index"


def settle(docs: Path, index: Path) -> None:
    """Keeps what is known of the files as if they were an hour old."""
    known = KnownFiles.load(index, clock=later)
    files = [path for path in docs.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix == ".zip":
            known.members(path, str(path), path.name)
        else:
            known.sha256(path, str(path))
    known.save(index)
    wait_for_the_clock(docs.parent, max(os.stat(path).st_ctime_ns for path in files))


def wait_for_the_clock(folder: Path, past: int) -> None:
    """Returns once the file system gives a time later than ``past``."""
    probe = folder / "probe"
    while not probe.exists() or os.stat(probe).st_ctime_ns <= past:
        probe.write_bytes(b"")
    probe.unlink()


def hashed(docs: Path, index: Path) -> int:
    """How many files an indexing reads to compare them."""
    return calls(partial(ingest, [docs], index, ENCODER))["hashlib.py file_digest"]


def opened(index: Path) -> int:
    """How many files an indexing of nothing reads: those of the index."""
    return calls(partial(ingest, [], index, ENCODER))["hashlib.py file_digest"]


def ids(index: Path) -> dict[str, str]:
    with Store.open(index) as store:
        return {document.path: document.id for document in store.documents()}


def test_unchanged_files_are_not_read_again(docs: Path, index: Path) -> None:
    assert hashed(docs, index) == opened(index)


def test_all_files_are_read_if_that_is_asked(docs: Path, index: Path) -> None:
    limits = ReadingLimits(rehash=True)
    found = calls(partial(ingest, [docs], index, ENCODER, limits=limits))
    assert found["hashlib.py file_digest"] == opened(index) + 2


def written(path: Path) -> None:
    path.write_text(NEW, encoding="utf-8")


def written_with_the_old_time(path: Path) -> None:
    before = os.stat(path)
    written(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    other = path.with_name(".other")
    written(other)
    before = os.stat(path)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def copied_with_its_time(path: Path) -> None:
    other = path.with_name(".other")
    written(other)
    before = os.stat(path)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    shutil.copy2(other, path)


def linked(path: Path) -> None:
    other = path.with_name(".other")
    written(other)
    path.unlink()
    path.symlink_to(other.name)


CHANGES = [written, written_with_the_old_time, replaced, copied_with_its_time, linked]


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_missed(change: Callable[[Path], None], docs: Path, index: Path) -> None:
    before = os.stat(docs / "a.txt")
    change(docs / "a.txt")
    assert os.stat(docs / "a.txt").st_size == before.st_size
    report = ingest([docs], index, ENCODER)
    assert (report.added, report.unchanged) == (("a.txt",), ("b.txt",))
    assert ids(index) == {name: sha256(docs / name) for name in ("a.txt", "b.txt")}


def test_what_a_later_write_might_not_alter_is_not_kept(docs: Path, tmp_path: Path) -> None:
    """Without ``later``, the files are seconds old: each is read each time."""
    index = tmp_path / "index"
    ingest([docs], index, ENCODER)
    assert KnownFiles.load(index).locations() == set()
    assert hashed(docs, index) == opened(index) + 2
    written_with_the_old_time(docs / "a.txt")
    assert ingest([docs], index, ENCODER).added == ("a.txt",)


def test_a_change_settles_in_a_minute() -> None:
    state = FileState(size=1, modified=5 * HOUR, altered=4 * HOUR, inode=1)
    assert state.is_settled(5 * HOUR + HOUR // 60)
    assert not state.is_settled(5 * HOUR + HOUR // 60 - 1)
    assert not state.is_settled(HOUR), "a file from the future may be written again"
    assert not FileState(1, HOUR, 5 * HOUR, 1).is_settled(5 * HOUR), "its rights were changed"


def test_a_file_that_is_written_while_it_is_read_is_not_kept(docs: Path, tmp_path: Path) -> None:
    path = docs / "a.txt"

    def meanwhile() -> int:
        wait_for_the_clock(tmp_path, os.stat(path).st_ctime_ns)
        written_with_the_old_time(path)
        return later()

    known = KnownFiles(clock=meanwhile)
    known.sha256(path, str(path))
    assert known.locations() == set()


def test_a_touched_file_is_read_once_more_and_is_unchanged(docs: Path, index: Path) -> None:
    (docs / "a.txt").touch()
    report = ingest([docs], index, ENCODER)
    assert (report.added, report.unchanged) == ((), ("a.txt", "b.txt"))
    settle(docs, index)
    assert hashed(docs, index) == opened(index)


def test_a_moved_file_keeps_its_document(docs: Path, index: Path) -> None:
    (docs / "2024").mkdir()
    (docs / "a.txt").rename(docs / "2024" / "a.txt")
    before = ids(index)["a.txt"]
    ingest([docs], index, ENCODER)
    assert ids(index) == {"2024/a.txt": before, "b.txt": sha256(docs / "b.txt")}


def test_a_file_that_comes_back_is_read_again(docs: Path, index: Path) -> None:
    """Names can take the place of one another: what is gone is no longer known."""
    (docs / "a.txt").rename(docs.parent / "away.txt")
    ingest([docs], index, ENCODER)
    assert KnownFiles.load(index).locations() == {str(docs / "b.txt")}


def test_files_of_other_folders_stay_known(docs: Path, index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(f"{OLD} Le samedi aussi.", encoding="utf-8")
    ingest([other], index, ENCODER)
    assert hashed(docs, index) == opened(index)


def test_an_unchanged_archive_is_not_opened_again(docs: Path, tmp_path: Path) -> None:
    index, path = tmp_path / "index", docs / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("d.txt", f"{OLD} Le dimanche aussi.")
    ingest([docs], index, ENCODER)
    settle(docs, index)
    unpacked = calls(partial(scan, [docs], index))
    assert unpacked["packed.py unpacked_zip"] == 0
    assert [file.name for file in scan([docs], index).found][-1] == "c.zip/d.txt"
    before = os.stat(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("d.txt", f"{NEW} Le dimanche aussi.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.stat(path).st_size == before.st_size
    assert ingest([docs], index, ENCODER).added == ("c.zip/d.txt",)


@pytest.mark.parametrize("content", [b"", b"SQLite", os.urandom(9_000)])
def test_what_is_known_can_be_lost(content: bytes, docs: Path, index: Path) -> None:
    (index / FILES).write_bytes(content)
    (docs / "a.txt").write_text(NEW, encoding="utf-8")
    assert ingest([docs], index, ENCODER).added == ("a.txt",)
    settle(docs, index)
    assert hashed(docs, index) == opened(index)
