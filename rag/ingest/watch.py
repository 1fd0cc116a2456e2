"""Folders followed as they change; the only module that knows watchfiles."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import RagError
from rag.records import IngestReport

# Milliseconds without a change that end a burst, those after which it is taken as it is, and
# those between two looks at what is due.
_QUIET, _LONGEST, _TICK = 500, 10_000, 1_000
RETRY = 30.0  # seconds after a round that failed

IndexingRound = Callable[[], IngestReport]
RoundDone = Callable[[IngestReport | RagError], None]


def watch(
    paths: Sequence[Path],
    index: Path,
    update: IndexingRound,
    told: RoundDone,
    *,
    stop: threading.Event | None = None,
    retry: float = RETRY,
) -> None:
    """Calls ``update`` now and after each burst of changes under the paths, until ``stop``.

    ``told`` hears the report of the first round and of every one that changes anything, or the
    error that a round failed with: a full disk, another writer. Such a round is done again
    after ``retry`` seconds, or with the next change. Folders that vanish, and come back, are
    taken up again.
    """
    rounds, ended = _Rounds(update, told, retry), stop or threading.Event()
    while not ended.is_set():
        present = _present(paths)
        if present:
            _follow(paths, index, rounds, ended)
        else:
            ended.wait(_TICK / 1_000)
        rounds.due = True  # a folder came or went


def _follow(paths: Sequence[Path], index: Path, rounds: _Rounds, ended: threading.Event) -> None:
    """Rounds as they fall due, until a folder comes or goes."""
    import watchfiles

    present, own = _present(paths), os.path.join(index.resolve(), "")
    bursts = watchfiles.watch(
        *present,
        watch_filter=lambda _, path: _concerns(path, own),
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        stop_event=ended,
        ignore_permission_denied=True,
    )
    # The first tick comes when the system tells of changes: none falls between it and the round.
    for changes in bursts:
        rounds.due = rounds.due or bool(changes)
        rounds.keep_up(changed=bool(changes))
        if _present(paths) != present:
            return


class _Rounds:
    """The rounds of indexing, one when it is due."""

    def __init__(self, update: IndexingRound, told: RoundDone, retry: float) -> None:
        self.due = True
        self._update = update
        self._told = told
        self._retry = retry
        self._next = 0.0
        self._last: IngestReport | None = None

    def keep_up(self, *, changed: bool) -> None:
        """Does a round if one is due, at once after a change."""
        if not self.due or (time.monotonic() < self._next and not changed):
            return
        try:
            report = self._update()
        except RagError as error:
            self._next = time.monotonic() + self._retry
            self._told(error)
            return
        self.due, before, self._last = False, self._last, report
        if before is None or report.added or report.removed or report.failures != before.failures:
            self._told(report)


def _present(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Which of the paths are there, and as which file or folder of the system."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_dev, status.st_ino)
    return found


def _concerns(path: str, own: str) -> bool:
    """Whether a change is of the documents, and not of the index or a hidden file."""
    name = os.path.basename(path)
    return not os.path.join(path, "").startswith(own) and not name.startswith((".", "~$"))
