"""The rate limit: how often a caller may send requests, one token bucket each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from rag.errors.service import TooManyRequests
from rag.server.shelves import MemoryShelf, Shelf

MOST_BUCKETS = 10_000  # past it, those used longest ago are dropped, so that memory stays flat
_Bucket = list[float]  # tokens left, and at which moment


class RateLimit:
    """Token buckets: ``per_minute`` requests at once, and as many spread over each minute.

    Safe to share between threads, and between processes that share the shelf of the buckets: the
    clock is that of the machine.
    """

    def __init__(
        self,
        per_minute: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        buckets: Shelf | None = None,
    ) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._buckets = MemoryShelf(MOST_BUCKETS) if buckets is None else buckets

    def take(self, key: str) -> None:
        """Takes one token from the bucket of ``key``; raises TooManyRequests if it is empty."""

        def taken(bucket: _Bucket | None) -> _Bucket:
            moment = self._clock()
            left = self._left(bucket, moment)
            if left < 1:
                seconds = math.ceil((1 - left) * 60 / self._size)
                raise TooManyRequests(seconds=seconds)
            return [left - 1, moment]

        self._buckets.change(key, taken)

    def state(self, key: str) -> tuple[int, int, int]:
        """The tokens of a full bucket, those left for ``key``, and the seconds until it is full."""
        left, size = self._left(self._buckets.get(key), self._clock()), int(self._size)
        return size, int(left), math.ceil((self._size - left) * 60 / self._size)

    def _left(self, bucket: _Bucket | None, moment: float) -> float:
        left, then = bucket or (self._size, moment)
        return min(self._size, left + (moment - then) * self._size / 60)
