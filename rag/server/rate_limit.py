"""The rate limit: how often a caller may send requests, one token bucket each."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from rag.errors.service import TooManyRequests

_MAX_BUCKETS = 10_000  # past it, full buckets are dropped, so that memory stays flat


class RateLimit:
    """Token buckets: ``per_minute`` requests at once, and as many spread over each minute.

    Safe to share between threads.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens left, and at which moment

    def take(self, key: str) -> None:
        """Takes one token from the bucket of ``key``; raises TooManyRequests if it is empty."""
        with self._lock:
            moment = self._clock()
            left = self._left(key, moment)
            if left < 1:
                seconds = math.ceil((1 - left) * 60 / self._size)
                raise TooManyRequests(seconds=seconds)
            self._buckets[key] = (left - 1, moment)
            if len(self._buckets) > _MAX_BUCKETS:
                self._drop_full(moment)

    def state(self, key: str) -> tuple[int, int, int]:
        """The tokens of a full bucket, those left for ``key``, and the seconds until it is full."""
        with self._lock:
            left = self._left(key, self._clock())
        size = int(self._size)
        return size, int(left), math.ceil((self._size - left) * 60 / self._size)

    def _left(self, key: str, moment: float) -> float:
        left, then = self._buckets.get(key, (self._size, moment))
        return min(self._size, left + (moment - then) * self._size / 60)

    def _drop_full(self, moment: float) -> None:
        """Drops the buckets that are full again; all of them if one client fills many."""
        kept = {
            key: bucket
            for key, bucket in self._buckets.items()
            if self._left(key, moment) < self._size
        }
        self._buckets = kept if len(kept) <= _MAX_BUCKETS // 2 else {}
