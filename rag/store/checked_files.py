"""Which files of the generations were found as they were written, and in what state they were.

To read every byte of a large index takes seconds at each opening and each change. A file that is in
the state in which its bytes were compared is not read again for a day; see ``FileState``.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from rag.records.json_text import parse_json
from rag.runtime.file_state import FileState
from rag.store.layout import CHECKED, files_of, generations
from rag.store.manifest import Seal

_TRUSTED = 24 * 3_600 * 10**9  # nanoseconds


@dataclass(frozen=True, slots=True)
class _Checked:
    """The state of a file when its bytes had this sha256, and when that was, in nanoseconds."""

    state: FileState
    sha256: str
    at: int

    def tells(self, state: FileState, seal: Seal, now: int) -> bool:
        """Whether a file in a state has the bytes of a seal, as far as is known of it."""
        recent = 0 <= now - self.at <= _TRUSTED  # a clock that was set back tells nothing
        return recent and (self.state, self.sha256, state.size) == (state, seal.sha256, seal.size)


class CheckedFiles:
    """The files of an index whose bytes were compared, by inode; ``clock`` gives nanoseconds.

    With ``again``, each is read again, and what is known is replaced.
    """

    def __init__(
        self, index: Path, *, again: bool = False, clock: Callable[[], int] = time.time_ns
    ) -> None:
        self._index, self._clock = index, clock
        self._kept = _read(index / CHECKED)
        self._known = {} if again else dict(self._kept)

    def is_sealed(self, path: Path, seal: Seal) -> bool:
        """Whether a file is as it was written; it is read unless that is known. Raises OSError."""
        state, started = FileState.of(path), self._clock()
        known = self._known.get(state.inode)
        if known is not None and known.tells(state, seal, started):
            return True
        self._known.pop(state.inode, None)
        if Seal.of(path) != seal:
            return False
        if state.is_settled(started) and FileState.of(path) == state:
            self._known[state.inode] = _Checked(state, seal.sha256, started)
        return True

    def follow(self, paths: Iterable[Path]) -> None:
        """Notes the new states of files that were linked or whose other names were deleted.

        Both change a time of the file and none of its bytes.
        """
        for path in paths:
            with suppress(OSError):
                state = FileState.of(path)
                known = self._known.get(state.inode)
                if known is not None and replace(known.state, altered=state.altered) == state:
                    self._known[state.inode] = replace(known, state=state)

    def save(self) -> None:
        """Keeps what is known of the files that are there; nothing in an index that is read-only.

        Without it the files are read again, so no error is raised.
        """
        if self._known == self._kept:
            return
        with suppress(OSError):
            there = set[int]()
            for folder in generations(self._index).values():
                there.update((folder / name).stat().st_ino for name in files_of(folder))
            self._known = {inode: one for inode, one in self._known.items() if inode in there}
            _write(self._index / CHECKED, self._known)
            self._kept = dict(self._known)


def _read(path: Path) -> dict[int, _Checked]:
    """What is kept in a file; nothing if it is missing or damaged."""
    try:
        rows = parse_json(path.read_bytes())
        found = [
            _Checked(FileState(*map(int, state)), str(sha256), int(at))
            for state, sha256, at in rows
        ]
    except (OSError, ValueError, TypeError):
        return {}
    return {one.state.inode: one for one in found}


def _write(path: Path, known: Mapping[int, _Checked]) -> None:
    """Writes by a rename, from a file of its own: several readers may write at a time."""
    rows = [(astuple(one.state), one.sha256, one.at) for one in known.values()]
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(json.dumps(rows), encoding="ascii")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
