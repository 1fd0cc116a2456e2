"""Work that can be cancelled: because the person left, or because its time is up."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rag.errors.service import WorkStopped


class Cancellation:
    """The time limit of a piece of work, and whether it was cancelled."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._ends = time.monotonic() + seconds
        self._cancelled = threading.Event()

    @property
    def seconds_left(self) -> float:
        """The seconds left, 0 once it is cancelled or its time is up."""
        return 0.0 if self._cancelled.is_set() else max(0.0, self._ends - time.monotonic())

    def cancel(self) -> None:
        """Cancels the work."""
        self._cancelled.set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Code inside, also in threads started from here, stops at its next checkpoint."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Cancellation | None] = ContextVar("cancellation", default=None)


def checkpoint() -> None:
    """Raises WorkStopped if the current work was cancelled or its time is up.

    A thread cannot be stopped from outside, so long work calls this between its steps.
    """
    current = _CURRENT.get()
    if current is not None and not current.seconds_left:
        raise WorkStopped


def seconds_left() -> float:
    """The seconds that the current work has left; infinite if nothing limits it."""
    current = _CURRENT.get()
    return math.inf if current is None else current.seconds_left
