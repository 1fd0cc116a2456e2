"""An indexing in a thread of its own, whose progress anybody may look at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from rag.errors import RagError, Unexpected
from rag.ingest import IngestProgress
from rag.records import IngestReport


@dataclass(frozen=True, slots=True)
class JobState:
    """How far an indexing is: documents done of ``total``, 0 while that is unknown.

    ``report`` or ``error`` is the result of the last one that ended.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    report: IngestReport | None = None
    error: RagError | None = None


class IndexingJob(IngestProgress):
    """Runs one indexing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = JobState()

    @property
    def state(self) -> JobState:
        """How far it is now."""
        return self._state

    def run(self, work: Callable[[], IngestReport]) -> bool:
        """Starts some work in a thread; false if other work is still running."""
        with self._lock:
            if self._state.running:
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
