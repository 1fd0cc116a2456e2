"""The admission queue: some questions are answered, some wait, further ones are refused."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from rag.errors.service import ServiceBusy, WorkStopped
from rag.runtime.cancellation import Cancellation
from rag.server.worker import WorkElsewhere, Worker

RETRY_SECONDS = 5  # when a place is probably free: the time of fifty answers
_REVIEW_SECONDS = 0.5  # how often those who wait look for work that has become long
_LONG = 2.0  # seconds after which work is long: an answer takes a tenth of a second
_BESIDE_LONG = 4  # more that are worked on while long work holds the other places
_REMEMBERED = 60.0  # seconds for which it counts whose work was long
_MOST_REMEMBERED = 1_000  # people


class QueuePlace:
    """A place in the queue, of a person: an account or an address; "" is nobody in particular."""

    def __init__(self, person: str = "") -> None:
        self.person = person
        self._admitted: Future[None] = Future()

    def when_decided(self, call: Callable[[], object]) -> None:
        """Calls back once ``wait`` returns at once, or raises; from any thread."""
        self._admitted.add_done_callback(lambda _: call())

    def wait(self, seconds: float) -> bool:
        """Whether the place is admitted within so many seconds.

        Raises ServiceBusy if it was given to somebody else.
        """
        try:
            self._admitted.result(seconds)
        except TimeoutError:
            return False
        return True

    def admit(self) -> None:
        """Lets the work begin; called by the queue."""
        self._admitted.set_result(None)

    def refuse(self) -> None:
        """Ends the wait; called by the queue."""
        self._admitted.set_exception(ServiceBusy(seconds=RETRY_SECONDS))


@dataclass(slots=True)
class _Person:
    """Which admission was the last of a person, and until when it counts that work was long."""

    admitted: int = 0
    long_until: float = 0.0


class AdmissionQueue:
    """Room for everybody, however much one person wants; safe to share between threads.

    ``at_once`` places are admitted at a time, and ``waiting`` more may wait. One person has at
    most half of the first and a quarter of the second. The one admitted longest ago is next,
    and somebody who comes when all wait takes the place of the one who waits most often. Work that
    takes long does not keep others waiting: a few more are admitted beside it, of people whose own
    work has not been long lately.

    The places are those of all workers of a service: the queue of a ``worker`` has its share of
    them. What a person has of the first is counted over all workers, under the ``name`` of the
    queue.
    """

    def __init__(
        self,
        at_once: int,
        waiting: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        worker: Worker | None = None,
        name: str = "",
    ) -> None:
        worker = worker or Worker()
        self._at_once, self._longest = worker.share(at_once), worker.share(waiting)
        self._at_once_of_person = max(at_once // 2, 1)
        self._waiting_of_person = max(self._longest // 4, 1)
        self._elsewhere = WorkElsewhere(worker, name)
        self._clock = clock
        self._watch: Callable[[int, int], object] = lambda *_: None
        self._lock = threading.Lock()
        self._working: dict[QueuePlace, float] = {}  # since when
        self._waiting: list[QueuePlace] = []
        self._people: OrderedDict[str, _Person] = OrderedDict()
        self._admissions = 0

    @property
    def lengths(self) -> tuple[int, int]:
        """How many are being worked on, and how many wait."""
        return len(self._working), len(self._waiting)

    def watch(self, call: Callable[[int, int], object]) -> None:
        """From now on calls with the ``lengths`` whenever they may have changed."""
        self._watch = call

    @property
    def longest(self) -> int:
        """How many can be in the queue, worked on or waiting."""
        return self._at_once + _BESIDE_LONG + self._longest

    def join(self, person: str = "", *, waiting: int | None = None) -> QueuePlace:
        """A new place in the queue; raises ServiceBusy if too many wait.

        ``waiting`` is how many of the person may wait, if fewer than a quarter of all places.
        """
        place, most = QueuePlace(person), self._waiting_of_person
        most = most if waiting is None else min(most, waiting)
        replaced = None
        with self._lock:
            if self._has_room(place):
                self._begin(place)
                self._watch(*self.lengths)
                return place
            if not self._may_wait(place, most):
                raise ServiceBusy(seconds=RETRY_SECONDS)
            if len(self._waiting) >= self._longest:
                replaced = self._replaced_by(place)
            if replaced is not None:
                self._waiting.remove(replaced)
            self._waiting.append(place)
            self._watch(*self.lengths)
        if replaced is not None:
            replaced.refuse()
        return place

    def leave(self, place: QueuePlace) -> None:
        """Frees a place, admitted or still waiting, and admits the next one."""
        with self._lock:
            if place in self._waiting:
                self._waiting.remove(place)
            since = self._working.pop(place, None)
            if since is not None:
                self._elsewhere.note(place.person, -1)
                if self._is_long(since):
                    self._person(place.person).long_until = self._clock() + _REMEMBERED
        self.review()

    def review(self) -> None:
        """Admits those who may go on now; called by those who wait: work becomes long by itself."""
        with self._lock:
            while rooms := [each for each in self._waiting if self._has_room(each)]:
                following = min(rooms, key=lambda each: self._person(each.person).admitted)
                self._waiting.remove(following)
                self._begin(following)
            self._watch(*self.lengths)

    def _begin(self, place: QueuePlace) -> None:
        self._admissions += 1
        self._working[place] = self._clock()
        self._person(place.person).admitted = self._admissions
        self._elsewhere.note(place.person, 1)
        place.admit()

    def _has_room(self, place: QueuePlace) -> bool:
        """Whether a place can be admitted: one is free, or long work of others holds them all."""
        own = [since for each, since in self._working.items() if each.person == place.person]
        if place.person and len(own) >= self._at_once_of_person:
            return False
        if len(self._working) < self._at_once:
            elsewhere = self._elsewhere.of(place.person)
            return not elsewhere or len(own) + elsewhere < self._at_once_of_person
        if not place.person or len(self._working) >= self._at_once + _BESIDE_LONG:
            return False
        if any(map(self._is_long, own)) or self._person(place.person).long_until > self._clock():
            return False
        return sum(not self._is_long(since) for since in self._working.values()) < self._at_once

    def _is_long(self, since: float) -> bool:
        return self._clock() - since >= _LONG

    def _may_wait(self, place: QueuePlace, most: int) -> bool:
        own = sum(each.person == place.person for each in self._waiting)
        if place.person and own >= most:
            return False
        return len(self._waiting) < self._longest or self._replaced_by(place) is not None

    def _replaced_by(self, place: QueuePlace) -> QueuePlace | None:
        """The latest place of the person who waits most often, if more often than this one will."""
        counts = Counter(each.person for each in self._waiting)
        [(person, count)] = counts.most_common(1) or [("", 0)]
        if not person or count <= counts[place.person] + 1:
            return None
        return next(each for each in reversed(self._waiting) if each.person == person)

    def _person(self, name: str) -> _Person:
        known = self._people.setdefault(name, _Person())
        self._people.move_to_end(name)
        while len(self._people) > _MOST_REMEMBERED:
            self._people.popitem(last=False)
        return known

    async def admitted_before(
        self, gone: asyncio.Event, place: QueuePlace, work: Cancellation
    ) -> bool:
        """Whether a place is admitted before its client goes.

        Raises ServiceBusy, or WorkStopped if the time of the work runs out first.
        """
        decided, loop = asyncio.Event(), asyncio.get_running_loop()
        place.when_decided(lambda: loop.call_soon_threadsafe(decided.set))
        waits = [asyncio.create_task(each.wait()) for each in (decided, gone)]
        try:
            while not (decided.is_set() or gone.is_set()):
                if not work.seconds_left:
                    raise WorkStopped
                self.review()
                seconds = min(_REVIEW_SECONDS, work.seconds_left)
                first = asyncio.FIRST_COMPLETED
                await asyncio.wait(waits, timeout=seconds, return_when=first)
        finally:
            for wait in waits:
                wait.cancel()
        return not gone.is_set() and place.wait(0)

    @contextmanager
    def admitted(
        self, work: Cancellation, person: str = "", *, waiting: int | None = None
    ) -> Iterator[None]:
        """Waits for admission, in this thread, and holds the place; ``waiting`` as in ``join``.

        Raises ServiceBusy, or WorkStopped if the time of the work runs out first.
        """
        place = self.join(person, waiting=waiting)
        try:
            while not place.wait(min(_REVIEW_SECONDS, work.seconds_left)):
                if not work.seconds_left:
                    raise WorkStopped
                self.review()
            with work.watching():
                yield
        finally:
            self.leave(place)
