"""Few requests of one person at a time, where more would keep others waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
        own = self._people.setdefault(person, _Person(asyncio.Semaphore(self._at_once)))
        if own.present >= self._most:
            raise TooManyRequests(seconds=_RETRY_SECONDS)
        own.present += 1
        try:
            async with own.free:
                yield
        finally:
            own.present -= 1
            if not own.present:
                del self._people[person]
