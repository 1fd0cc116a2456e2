"""Where passwords are checked: apart from all other work, and a few of them at a time."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rag.errors.service import ServiceBusy
from rag.server.identity import network_of
from rag.server.shelves import MemoryShelf, Shelf

_T = TypeVar("_T")
# A check takes 50 to 100 ms by design, so the last of these waits for two seconds at most.
_WAITING = 20
_RETRY_SECONDS = 2
MOST_KNOWN = 10_000  # addresses


class LoginQueue:
    """Checks passwords in threads of its own, so that a flood of tries holds up nothing else.

    Addresses from which somebody has signed in have a thread of their own: people who know their
    password get in while others try to guess. Safe to share between threads.
    """

    def __init__(self, waiting: int = _WAITING, known: Shelf | None = None) -> None:
        self._most = waiting
        self._threads = {
            known: ThreadPoolExecutor(1, thread_name_prefix="login") for known in (True, False)
        }
        self._waiting = {True: 0, False: 0}
        self._known = MemoryShelf(MOST_KNOWN) if known is None else known
        self._lock = threading.Lock()

    async def run(self, log_in: Callable[[], _T], address: str) -> _T:
        """What ``log_in`` returns, which checks a password; notes the address if it raises nothing.

        Raises ServiceBusy if too many wait already, and what ``log_in`` raises.
        """
        address = network_of(address)
        known = self._known.get(address) is not None
        with self._lock:
            if self._waiting[known] >= self._most:
                raise ServiceBusy(seconds=_RETRY_SECONDS)
            self._waiting[known] += 1
        try:
            work = contextvars.copy_context().run
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._threads[known], work, log_in)
        finally:
            with self._lock:
                self._waiting[known] -= 1
        self._known.change(address, lambda _: True)
        return result

    def close(self) -> None:
        """Ends the threads."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
