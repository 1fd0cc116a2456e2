"""Work that can be called off: by whoever asked for it going away, or by its limit of time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rag.errors.service import WorkStopped


class Cancellation:
    """A piece of work's limit of ``seconds``, and whether it was called off."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._cancelled = threading.Event()

    @property
    def seconds_left(self) -> float:
        """The seconds until it is given up, 0 where it is."""
        return 0.0 if self._cancelled.is_set() else max(0.0, self._ends - time.monotonic())

    def cancel(self) -> None:
        """Calls the work off."""
        self._cancelled.set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What runs inside, in threads started from here too, stops at its next checkpoint."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Cancellation | None] = ContextVar("cancellation", default=None)


def checkpoint() -> None:
    """Raises WorkStopped where the work that this is part of was called off.

    A thread cannot be stopped from outside: long work passes here between its steps.
    """
    current = _CURRENT.get()
    if current is not None and not current.seconds_left:
        raise WorkStopped
