"""What was computed last, kept up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def _one(value: object) -> int:
    return 1


class BoundedCache(Generic[_Key, _Value]):
    """The values of the last keys, ``most`` together in size; safe between threads.

    ``size`` gives the size of a value, which is 1 by default. The least recently used goes first.
    """

    def __init__(self, most: int, size: Callable[[_Value], int] = _one) -> None:
        self._most = most
        self._size = size
        self._total = 0
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()
        self._lock = threading.Lock()

    def recall(
        self, keys: Sequence[_Key], make: Callable[[list[_Key]], Sequence[_Value]]
    ) -> list[_Value]:
        """The value of each key; ``make`` gives those that are missing, each once."""
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        new = list(dict.fromkeys(key for key in keys if key not in known))
        if new:
            made = dict(zip(new, make(new), strict=True))
            known |= made
            self._keep(made)
        return [known[key] for key in keys]

    def find(self, key: _Key) -> _Value | None:
        """The value of a key, ``None`` if it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: _Key, value: _Value) -> None:
        """Keeps a value, in place of an earlier one of the key."""
        with self._lock:
            if key in self._kept:
                self._total -= self._size(self._kept.pop(key))
        self._keep({key: value})

    def _keep(self, made: dict[_Key, _Value]) -> None:
        with self._lock:
            for key, value in made.items():
                if key not in self._kept:  # another thread may have made it meanwhile
                    self._kept[key] = value
                    self._total += self._size(value)
            while self._total > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._total -= self._size(oldest)
