"""The milliseconds of each step of some work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rag.runtime.cancellation import checkpoint
from rag.runtime.spans import span


class Stopwatch:
    """Times the steps of some work; a step that runs again adds to its time."""

    def __init__(self) -> None:
        self.timings_ms: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times the code inside under that name; raises WorkStopped if the work was cancelled."""
        checkpoint()
        start = time.perf_counter()
        with span(f"step.{name}"):
            yield
        spent = (time.perf_counter() - start) * 1_000
        self.timings_ms[name] = round(self.timings_ms.get(name, 0.0) + spent, 3)
