"""Indexing as folders change; the only module that imports watchfiles."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import RagError
from rag.records import IngestReport

# Milliseconds: without a change that end a burst, the longest burst, and between two checks for
# work that is due.
_QUIET, _LONGEST, _TICK = 500, 10_000, 1_000
RETRY = 30.0  # seconds after a round that failed

IndexingRound = Callable[[], IngestReport]
RoundDone = Callable[[IngestReport | RagError], None]


def watch(
    paths: Sequence[Path],
    index: Path,
    update: IndexingRound,
    report_round: RoundDone,
    *,
    stop: threading.Event | None = None,
    retry: float = RETRY,
) -> None:
    """Calls ``update`` now and after each burst of changes under the paths, until ``stop``.

    ``report_round`` receives the report of the first round and of each round that changes
    something, or the error of a round that failed, such as a full disk or another writer. A failed
    round is repeated after ``retry`` seconds, or at the next change. Folders that vanish and
    come back are watched again.
    """
    rounds, ended = _Rounds(update, report_round, retry), stop or threading.Event()
    while not ended.is_set():
        present = _present(paths)
        if present:
            _run_rounds(paths, index, rounds, ended)
        else:
            ended.wait(_TICK / 1_000)
        rounds.due = True  # a folder appeared or vanished


def _run_rounds(
    paths: Sequence[Path], index: Path, rounds: _Rounds, ended: threading.Event
) -> None:
    """Runs rounds as they fall due, until a folder appears or vanishes."""
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
    # The first tick comes once the system reports changes: none is missed before the first round.
    for changes in bursts:
        rounds.due = rounds.due or bool(changes)
        rounds.run_if_due(changed=bool(changes))
        if _present(paths) != present:
            return


class _Rounds:
    """Runs a round of indexing when one is due."""

    def __init__(self, update: IndexingRound, report_round: RoundDone, retry: float) -> None:
        self.due = True
        self._update = update
        self._report_round = report_round
        self._retry = retry
        self._next = 0.0
        self._last: IngestReport | None = None

    def run_if_due(self, *, changed: bool) -> None:
        """Runs a round if one is due; after a change, without waiting for the retry time."""
        if not self.due or (time.monotonic() < self._next and not changed):
            return
        try:
            report = self._update()
        except RagError as error:
            self._next = time.monotonic() + self._retry
            self._report_round(error)
            return
        self.due, before, self._last = False, self._last, report
        if before is None or report.added or report.removed or report.failures != before.failures:
            self._report_round(report)


def _present(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """The paths that exist, with the device and inode of each."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_dev, status.st_ino)
    return found


def _concerns(path: str, own: str) -> bool:
    """Whether a change concerns documents, not the index or a hidden file."""
    name = os.path.basename(path)
    return not os.path.join(path, "").startswith(own) and not name.startswith((".", "~$"))
