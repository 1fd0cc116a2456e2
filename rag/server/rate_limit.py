"""How often somebody may ask: one bucket of tokens a person."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from rag.errors.service import TooManyRequests

_MOST = 10_000  # buckets; full ones are forgotten past it, so that memory stays flat


class RateLimit:
    """Token buckets: ``per_minute`` at once, and as many again spread over each minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}  # what was left, and when

    def take(self, who: str) -> None:
        """Takes one from somebody's bucket; raises TooManyRequests where it is empty."""
        with self._lock:
            moment = self._clock()
            left = self._left(who, moment)
            if left < 1:
                seconds = math.ceil((1 - left) * 60 / self._size)
                raise TooManyRequests(seconds=seconds)
            self._buckets[who] = (left - 1, moment)
            if len(self._buckets) > _MOST:
                self._forget(moment)

    def _left(self, who: str, moment: float) -> float:
        left, then = self._buckets.get(who, (self._size, moment))
        return min(self._size, left + (moment - then) * self._size / 60)

    def _forget(self, moment: float) -> None:
        """Drops the buckets that are full again; all of them where somebody fills many."""
        kept = {
            who: each for who, each in self._buckets.items() if self._left(who, moment) < self._size
        }
        self._buckets = kept if len(kept) <= _MOST // 2 else {}
