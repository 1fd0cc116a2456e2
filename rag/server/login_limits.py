"""How often a password may be tried."""

from __future__ import annotations

from rag.server.identity import network_of
from rag.server.rate_limit import MOST_BUCKETS, RateLimit
from rag.server.worker import Worker

_PER_MINUTE = 10  # per name and per address: room for typing errors, not for guessing
_MOST_KNOWN = 10_000


class LoginLimits:
    """The limits on tries of a password: for each address, and for each name.

    From a network where a name has signed in, only the network counts: others cannot use up the
    tries of its owner. Safe to share between threads.
    """

    def __init__(
        self, per_minute: int = _PER_MINUTE, known: int = _MOST_KNOWN, worker: Worker | None = None
    ) -> None:
        shelf = (worker or Worker()).shelf
        self._by_address, self._by_name = (
            RateLimit(per_minute, buckets=shelf(f"logins by {each}", MOST_BUCKETS))
            for each in ("address", "name")
        )
        self._known = shelf("logins of names", known)

    def take(self, name: str, address: str) -> None:
        """Counts a try; raises TooManyRequests if there were too many."""
        known, network = _name(name), network_of(address)
        self._by_address.take(network)
        if self._known.get(_place(known, network)) is None:
            self._by_name.take(known)

    def note(self, name: str, address: str) -> None:
        """Remembers from where a name has signed in; the places of long ago are forgotten."""
        self._known.change(_place(_name(name), network_of(address)), lambda _: True)


def _name(name: str) -> str:
    return name.casefold()[:64]


def _place(name: str, network: str) -> str:
    return f"{network} {name}"
