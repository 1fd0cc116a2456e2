"""A local server with OpenAI's chat completions, which answers what a test sets."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Manner = Literal[
    "whole",
    "cut",
    "noise",
    "refuses",
    "sleeps",
    "drips",
    "blanks",
    "letters",
    "flood",
    "headers",
    "line",
    "inflates",
]


class Model(ThreadingHTTPServer):
    """Answers every request with ``says``, in a manner; keeps what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.says = ""
        self.manner: Manner = "whole"
        self.sent: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.sent.append(json.loads(body))
        self.server.keys.append(self.headers.get("authorization", ""))
        if self.server.manner == "refuses":
            self.send_error(500)
            return
        if self.server.manner == "sleeps":
            time.sleep(1.5)
        try:
            if self.server.manner == "headers":
                self._drip(b"HTTP/1.1 200 OK\r\n", b"x-more: 1\r\n")
            self._begin()
            self._stream()
        except OSError:
            return

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        if self.server.manner == "inflates":
            self.send_header("content-encoding", "gzip")
        self.end_headers()

    def _drip(self, first: bytes, part: bytes) -> None:
        """Ten seconds of small parts."""
        self.wfile.write(first)
        for _ in range(100):
            self.wfile.write(part)
            time.sleep(0.1)

    def _fill(self) -> None:
        """A line without end, until the client has read enough, or one that inflates."""
        while self.server.manner == "line":
            self.wfile.write(b"x" * 1_000_000)
        packer = zlib.compressobj(1, wbits=31)
        parts = (packer.compress(bytes(1_000_000)) for _ in range(400))
        self.wfile.write(b"".join(parts) + packer.flush())

    def _stream(self) -> None:
        if self.server.manner == "noise":
            self.wfile.write(b"data: {not json\n\n")
            return
        if self.server.manner == "blanks":
            self._drip(b"", b" ")
        if self.server.manner in ("inflates", "line"):
            self._fill()
            return
        if self.server.manner == "letters":
            for letter in self.server.says:
                self._chunk({"content": letter}, None)
            self._chunk({}, "stop")
            return
        while self.server.manner == "flood":  # until the client has read enough
            self._chunk({"content": self.server.says * 10_000}, None)
        for word in self.server.says.split(" "):
            self._chunk({"content": f"{word} "}, None)
            if self.server.manner == "drips":
                time.sleep(0.2)
        if self.server.manner != "cut":
            self._chunk({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _chunk(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        line = json.dumps(chunk | {"choices": [choice]})
        self.wfile.write(f"data: {line}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the output of tests stays clean."""


@contextmanager
def model() -> Iterator[Model]:
    """The server, running; it ends with the block."""
    server = Model()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
