"""Attacks on the availability of a service, each bounded and from this machine."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import socket
import sys
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the slow PDF files are made by the builders of the tests

from test_hostile import blended

CONNECTIONS, STREAMS, EVENTS, GUESSES = 2_000, 300, 60, 50  # the last one a second
UNREAD = 600  # responses
LARGE_FOLDER = "large"  # of a document that is large
_LARGE = "/static/ffmpeg/ffmpeg-core.wasm"  # 31 MB; Gradio sends it to anybody
EVENT_BYTES = 900_000
_HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
_NUMBERS = "Conseil " + "1 " * 9_000


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked: its port, and the access tokens and the password that an attacker has.

    ``readers`` are the tokens of three accounts.
    """

    port: int
    readers: tuple[str, ...]
    curator: str
    name: str
    password: str

    @property
    def reader(self) -> str:
        """The token of one account."""
        return self.readers[0]


# Attacks until the event is set; returns what was refused or closed, with how often.
Attack = Callable[[Target, threading.Event], Counter[str]]


def hold_idle_connections(target: Target, stop: threading.Event) -> Counter[str]:
    """2,000 connections of 40 addresses: half send nothing, half headers that never end."""
    counts: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        held = [_idle(target, stack, number, counts) for number in range(CONNECTIONS)]
        stop.wait()
        counts["closed"] += sum(map(_is_closed, filter(None, held)))
    return counts


def _idle(
    target: Target, stack: contextlib.ExitStack, number: int, counts: Counter[str]
) -> socket.socket | None:
    source = (f"127.0.0.{2 + number % 40}", 0)
    try:
        one = socket.create_connection(("127.0.0.1", target.port), 5, source_address=source)
        stack.enter_context(one)
        if number % 2:
            one.sendall(_HEAD)
    except OSError:
        counts["refused"] += 1
        return None
    return one


