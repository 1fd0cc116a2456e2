"""Clients that hold connections or memory: idle, with endless headers, unread, streaming ones."""

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

LARGE = 20_000_000  # bytes, more than the system keeps of what a client has not read
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers each request, once it has read its body.

    The response is short, of 20 MB in one piece ("/large"), or of 20 MB in pieces ("/pieces").
    """
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    large = scope["path"] in ("/large", "/pieces")
    headers = [(b"content-length", b"%d" % LARGE)] if large else []
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] == "/pieces":
        for _ in range(LARGE // 50_000):
            await send({"type": "http.response.body", "body": bytes(50_000), "more_body": True})
    body = bytes(LARGE) if scope["path"] == "/large" else b""
    await send({"type": "http.response.body", "body": body if large else b"hello"})


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


def asking_for(path: str, port: int, source: str = "127.0.0.1", size: int = 4_096) -> socket.socket:
    """A connection that has asked for a response and has read nothing, with a small buffer."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    one.bind((source, 0))
    one.connect(("127.0.0.1", port))
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return one


def received(one: socket.socket, bytes_at_once: int = 65_536, pause: float = 0) -> int:
    """How many bytes come until the server closes a connection, or has sent all."""
    count = 0
    with contextlib.suppress(ConnectionError):
        while count < LARGE and (part := one.recv(bytes_at_once)):
            count += len(part)
            time.sleep(pause)
    return count


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


@pytest.mark.parametrize("path", ["/large", "/pieces"])
def test_a_client_that_does_not_read_is_closed(path: str) -> None:
    protocol = limited(WaitingConnections(), header_seconds=0.3, read_seconds=0.5)
    with serving(protocol) as port, asking_for(path, port) as one:
        time.sleep(2)
        assert received(one) < LARGE
        assert get(port) == 200


@pytest.mark.parametrize("path", ["/large", "/pieces"])
def test_a_client_that_reads_slowly_gets_all_of_it(path: str) -> None:
    """Longer than the deadline of the next headers, which runs once all is read."""
    protocol = limited(WaitingConnections(), header_seconds=0.3, read_seconds=1)
    with serving(protocol) as port, asking_for(path, port, size=65_536) as one:
        assert received(one, 500_000, pause=0.005) >= LARGE


@pytest.mark.parametrize("path", ["/large", "/pieces"])
def test_clients_that_do_not_read_leave_room_for_others(path: str) -> None:
    waiting = WaitingConnections(per_address=5, most=20)
    with serving(limited(waiting)) as port, contextlib.ExitStack() as stack:
        for number in range(30):
            stack.enter_context(asking_for(path, port, f"127.0.0.{2 + number % 10}"))
        assert get(port) == 200
        time.sleep(1)
        assert len(waiting) <= 20


def test_responses_that_wait_to_be_read_do_not_fill_the_memory() -> None:
    """Ten clients read one byte of 20 MB each; another address reads all of its response."""
    waiting = WaitingConnections(most_unread=4 * LARGE)
    with serving(limited(waiting)) as port, contextlib.ExitStack() as stack:
        reader = stack.enter_context(asking_for("/large", port, "127.0.0.99", size=65_536))
        held = [stack.enter_context(asking_for("/large", port)) for _ in range(10)]
        time.sleep(1)
        assert sum(one.unread for one in waiting) <= 4 * LARGE
        assert get(port) == 200
        assert received(reader, 500_000) >= LARGE
        assert sum(is_cut(one) for one in held) >= 6


def is_cut(one: socket.socket) -> bool:
    return received(one, 500_000) < LARGE


@pytest.mark.parametrize(
    ("piece", "status"), [(b"1\r\nx\r\n", b"400"), (b"3e8\r\n" + b"x" * 1_000 + b"\r\n", b"200")]
)
def test_a_body_in_tiny_pieces_is_refused(piece: bytes, status: bytes) -> None:
    with serving(limited(WaitingConnections())) as port, connections(port, 1) as (one,):
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            one.sendall(piece * 2_000 + b"0\r\n\r\n")
        one.settimeout(10)
        assert one.recv(4_096).startswith(b"HTTP/1.1 " + status)


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
