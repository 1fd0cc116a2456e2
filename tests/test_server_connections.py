"""Clients that hold connections: idle ones, endless headers, many streams. Others are served."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from rag.errors.service import TooManyRequests
from rag.server.connections import LimitedProtocol, WaitingConnections, limited
from rag.server.streams import Streams

HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers each request, once it has read its body."""
    while scope["type"] == "http" and (await receive()).get("more_body"):
        pass
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello"})


@contextmanager
def serving(protocol: type[LimitedProtocol]) -> Iterator[int]:
    """The port of a server with a protocol."""
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    config = uvicorn.Config(hello, log_level="warning", ws="none", lifespan="off", http=protocol)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def connections(port: int, count: int, source: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """So many connections from an address."""
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(
                socket.create_connection(("127.0.0.1", port), 20, source_address=(source, 0))
            )
            for _ in range(count)
        ]


def is_closed(one: socket.socket) -> bool:
    """Whether the server closes a connection, waiting for it at most a fifth of a second."""
    one.settimeout(0.2)
    try:
        return one.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def get(port: int) -> int:
    """The status of a request on a new connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"\r\n" + HEAD])
def test_headers_that_do_not_end_in_time_close_the_connection(sent: bytes) -> None:
    """Those of a first request, and those of a second one."""
    protocol = limited(WaitingConnections(), header_seconds=0.5)
    with serving(protocol) as port, connections(port, 1) as (one,):
        one.sendall(sent)
        start = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while one.recv(4096):
                pass
        assert time.monotonic() - start < 15


def test_the_longest_waiting_of_an_address_makes_room() -> None:
    waiting = WaitingConnections(per_address=5, most=100)
    with serving(limited(waiting)) as port, connections(port, 8) as held:
        assert get(port) == 200
        assert [is_closed(one) for one in held] == [True] * 4 + [False] * 4
        with connections(port, 1, source="127.0.0.2") as (other,):
            assert not is_closed(other)


def test_the_clients_of_a_proxy_share_its_address() -> None:
    waiting = WaitingConnections(["127.0.0.1"], per_address=2, most=100)
    with serving(limited(waiting)) as port, connections(port, 8) as held:
        assert get(port) == 200
        assert not any(map(is_closed, held))


def test_idle_connections_of_many_addresses_leave_room_for_others() -> None:
    waiting = WaitingConnections(per_address=20, most=60)
    with serving(limited(waiting)) as port, contextlib.ExitStack() as stack:
        for n in range(10):
            stack.enter_context(connections(port, 20, source=f"127.0.0.{n + 2}"))
        assert [get(port) for _ in range(5)] == [200] * 5
        assert len(waiting) <= 60


def test_idle_connections_of_many_addresses_do_not_close_that_of_a_reader() -> None:
    """A browser keeps its connection between two requests."""
    waiting = WaitingConnections(per_address=20, most=60)
    with serving(limited(waiting)) as port, contextlib.ExitStack() as stack:
        (reader,) = stack.enter_context(connections(port, 1, source="127.0.0.99"))
        for n in range(10):
            stack.enter_context(connections(port, 20, source=f"127.0.0.{n + 2}"))
        assert get(port) == 200
        assert not is_closed(reader)


@pytest.mark.parametrize("parts", [[b"ab", b"cd"], [b"abcd"]])
def test_a_body_in_parts_is_read_to_its_end(parts: Sequence[bytes]) -> None:
    waiting = WaitingConnections()
    with serving(limited(waiting, header_seconds=0.3)) as port, connections(port, 1) as (one,):
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n")
        for part in parts:
            time.sleep(0.4)  # the deadline is that of the headers alone
            one.sendall(part)
        assert one.recv(4096).startswith(b"HTTP/1.1 200")


def test_the_streams_of_a_person_are_bounded() -> None:
    streams = Streams()
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(streams.counted("anna", 3))
        with pytest.raises(TooManyRequests) as caught, streams.counted("anna", 3):
            pass
        assert caught.value.values == {"seconds": 10}
        with streams.counted("bruno", 3):
            pass
    with streams.counted("anna", 3):
        pass