def _is_closed(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(4_096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def read_nothing(target: Target, stop: threading.Event) -> Counter[str]:
    """600 clients of 40 addresses that ask for a large file and read nothing of it."""
    counts: Counter[str] = Counter()
    asked = f"GET {_LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        held = [one for n in range(UNREAD) if (one := _idle(target, stack, 2 * n, counts))]
        for one in held:
            with contextlib.suppress(OSError):
                one.sendall(asked)
        stop.wait()
        counts["closed of the first 10"] += sum(map(_is_cut, held[:10]))
    return counts


def _is_cut(one: socket.socket) -> bool:
    """Whether a response ends before its 31 MB; the system keeps at most a few of them."""
    one.settimeout(5)
    count = 0
    try:
        while count < 15_000_000 and (part := one.recv(1 << 20)):
            count += len(part)
    except OSError:  # reset, too: the server did not send the rest
        pass
    return count < 15_000_000


def open_streams(target: Target, stop: threading.Event) -> Counter[str]:
    """300 streams of one account, and 60 events of 900 kB whose answers nobody fetches."""
    counts: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        for number in range(STREAMS):
            connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
            stack.callback(connection.close)
            path = f"/gradio_api/heartbeat/attack{number}"
            counts[f"stream {_status(connection, 'GET', path, key=target.reader)}"] += 1
        event = _page_event(target)
        for number in range(EVENTS):
            body = json.dumps({**event, "session_hash": f"event{number}"})
            connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
            stack.callback(connection.close)
            path = "/gradio_api/queue/join"
            counts[f"event {_status(connection, 'POST', path, body, target.reader)}"] += 1
        stop.wait()
    return _refused(counts)


def _page_event(target: Target) -> dict[str, object]:
    """A large event of the page that only sorts the library."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    connection.request("GET", "/config", headers={"authorization": f"Bearer {target.reader}"})
    config = json.loads(connection.getresponse().read())
    connection.close()
    sorts = next(
        each for each in config["dependencies"] if any(to[1] == "sort" for to in each["targets"])
    )
    return {
        "data": [None] * len(sorts["inputs"]),
        "fn_index": sorts["id"],
        "event_data": {"column": "title", "more": "a" * EVENT_BYTES},
    }


def guess_passwords(target: Target, stop: threading.Event) -> Counter[str]:
    """50 tries a second, each of a new name and address; who knows the password signs in too."""
    counts: Counter[str] = Counter()
    person = (target.name, target.password)
    slowest = _sign_in(target, person, "127.0.0.1", counts, "signed in")
    with ThreadPoolExecutor(64) as pool:
        for number in itertools.count():
            if stop.wait(1 / GUESSES):
                break
            source = f"127.{1 + number % 250}.{number // 250 % 250}.7"
            guess = (f"name{number}", "a guess of a password")
            pool.submit(_sign_in, target, guess, source, counts, "guess")
            if number % (3 * GUESSES) == GUESSES:
                seconds = _sign_in(target, person, "127.0.0.1", counts, "signed in")
                slowest = max(slowest, seconds)
    counts[f"slowest sign-in {slowest:.1f} s"] = 1
    return counts


def _sign_in(
    target: Target, person: tuple[str, str], source: str, counts: Counter[str], what: str
) -> float:
    """The seconds that a try with a name and a password takes."""
    start = time.monotonic()
    form = urllib.parse.urlencode(dict(zip(("name", "password"), person, strict=True)))
    connection = http.client.HTTPConnection(
        "127.0.0.1", target.port, timeout=30, source_address=(source, 0)
    )
    kind = "application/x-www-form-urlencoded"
    counts[f"{what} {_status(connection, 'POST', '/sign-in', form, kind=kind)}"] += 1
    connection.close()
    return time.monotonic() - start


def check_numbers(target: Target, stop: threading.Event) -> Counter[str]:
    """One account has texts of figures checked, four at once."""
    body = json.dumps({"text": _NUMBERS})
    return _repeated(target, stop, 4, lambda _: ("POST", "/api/check", body, target.reader))


def check_as_three(target: Target, stop: threading.Event) -> Counter[str]:
    """Three accounts have such texts checked, six at once each."""
    body = json.dumps({"text": _NUMBERS})
    keys = target.readers
    return _repeated(target, stop, 18, lambda n: ("POST", "/api/check", body, keys[n % len(keys)]))


def open_large_document(target: Target, stop: threading.Event) -> Counter[str]:
    """One account opens the largest document in the viewer, 100 times at once."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    key = {"authorization": f"Bearer {target.reader}"}
    connection.request("GET", f"/v1/documents?folders={LARGE_FOLDER}", headers=key)
    (document,) = json.loads(connection.getresponse().read())["documents"]
    connection.close()
    path = f"/view/{document['id']}?q=shelf"
    return _repeated(target, stop, 100, lambda _: ("GET", path, b"", target.reader))


def large_document() -> str:
    """A page of HTML of 600 kB."""
    lots = (f"<h2>Lot {n}</h2><p>Crate {n} stands on shelf {n % 97}.</p>" for n in range(12_000))
    return f"<html><title>Crates</title><body>{''.join(lots)}</body></html>"


def upload_slow_files(target: Target, stop: threading.Event) -> Counter[str]:
    """A curator uploads PDF files of 2 kB whose shapes take hours to draw."""
    data = blended(20_000)
    return _repeated(
        target, stop, 2, lambda n: ("PUT", f"/api/library/slow{n}.pdf", data, target.curator)
    )


def _repeated(
    target: Target, stop: threading.Event, threads: int,
    request: Callable[[int], tuple[str, str, str | bytes, str]],
) -> Counter[str]:  # fmt: skip
    """The statuses of requests sent again and again by some threads."""
    counts: Counter[str] = Counter()
    numbers = itertools.count()

    def send() -> None:
        while not stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
            counts[_status(connection, *request(next(numbers)))] += 1
            connection.close()
            stop.wait(0.1)

    with ThreadPoolExecutor(threads) as pool:
        for _ in range(threads):
            pool.submit(send)
    return counts


def _status(
    connection: http.client.HTTPConnection, method: str, path: str,
    body: str | bytes | None = None, key: str = "", kind: str = "application/json",
) -> str:  # fmt: skip
    """The status of a request, or the class of what went wrong."""
    headers = {"content-type": kind} | ({"authorization": f"Bearer {key}"} if key else {})
    try:
        connection.request(method, path, body, headers)
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__


def _refused(counts: Counter[str]) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if not name.endswith(" 200")})


@contextlib.contextmanager
def slow_writer() -> Iterator[str]:
    """The address of a model's server that sends one space a second."""

    class Spaces(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(120):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(1)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Spaces)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
