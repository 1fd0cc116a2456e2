"""A clock that stands still until a test sets it."""

from __future__ import annotations


class ManualClock:
    """Gives the seconds that are set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds
