"""Work on many items in a few threads, with the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def in_order(
    work: Callable[[_Given], _Made], items: Iterable[_Given], threads: int
) -> Iterator[_Made]:
    """The results of some work on each item, in order; cancelled with the work that asks for them.

    No item is taken before its turn: at most two for each thread are on their way.
    """
    waiting: deque[Future[_Made]] = deque()
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="in-order") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(copy_context().run, work, item))
                if len(waiting) >= 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
