"""Connections that wait for their client: for how long, how many of an address and in all.

A client that connects and sends nothing, never ends its headers, or does not read the response,
costs a connection. Each has a deadline, and past a number the connections that have waited longest
are closed, so that a new client is always served (the attacks are known as Slowloris and slow
read).
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from rag.server.identity import network_of

HEADER_SECONDS = 10.0  # from the connection, or the response before, to the end of the headers
WAITING_PER_ADDRESS, WAITING = 100, 500
UNREAD_BYTES = 256_000_000  # of responses that wait in memory for their clients to read them
HEADER_BYTES = 65_536  # of a request
PIECES, PIECE_BYTES = 1_000, 100  # of a body: so many, and one more for each hundred bytes
_UNSENT_BYTES = 65_536
READ_SECONDS, READ_BYTES = 30.0, 30_000  # a client reads so many bytes of a response in that time


class WaitingConnections:
    """The connections that wait for their client, the longest waiting first.

    Past ``per_address`` of one address, the longest waiting of it is closed; past ``most`` in all,
    that of the address with the most connections. The addresses in ``proxies`` stand for many
    clients: only ``most`` holds for them. Past ``most_unread`` bytes of responses that their
    clients have not read, that with the most of them is closed, of the address with the most. Used
    in the event loop of the server only.
    """

    def __init__(
        self,
        proxies: Collection[str] = (),
        *,
        per_address: int = WAITING_PER_ADDRESS,
        most: int = WAITING,
        most_unread: int = UNREAD_BYTES,
    ) -> None:
        self.proxies = proxies
        self._per_address = per_address
        self._most = most
        self._most_unread = most_unread
        self._all: OrderedDict[LimitedProtocol, None] = OrderedDict()
        self._of_address: dict[str, OrderedDict[LimitedProtocol, None]] = {}

    def __len__(self) -> int:
        """How many connections wait for their client."""
        return len(self._all)

    def __iter__(self) -> Iterator[LimitedProtocol]:
        """Those connections, the longest waiting first."""
        return iter(self._all)

    def add(self, connection: LimitedProtocol) -> None:
        """Notes that a connection waits; closes the longest waiting if there are too many."""
        if connection in self._all:
            return
        of_address = self._of_address.setdefault(connection.address, OrderedDict())
        self._all[connection] = of_address[connection] = None
        if len(of_address) > self._per_address and connection.address not in self.proxies:
            self._close(next(iter(of_address)))
        if len(self._all) > self._most:
            fullest = max(self._of_address.values(), key=len)
            self._close(next(iter(fullest)))

    def remove(self, connection: LimitedProtocol) -> None:
        """Notes that a connection no longer waits."""
        if connection not in self._all:
            return
        del self._all[connection]
        of_address = self._of_address[connection.address]
        del of_address[connection]
        if not of_address:
            del self._of_address[connection.address]

    def relieve(self) -> None:
        """Closes connections while too many bytes wait to be read; one alone may have so many."""
        while len(self._all) > 1 and self._unread(self._all) > self._most_unread:
            fullest = max(self._of_address.values(), key=self._unread)
            self._close(max(fullest, key=lambda one: one.unread))

    @staticmethod
    def _unread(connections: Iterable[LimitedProtocol]) -> int:
        return sum(one.unread for one in connections)

    def _close(self, connection: LimitedProtocol) -> None:
        self.remove(connection)
        connection.transport.abort()


def _keep_little(transport: asyncio.Transport) -> None:
    """Lets the system keep little of what is not sent yet.

    By default it takes up to 4 MB at once, for each client that reads nothing, and hides for
    minutes that a slow client reads.
    """
    found = transport.get_extra_info("socket")
    option: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    if option is not None and found.family in (socket.AF_INET, socket.AF_INET6):
        found.setsockopt(socket.IPPROTO_TCP, option, _UNSENT_BYTES)


def most_waiting() -> int:
    """How many connections may wait: a quarter of the files that the process may open, or less."""
    if sys.platform == "win32":
        return WAITING
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WAITING if files == resource.RLIM_INFINITY else min(WAITING, max(files // 4, 1))


class BoundedPieces(h11.Connection):
    """The state of a connection, which refuses bodies in many tiny pieces.

    Each piece of a chunked body takes as long as a hundred bytes or more. One of single bytes
    keeps the server from everything else.
    """

    _pieces = _bytes = 0

    def next_event(self) -> Any:
        """The next event; raises RemoteProtocolError, which the server answers with 400."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            self._pieces = self._bytes = 0
        elif isinstance(event, h11.Data):
            self._pieces += 1
            self._bytes += len(event.data)
            if self._pieces > PIECES + self._bytes // PIECE_BYTES:
                raise h11.RemoteProtocolError("a body in too many pieces")
        return event


class LimitedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn with deadlines for headers and for reading a response.

    ``limited`` gives it its connections.
    """

    waiting: WaitingConnections
    header_seconds: float
    read_seconds: float
    address = ""
    _deadline: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn = BoundedPieces(h11.SERVER, HEADER_BYTES)

    @property
    def unread(self) -> int:
        """The bytes of a response that wait for the client to read them."""
        return self.transport.get_write_buffer_size()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connects, and has to send its headers in time."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        self.address = address if address in self.waiting.proxies else network_of(address)
        _keep_little(transport)
        self._update()

    def data_received(self, data: bytes) -> None:
        """A client sends something: headers, or a part of a body."""
        super().data_received(data)
        self._update()

    def on_response_complete(self) -> None:
        """A response is written, though perhaps not read yet: the next headers may follow."""
        super().on_response_complete()
        self._update()

    def pause_writing(self) -> None:
        """The client has a part of a response to read before more of it is written."""
        super().pause_writing()
        if self._reading is None:
            self._expect_reading()
        self._update()
        self.waiting.relieve()

    def resume_writing(self) -> None:
        """The client has read most of what was written."""
        super().resume_writing()
        self._stop_reading()
        self._update()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed, by whichever side."""
        self.waiting.remove(self)
        self._stop_deadline()
        self._stop_reading()
        super().connection_lost(exc)

    def _update(self) -> None:
        """Sets or ends the deadline and the waiting by what the connection does now."""
        reads = self._reading is not None
        ended = self.cycle is None or self.cycle.response_complete or self.transport.is_closing()
        if ended or reads or self.cycle.more_body:
            self.waiting.add(self)
        else:
            self.waiting.remove(self)
        if reads or not ended:
            self._stop_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.abort)

    def _expect_reading(self) -> None:
        """Closes the connection unless the client reads enough in time, and again after that."""
        unread = self.unread

        def check() -> None:
            if unread - self.unread < READ_BYTES:
                self.transport.abort()
            else:
                self._expect_reading()

        self._reading = self.loop.call_later(self.read_seconds, check)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def limited(
    waiting: WaitingConnections,
    *,
    header_seconds: float = HEADER_SECONDS,
    read_seconds: float = READ_SECONDS,
) -> type[LimitedProtocol]:
    """The protocol of a server whose waiting connections are those."""
    values = {
        "waiting": waiting, "header_seconds": header_seconds, "read_seconds": read_seconds,
    }  # fmt: skip
    return type("Limited", (LimitedProtocol,), values)
