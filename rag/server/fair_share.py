"""Few requests of one person at a time, where more would keep others waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rag.errors.service import TooManyRequests

_RETRY_SECONDS = 10


@dataclass(slots=True)
class _Person:
    """The free turns of a person, and how many requests have one or wait for one."""

    free: asyncio.Semaphore
    present: int = field(default=0)


class FairShare:
    """At most ``at_once`` requests of a person go on; ``most`` in all, the rest of them waiting.

    Used in the event loop of the server only.
    """

    def __init__(self, at_once: int, most: int) -> None:
        self._at_once, self._most = at_once, most
        self._people: dict[str, _Person] = {}

    @asynccontextmanager
    async def taken(self, person: str) -> AsyncIterator[None]:
        """Waits for a turn of a person and holds it; raises TooManyRequests if too many wait."""
        await self.take(person)
        try:
            yield
        finally:
            self.give_back(person)

    async def lend(self, person: str, seconds: float) -> Callable[[], None]:
        """Waits for a turn, which lasts so many seconds at most; returns what ends it before.

        Raises TooManyRequests if too many wait.
        """
        await self.take(person)
        timer: asyncio.TimerHandle | None = None

        def end() -> None:
            nonlocal timer
            if timer is not None:
                timer.cancel()
                timer = None
                self.give_back(person)

        timer = asyncio.get_running_loop().call_later(seconds, end)
        return end

    async def take(self, person: str) -> None:
        """Waits for a turn, to be given back; raises TooManyRequests if too many wait."""
        own = self._people.setdefault(person, _Person(asyncio.Semaphore(self._at_once)))
        if own.present >= self._most:
            raise TooManyRequests(seconds=_RETRY_SECONDS)
        own.present += 1
        try:
            await own.free.acquire()
        except BaseException:
            self._leave(person)
            raise

    def give_back(self, person: str) -> None:
        """Ends a turn of a person: the next one of the person can begin."""
        self._people[person].free.release()
        self._leave(person)

    def _leave(self, person: str) -> None:
        own = self._people[person]
        own.present -= 1
        if not own.present:
            del self._people[person]
