"""Answers announced while work on them goes on, to those who listen in the same context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rag.records import Answer

Listener = Callable[[Answer], object]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def announced_to(listener: Listener) -> Iterator[None]:
    """``listener`` is called with each answer that ``announce`` is given inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def announce(answer: Answer) -> None:
    """Says that all quotes of an answer are verified; a model may still write from them."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(answer)
