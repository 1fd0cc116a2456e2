"""A local server with the part of Qdrant's HTTP interface that Verbatim uses, and its failures."""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Fault = Literal["works", "drops", "drops once", "sleeps", "breaks", "noise", "strange"]
SLEEP = 3.0  # seconds


class QdrantServer(ThreadingHTTPServer):
    """Answers from a Qdrant inside the process, in a manner; ``key`` is the one it accepts."""

    daemon_threads = True

    def __init__(self) -> None:
        from qdrant_client import QdrantClient

        super().__init__(("127.0.0.1", 0), _Handler)
        self.client: Any = QdrantClient(location=":memory:")
        self.alone = threading.Lock()
        self.manner: Fault = "works"
        self.key = ""
        self.asked: list[str] = []
        self.scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def serve_tls(self, certificate: Path) -> None:
        """Serves https from now on, with a certificate and its key in one file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.scheme = "https"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: QdrantServer
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.asked.append(f"{self.command} {self.path}")
        manner = self.server.manner
        if manner == "drops once":
            self.server.manner = "works"
        if manner.startswith("drops"):
            self.close_connection = True
            return
        if manner == "sleeps":
            time.sleep(SLEEP)
        if self.server.key and self.headers.get("api-key") != self.server.key:
            self._send(401, b"Must provide an API key or an Authorization bearer token")
        elif manner == "breaks":
            self._send(503, b'{"status": {"error": "shard is dead"}}')
        elif manner == "noise":
            self._send(200, b"<html>not Qdrant</html>")
        elif manner == "strange":
            self._send(200, b'{"result": {"exists": "perhaps"}, "status": "ok", "time": 0}')
        else:
            self._send(200, self._answer(body))

    do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815 - the names are the library's

    def _answer(self, body: bytes) -> bytes:
        path = self.path.partition("?")[0]
        for method, pattern, work in ROUTES:
            found = re.fullmatch(pattern, path)
            if method == self.command and found:
                with self.server.alone:
                    given = json.loads(body) if body else {}
                    result = work(self.server.client, *found.groups(), given)
                return json.dumps({"result": result, "status": "ok", "time": 0.0}).encode()
        raise AssertionError(f"{self.command} {self.path}")

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _plain(answer: Any) -> Any:
    return answer.model_dump(mode="json", exclude_none=True)


def _done(answer: object) -> Any:
    return {"operation_id": 1, "status": "completed"}


def _query(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    found = models.QueryRequestBatch(**given).searches
    searches = [each.model_copy(update={"params": None}) for each in found]
    return [_plain(each) for each in client.query_batch_points(name, searches)]


def _scroll(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    asked = models.ScrollRequest(**given)
    points, _ = client.scroll(
        name, scroll_filter=asked.filter, limit=asked.limit, with_vectors=asked.with_vector
    )
    return {"points": [_plain(each) for each in points]}


def _create(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    asked = models.CreateCollection(**given)
    client.create_collection(
        name, vectors_config=asked.vectors, sparse_vectors_config=asked.sparse_vectors
    )
    return True


def _put(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    return _done(client.upsert(name, models.PointsList(**given).points))


def _delete(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    return _done(client.delete(name, models.FilterSelector(**given)))


def _set(client: Any, name: str, given: Any) -> Any:
    return _done(client.set_payload(name, given["payload"], given["points"]))


def _unset(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    chosen = models.FilterSelector(filter=given["filter"])
    return _done(client.delete_payload(name, given["keys"], chosen))


def _count(client: Any, name: str, given: Any) -> Any:
    from qdrant_client import models

    return _plain(client.count(name, models.CountRequest(**given).filter))


def _rename(client: Any, given: Any) -> Any:
    from qdrant_client import models

    return client.update_collection_aliases(models.ChangeAliasesOperation(**given).actions)


Route = tuple[str, str, Callable[..., Any]]
_ONE = "/collections/([^/]+)"
ROUTES: tuple[Route, ...] = (
    ("GET", "/aliases", lambda client, _: _plain(client.get_aliases())),
    ("POST", "/collections/aliases", _rename),
    ("GET", f"{_ONE}/exists", lambda client, n, _: {"exists": client.collection_exists(n)}),
    ("PUT", _ONE, _create),
    ("DELETE", _ONE, lambda client, name, _: client.delete_collection(name)),
    ("PUT", f"{_ONE}/index", lambda client, name, _: _done(None)),
    ("PUT", f"{_ONE}/points", _put),
    ("POST", f"{_ONE}/points/query/batch", _query),
    ("POST", f"{_ONE}/points/scroll", _scroll),
    ("POST", f"{_ONE}/points/count", _count),
    ("POST", f"{_ONE}/points/delete", _delete),
    ("POST", f"{_ONE}/points/payload", _set),
    ("POST", f"{_ONE}/points/payload/delete", _unset),
)


@contextmanager
def qdrant_server() -> Iterator[QdrantServer]:
    """A server on this machine, gone after the block."""
    with QdrantServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
