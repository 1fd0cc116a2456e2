"""What is undone when the work that it was for fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def undoing(undo: Callable[[], object]) -> Iterator[None]:
    """Calls a function if the block raises, before anybody handles the error."""
    try:
        yield
    except BaseException:
        undo()
        raise
