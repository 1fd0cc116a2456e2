"""The folder of an index, and the one rename by which a generation becomes the live one.

index/
├── CURRENT             two lines: the live generation, then the one kept for a rollback
├── lock                held by the process that writes
├── generations/
│   └── 000007/         never altered once CURRENT names it
│       ├── manifest.json
│       ├── documents.sqlite
│       ├── vectors.faiss
│       └── terms/
└── draft/              the next generation's documents, and the vectors encoded so far
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.errors import Cause, IndexBusy, IndexDamaged, IndexMissing, IndexUnwritable
from rag.store.locks import is_held, take

CURRENT = "CURRENT"
LOCK = "lock"
GENERATIONS = "generations"
DRAFT = "draft"
MANIFEST = "manifest.json"
DOCUMENTS = "documents.sqlite"
VECTORS = "vectors.faiss"
TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Current:
    """The numbers of the live generation and of the one kept beside it."""

    live: int
    kept: int | None = None


def read_current(index: Path) -> Current:
    """What CURRENT names; raises IndexMissing, or IndexDamaged where it holds no numbers."""
    try:
        lines = (index / CURRENT).read_text(encoding="ascii").split()
    except FileNotFoundError as error:
        raise IndexMissing(index=index) from error
    except NotADirectoryError as error:
        raise IndexMissing(index=index) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(index=index, cause=CURRENT) from error
    if not 1 <= len(lines) <= 2 or not all(line.isdecimal() for line in lines):
        raise IndexDamaged(index=index, cause=CURRENT)
    return Current(*map(int, lines))


def require_index(index: Path) -> None:
    """Raises IndexMissing where nothing was ever built, be it damaged since."""
    if not (index / CURRENT).exists() and not generations(index):
        raise IndexMissing(index=index)


def write_current(index: Path, current: Current) -> None:
    """Makes a generation the live one: a rename, which a crash leaves done or not begun."""
    numbers = [current.live] if current.kept is None else [current.live, current.kept]
    fresh = index / f"{CURRENT}.new"
    fresh.write_text("".join(f"{number:06d}\n" for number in numbers), encoding="ascii")
    make_durable(fresh)
    fresh.replace(index / CURRENT)
    make_durable(index)


def lock(index: Path) -> int:
    """The descriptor that makes this process the writer; raises IndexBusy, IndexUnwritable."""
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        try:
            return take(index / LOCK)
        except BlockingIOError as error:
            raise IndexBusy(index=index) from error


@contextmanager
def writing(index: Path, *others: type[Exception]) -> Iterator[None]:
    """What the system refuses to write (full disk, rights) is told as IndexUnwritable."""
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
    """The folders of generations that are there, whole or not, by number."""
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
    """The files of a generation by name with slashes, but its manifest and tantivy's locks."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and path.suffix != ".lock":
            yield name


def make_durable(path: Path) -> None:
    """Waits until a file, or a folder's list of names, is on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def missing(name: str) -> Cause:
    """The cause of damage by a file that is gone."""
    return Cause(f"{name} manque", f"{name} is missing")
