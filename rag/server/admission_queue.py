"""The admission queue: some questions are answered, some wait, further ones are refused."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from rag.errors.service import ServiceBusy, WorkStopped
from rag.runtime.cancellation import Cancellation

RETRY_SECONDS = 5  # when a place is probably free: the time of fifty answers


class QueuePlace:
    """A place in the queue, of a person: an account or an address; "" is nobody in particular."""

    def __init__(self, person: str = "") -> None:
        self.person = person
        self._admitted: Future[None] = Future()

    def when_admitted(self, call: Callable[[], object]) -> None:
        """Calls back once the place is admitted, at once if it already is; from any thread."""
        self._admitted.add_done_callback(lambda _: call())

    def wait(self, seconds: float) -> bool:
        """Whether the place is admitted within so many seconds."""
        try:
            self._admitted.result(seconds)
        except TimeoutError:
            return False
        return True

    def admit(self) -> None:
        """Lets the work begin; called by the queue."""
        self._admitted.set_result(None)


class AdmissionQueue:
    """First come, first served, and room for others beside every person; safe between threads.

    ``at_once`` places are admitted at a time, and ``waiting`` more may wait. One person has at
    most half of the first and a quarter of the second, so that nobody can stop the others.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._longest = waiting
        self._at_once_of_person = max(at_once // 2, 1)
        self._waiting_of_person = max(waiting // 4, 1)
        self._lock = threading.Lock()
        self._working: set[QueuePlace] = set()
        self._waiting: deque[QueuePlace] = deque()

    @property
    def lengths(self) -> tuple[int, int]:
        """How many are being worked on, and how many wait."""
        return len(self._working), len(self._waiting)

    @property
    def longest(self) -> int:
        """How many can be in the queue, worked on or waiting."""
        return self._at_once + self._longest

    def join(self, person: str = "", *, waiting: int | None = None) -> QueuePlace:
        """A new place at the end of the queue; raises ServiceBusy if too many wait.

        ``waiting`` is how many of the person may wait, if fewer than a quarter of all places.
        """
        place, most = QueuePlace(person), self._waiting_of_person
        most = most if waiting is None else min(most, waiting)
        with self._lock:
            if len(self._working) < self._at_once and self._has_room(place):
                self._working.add(place)
                place.admit()
            elif len(self._waiting) < self._longest and self._may_wait(place, most):
                self._waiting.append(place)
            else:
                raise ServiceBusy(seconds=RETRY_SECONDS)
        return place

    def leave(self, place: QueuePlace) -> None:
        """Frees a place, admitted or still waiting, and admits the next one."""
        following = None
        with self._lock:
            if place in self._working:
                self._working.discard(place)
                following = next(filter(self._has_room, self._waiting), None)
                if following is not None:
                    self._waiting.remove(following)
                    self._working.add(following)
            elif place in self._waiting:
                self._waiting.remove(place)
        if following is not None:
            following.admit()

    def _has_room(self, place: QueuePlace) -> bool:
        """Whether the person of a place has less than its share of the work."""
        own = sum(each.person == place.person for each in self._working)
        return not place.person or own < self._at_once_of_person

    def _may_wait(self, place: QueuePlace, most: int) -> bool:
        own = sum(each.person == place.person for each in self._waiting)
        return not place.person or own < most

    @contextmanager
    def admitted(
        self, work: Cancellation, person: str = "", *, waiting: int | None = None
    ) -> Iterator[None]:
        """Waits for admission, in this thread, and holds the place; ``waiting`` as in ``join``.

        Raises ServiceBusy, or WorkStopped if the time of the work runs out first.
        """
        place = self.join(person, waiting=waiting)
        try:
            if not place.wait(work.seconds_left):
                raise WorkStopped
            with work.watching():
                yield
        finally:
            self.leave(place)
