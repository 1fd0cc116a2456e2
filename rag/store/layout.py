"""The folder of an index, and the rename that makes a generation live.

index/
├── CURRENT             the live generation, the one kept for a rollback, and their checksum
├── lock                held by the process that writes
├── generations/
│   └── 000007/         never altered once CURRENT names it
│       ├── manifest.json
│       ├── documents.sqlite    the first segment: documents with their pages and passages
│       ├── vectors.faiss       and the vectors of these passages
│       ├── segments/           those added later, in order, each with the same two files
│       └── terms/
├── draft/              the next generation's documents, and the vectors encoded so far
├── evaluations/        the last result of each file of questions
├── files.sqlite        the sha256 of each file, with the state in which it was read
├── checked.json        the state in which each file of a generation had the bytes of its seal
├── decisions.json      what curators removed, replaced and edited
└── runs.json           the folders that were indexed, and the result of the last time
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rag.errors import IndexBusy, IndexDamaged, IndexMissing, IndexUnwritable
from rag.messages import Message
from rag.store.locks import is_held, take

CURRENT = "CURRENT"
LOCK = "lock"
GENERATIONS = "generations"
DRAFT = "draft"
DECISIONS = "decisions.json"
FILES = "files.sqlite"
CHECKED = "checked.json"
RUNS = "runs.json"
METADATA = "metadata.json"  # what programs say of documents
WEB = "web"  # pages that were fetched by their addresses
UPLOADS = "uploads"  # documents added through the page, unless the settings say elsewhere
MANIFEST = "manifest.json"
DOCUMENTS = "documents.sqlite"
VECTORS = "vectors.faiss"
TERMS = "terms"
SEGMENTS = "segments"


_LINE = re.compile(r"([0-9]{6,}) ([0-9]{6,}|none) [0-9a-f]{8}\n")
_WITHOUT_CHECKSUM = re.compile(r"([0-9]{6,})\n(?:([0-9]{6,})\n)?")  # of older releases


@dataclass(frozen=True, slots=True)
class Current:
    """The numbers of the live generation and of the one kept beside it."""

    live: int
    kept: int | None = None

    def line(self) -> str:
        """The content of CURRENT: one line, so that a truncated file never looks whole.

        >>> Current(7).line()
        '000007 none aeeb89f7\\n'
        """
        kept = "none" if self.kept is None else f"{self.kept:06d}"
        numbers = f"{self.live:06d} {kept}"
        return f"{numbers} {zlib.crc32(numbers.encode('ascii')):08x}\n"


def read_current(index: Path) -> Current:
    """The content of CURRENT; raises IndexMissing, or IndexDamaged if it was altered."""
    try:
        text = (index / CURRENT).read_bytes().decode("ascii")
    except FileNotFoundError as error:
        raise IndexMissing(index=index) from error
    except NotADirectoryError as error:
        raise IndexMissing(index=index) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(index=index, cause=CURRENT) from error
    current = _parsed(text)
    if current is None:
        raise IndexDamaged(index=index, cause=CURRENT)
    return current


def _parsed(text: str) -> Current | None:
    older, line = _WITHOUT_CHECKSUM.fullmatch(text), _LINE.fullmatch(text)
    if older:
        return Current(*(int(number) for number in older.groups() if number))
    if not line:
        return None
    live, kept = line.groups()
    current = Current(int(live), None if kept == "none" else int(kept))
    return current if current.line() == text else None


def require_index(index: Path) -> None:
    """Raises IndexMissing if nothing was ever built; a damaged index passes."""
    if not (index / CURRENT).exists() and not generations(index):
        raise IndexMissing(index=index)


def write_current(index: Path, current: Current) -> None:
    """Makes a generation live by a rename, which a crash leaves either done or not begun."""
    replace_file(index / CURRENT, current.line().encode("ascii"))


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file durably by a rename: a crash leaves the old content or the new."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    make_durable(fresh)
    fresh.replace(path)
    make_durable(path.parent)


def lock(index: Path) -> int:
    """The descriptor that makes this process the writer; raises IndexBusy, IndexUnwritable."""
    with writing(index):
        index.mkdir(mode=0o700, parents=True, exist_ok=True)  # an existing one keeps its mode
        try:
            return take(index / LOCK)
        except BlockingIOError as error:
            raise IndexBusy(index=index) from error


@contextmanager
def writing(index: Path, *others: type[Exception]) -> Iterator[None]:
    """Turns failures to write (full disk, permissions) into IndexUnwritable."""
    expected: tuple[type[Exception], ...] = (OSError, sqlite3.Error, *others)
    try:
        yield
    except expected as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise IndexUnwritable(index=index, cause=cause or type(error).__name__) from error


def generation(index: Path, number: int) -> Path:
    """The folder of a generation."""
    return index / GENERATIONS / f"{number:06d}"


def generations(index: Path) -> dict[int, Path]:
    """The folders of the generations, whole or not, by number."""
    folders = index.joinpath(GENERATIONS).glob("[0-9]*")
    return {int(folder.name): folder for folder in folders if folder.name.isdecimal()}


def prune(index: Path, current: Current) -> None:
    """Deletes the generations that CURRENT does not name and no reader holds open.

    The remains of an interrupted build have no reader either, and go as well.
    """
    for number, folder in generations(index).items():
        if number not in (current.live, current.kept) and not is_held(folder / MANIFEST):
            shutil.rmtree(folder, ignore_errors=True)


def files_of(folder: Path) -> Iterator[str]:
    """The files of a generation, with slashes, without its manifest and tantivy's locks."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.parts):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and path.suffix != ".lock":
            yield name


def segments_in(names: Iterable[str]) -> list[str]:
    """The folders of the segments among the files of a generation, oldest first; "" is its own.

    >>> segments_in(["segments/000009/documents.sqlite", "documents.sqlite", "vectors.faiss"])
    ['', 'segments/000009']
    """
    found = (PurePosixPath(name) for name in names)
    folders = [str(one.parent) for one in found if one.name == DOCUMENTS]
    in_order = sorted(folders, key=lambda folder: (len(folder), folder))
    return ["" if folder == "." else folder for folder in in_order]


def make_durable(path: Path) -> None:
    """Waits until a file, or the list of names of a folder, is on disk."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def missing(name: str) -> Message:
    """The cause of damage when a file is gone."""
    return Message("causes.file_missing", name=name)
