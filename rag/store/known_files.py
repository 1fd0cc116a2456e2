"""The sha256 of each file when it was last read, so that an unchanged one is not read again.

As in the index of git, a file is unchanged while its size, its times and its inode are the same,
and an entry that a later write might not alter is not kept: see ``FileState.is_settled``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from rag.readers.containers import Digest, file_digest, members
from rag.runtime.file_state import FileState
from rag.store.database import delete_file, open_immutable, open_writable
from rag.store.layout import FILES, writing

# An inode may have more digits than an integer of SQLite, and a name may be no Unicode.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    location BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    sha256 TEXT,
    members TEXT
) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """The state of a file when it was read, its sha256, and those of the documents inside it.

    Each of the two is ``None`` if it was not computed.
    """

    state: FileState
    sha256: str | None = None
    members: tuple[Digest, ...] | None = None


class KnownFiles:
    """What is known of the files of a library, by location; ``clock`` gives nanoseconds."""

    def __init__(self, *, clock: Callable[[], int] = time.time_ns) -> None:
        self._clock = clock
        self._kept: dict[str, KnownFile] = {}  # as it is on the disk
        self._known: dict[str, KnownFile] = {}
        self._looked_at: set[str] = set()

    @classmethod
    def load(
        cls, index: Path, *, rehash: bool = False, clock: Callable[[], int] = time.time_ns
    ) -> KnownFiles:
        """What is kept for an index; nothing if there is no file or it is damaged.

        With ``rehash``, each file is read again, and what is kept is replaced.
        """
        found = cls(clock=clock)
        path = index / FILES
        if not path.exists():
            return found
        try:
            with closing(open_immutable(path)) as database:
                found._kept = dict(map(_known, database.execute("SELECT * FROM files")))
        except (OSError, sqlite3.Error, ValueError, TypeError):
            with writing(index):
                delete_file(path)
        if not rehash:
            found._known = dict(found._kept)
        return found

    def sha256(self, path: Path, location: str) -> str:
        """The sha256 of a file, or of a document inside a container.

        Raises OSError, and what a container raises that cannot be opened.
        """
        try:
            known = self._as_it_is(path, location)
        except NotADirectoryError:
            return file_digest(path)  # inside a container
        if known.sha256 is not None:
            return known.sha256
        started, sha256 = self._clock(), file_digest(path)
        self._keep(path, location, replace(known, sha256=sha256), started)
        return sha256

    def members(self, path: Path, location: str, name: str) -> tuple[Digest, ...]:
        """The documents in a container; see ``rag.readers.containers.members``."""
        known = self._as_it_is(path, location)
        if known.members is not None:
            return known.members
        started, found = self._clock(), members(path, name)
        self._keep(path, location, replace(known, members=found), started)
        return found

    def locations(self) -> set[str]:
        """The locations of the files that need not be read again."""
        return set(self._known)

    def forget_others(self, covers: Callable[[str], bool]) -> None:
        """Drops the files that were not looked at, of those whose location is covered."""
        for location in self._known.keys() - self._looked_at:
            if covers(location):
                del self._known[location]

    def save(self, index: Path) -> None:
        """Writes what has changed beside the generations of an index; raises IndexUnwritable."""
        gone = [(os.fsencode(where),) for where in self._kept.keys() - self._known.keys()]
        new = [
            _row(where, known)
            for where, known in self._known.items()
            if self._kept.get(where) != known
        ]
        if not gone and not new:
            return
        with (
            writing(index),
            closing(open_writable(index / FILES, durable=False)) as database,
            database,
        ):
            database.execute("BEGIN")
            database.execute(_SCHEMA)
            database.executemany("DELETE FROM files WHERE location = ?", gone)
            database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", new)
        self._kept = dict(self._known)

    def _as_it_is(self, path: Path, location: str) -> KnownFile:
        """What is known of a file in the state in which it is; raises OSError."""
        self._looked_at.add(location)
        state, known = FileState.of(path), self._known.get(location)
        if known is not None and known.state == state:
            return known
        self._known.pop(location, None)
        return KnownFile(state)

    def _keep(self, path: Path, location: str, known: KnownFile, started: int) -> None:
        """Keeps what was read of a file unless a write since ``started`` might not show."""
        if known.state.is_settled(started) and FileState.of(path) == known.state:
            self._known[location] = known


def _known(row: tuple[bytes, str, str | None, str | None]) -> tuple[str, KnownFile]:
    location, state, sha256, inside = row
    size, modified, altered, inode = map(int, state.split())
    found = None if inside is None else tuple((str(n), str(d)) for n, d in json.loads(inside))
    known = KnownFile(FileState(size, modified, altered, inode), sha256, found)
    return os.fsdecode(location), known


def _row(location: str, known: KnownFile) -> tuple[bytes, str, str | None, str | None]:
    state = " ".join(map(str, astuple(known.state)))
    inside = None if known.members is None else json.dumps(known.members)
    return os.fsencode(location), state, known.sha256, inside
