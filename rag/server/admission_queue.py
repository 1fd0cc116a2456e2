"""The line where questions wait: some are worked on, some wait, the next is told to come back."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager

from rag.errors.service import ServiceBusy, WorkStopped
from rag.runtime.cancellation import Cancellation

RETRY = 5  # seconds after which a place is likely free: fifty answers' time


class QueuePlace:
    """A place in the line."""

    def __init__(self) -> None:
        self._come: Future[None] = Future()

    def when_come(self, call: Callable[[], object]) -> None:
        """Calls back once it is this one's turn, at once where it is already; from any thread."""
        self._come.add_done_callback(lambda _: call())

    def wait(self, seconds: float) -> bool:
        """Whether the turn came within so many seconds."""
        try:
            self._come.result(seconds)
        except TooLate:
            return False
        return True

    def come(self) -> None:
        """Lets the work begin; said by the line."""
        self._come.set_result(None)


class AdmissionQueue:
    """First come, first served; safe to share between threads."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._longest = waiting
        self._lock = threading.Lock()
        self._working: set[QueuePlace] = set()
        self._waiting: deque[QueuePlace] = deque()

    @property
    def lengths(self) -> tuple[int, int]:
        """How many are worked on, and how many wait."""
        return len(self._working), len(self._waiting)

    def join(self) -> QueuePlace:
        """A place in the line; raises ServiceBusy where too many wait."""
        turn = QueuePlace()
        with self._lock:
            if len(self._working) < self._at_once:
                self._working.add(turn)
                turn.come()
            elif len(self._waiting) < self._longest:
                self._waiting.append(turn)
            else:
                raise ServiceBusy(seconds=RETRY)
        return turn

    def leave(self, turn: QueuePlace) -> None:
        """Gives the place to the next, whether its turn had come or not."""
        following = None
        with self._lock:
            if turn in self._working:
                self._working.discard(turn)
                if self._waiting:
                    following = self._waiting.popleft()
                    self._working.add(following)
            elif turn in self._waiting:
                self._waiting.remove(turn)
        if following is not None:
            following.come()

    @contextmanager
    def taken(self, work: Cancellation) -> Iterator[None]:
        """Waits for a turn and holds it; raises ServiceBusy, or WorkStopped past the time."""
        turn = self.join()
        try:
            if not turn.wait(work.seconds_left):
                raise WorkStopped
            with work.watching():
                yield
        finally:
            self.leave(turn)
