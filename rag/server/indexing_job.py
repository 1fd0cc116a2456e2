"""An indexing in a thread of its own, whose progress anybody may look at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from rag.errors import RagError, Unexpected
from rag.ingest import IngestProgress
from rag.records import IngestReport
from rag.server.worker import Worker

_KEY = "job"


@dataclass(frozen=True, slots=True)
class JobState:
    """How far an indexing is: documents done of ``total``, 0 while that is unknown.

    ``report`` or ``error`` is the result of the last one that ended, in this process.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    report: IngestReport | None = None
    error: RagError | None = None


class IndexingJob(IngestProgress):
    """Runs one indexing at a time, in one of the workers of a service; all say how far it is."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._lock = threading.Lock()
        self._state = JobState()
        self._worker = worker or Worker()
        self._shared = self._worker.shelf("indexing", 1)

    @property
    def state(self) -> JobState:
        """How far it is now, whichever worker runs it."""
        other = None if self._state.running else self._elsewhere(self._shared.get(_KEY))
        if other is None:
            return self._state
        return replace(self._state, running=True, done=other["done"], total=other["total"])

    def run(self, work: Callable[[], IngestReport]) -> bool:
        """Starts some work in a thread; false if other work is still running."""
        with self._lock:
            if self._state.running or not self._begins():
                return False
            self._state = JobState(running=True)
        threading.Thread(target=self._work, args=(work,), name="indexing", daemon=True).start()
        return True

    def start(self, total: int) -> None:
        """Notes how many documents will come."""
        self._change(total=total)

    def advance(self, path: str) -> None:
        """Counts a document."""
        self._change(done=self._state.done + 1)

    def page(self, path: str, page: int, of: int) -> None:
        """A page of a document is not counted."""

    def finish(self) -> None:
        """The rest takes little time."""

    def _work(self, work: Callable[[], IngestReport]) -> None:
        try:
            self._change(running=False, report=work())
        except RagError as error:
            self._change(running=False, error=error)
        finally:
            if self._state.running:  # the log of the thread says why
                self._change(running=False, error=Unexpected())

    def _change(self, **values: object) -> None:
        with self._lock:
            self._state = replace(self._state, **values)  # type: ignore[arg-type]
            shared = self._shown() if self._state.running else None
            self._shared.change(_KEY, lambda _: shared)

    def _begins(self) -> bool:
        """Whether no other worker runs an indexing; it is then this one that does."""
        taken = self._shared.change(_KEY, lambda now: self._elsewhere(now) or self._shown())
        return self._elsewhere(taken) is None

    def _shown(self) -> dict[str, Any]:
        return {"run": self._worker.run, "done": self._state.done, "total": self._state.total}

    def _elsewhere(self, shared: dict[str, Any] | None) -> dict[str, Any] | None:
        """What is shared, if it is of another worker that still runs."""
        others = self._worker.runs()[1:]
        return shared if shared is not None and shared["run"] in others else None
