"""How often a password may be tried."""

from __future__ import annotations

import threading
from collections import OrderedDict

from rag.server.identity import network_of
from rag.server.rate_limit import RateLimit

_PER_MINUTE = 10  # per name and per address: room for typing errors, not for guessing
_MOST_KNOWN = 10_000


class LoginLimits:
    """The limits on tries of a password: for each address, and for each name.

    From a network where a name has signed in, only the network counts: others cannot use up the
    tries of its owner. Safe to share between threads.
    """

    def __init__(self, per_minute: int = _PER_MINUTE, known: int = _MOST_KNOWN) -> None:
        self._by_address, self._by_name = RateLimit(per_minute), RateLimit(per_minute)
        self._most, self._lock = known, threading.Lock()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def take(self, name: str, address: str) -> None:
        """Counts a try; raises TooManyRequests if there were too many."""
        place = _place(name, address)
        with self._lock:
            known = place in self._known
        self._by_address.take(place[1])
        if not known:
            self._by_name.take(place[0])

    def note(self, name: str, address: str) -> None:
        """Remembers from where a name has signed in; the places of long ago are forgotten."""
        place = _place(name, address)
        with self._lock:
            self._known[place] = None
            self._known.move_to_end(place)
            if len(self._known) > self._most:
                self._known.popitem(last=False)


def _place(name: str, address: str) -> tuple[str, str]:
    return name.casefold()[:64], network_of(address)
