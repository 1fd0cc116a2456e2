"""One of the processes that serve together, and what it shares with the others.

What limits a person, and what must not be done twice, is on shelves that all workers share. The
state of an open page is in one of them, which its name chooses. Every other limit protects the
memory and the threads of a process, and holds in each.
"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from secrets import token_hex

from rag.runtime.process_lock import ProcessLock
from rag.server.shelves import MemoryShelf, SharedShelf, Shelf, ShelvesFile

_MOST_KNOWN = 10_000  # people at work


@dataclass(frozen=True)
class Worker:
    """The process ``number`` of so many; ``folder`` is theirs, ``None`` for one that is alone.

    ``secret`` proves to one of them that another one sends a request. ``since`` is when the service
    started.
    """

    number: int = 0
    processes: int = 1
    folder: Path | None = None
    secret: str = ""
    since: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    @cached_property
    def run(self) -> str:
        """The name of this run of the worker, which no other has, nor it after a restart."""
        return token_hex(8)

    @cached_property
    def _file(self) -> ShelvesFile:
        assert self.folder is not None
        return ShelvesFile(self.folder)

    @cached_property
    def _runs(self) -> Shelf:
        return self.shelf("runs", self.processes)

    @property
    def service(self) -> int:
        """A number that all workers of a service have, 0 for one that is alone."""
        return 0 if self.folder is None else zlib.crc32(str(self.folder).encode())

    def shelf(self, name: str, most: int) -> Shelf:
        """The shelf of a name that all workers share."""
        return MemoryShelf(most) if self.folder is None else SharedShelf(self._file, name, most)

    def lock(self, name: str) -> ProcessLock:
        """The lock of a name that all workers share."""
        return ProcessLock(None if self.folder is None else self.folder / f"{name}.lock")

    def share(self, total: int) -> int:
        """The part of this worker in a number of places: all have the same, and one at least."""
        return max(total // self.processes, 1) if total else 0

    def begin(self) -> None:
        """Says that this run begins, which ends the one before of the same number."""
        self._runs.change(str(self.number), lambda _: self.run)

    def runs(self) -> tuple[str, ...]:
        """The runs of all workers now."""
        others = (self._runs.get(str(n)) for n in range(self.processes) if n != self.number)
        return (self.run, *(each for each in others if each is not None))

    def owner_of(self, page: str) -> int:
        """The number of the worker that has the state of a page."""
        return zlib.crc32(page.encode(errors="replace")) % self.processes

    def door(self, number: int) -> Path:
        """The socket at which a worker takes requests from the others."""
        assert self.folder is not None
        return self.folder / f"{number}.sock"

    def close(self) -> None:
        """Closes the file of the shelves."""
        if self.folder is not None:
            self._file.close()


class WorkElsewhere:
    """How much work of a person goes on in the other workers."""

    def __init__(self, worker: Worker, name: str) -> None:
        self._worker = worker
        self._shelf = worker.shelf(f"{name} at work", _MOST_KNOWN) if worker.folder else None

    def of(self, person: str) -> int:
        """How much there is now."""
        if self._shelf is None or not person:
            return 0
        others = (self._shelf.get(person) or {}).items()
        alive = set(self._worker.runs()) - {self._worker.run}
        return sum(count for run, count in others if run in alive)

    def note(self, person: str, more: int) -> None:
        """Notes that work begins here, or ends if ``more`` is negative."""
        if self._shelf is None or not person:
            return
        alive, own = set(self._worker.runs()), self._worker.run

        def noted(before: dict[str, int] | None) -> dict[str, int] | None:
            counts = {run: count for run, count in (before or {}).items() if run in alive}
            counts[own] = counts.get(own, 0) + more
            return {run: count for run, count in counts.items() if count > 0} or None

        self._shelf.change(person, noted)
