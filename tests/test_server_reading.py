"""Pages of documents are read by turns: however much one person opens, others are served."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from awaiting import awaited
from served import built, running, with_tokens

from rag.config import Service, Settings
from rag.engine import Rag
from rag.errors.service import WorkStopped
from rag.export import make_exhibit
from rag.records import Page
from rag.runtime.cancellation import Cancellation
from rag.server.access_control import AccessControl
from rag.server.access_middleware import AccessMiddleware
from rag.server.policy import Policies
from rag.web.routes import ALL_ROUTES

NAMES = ("anna", "bruno", "carla", "denis")


class SlowPages(Rag):
    """A library that reads no page until it is let go."""

    def __init__(self, library: Rag) -> None:
        vars(self).update(vars(library))
        self.begun = threading.Semaphore(0)
        self.door = threading.Event()

    def page(self, document_id: str, number: int | None) -> Page:
        self.begun.release()
        assert self.door.wait(60)
        return super().page(document_id, number)


class ReadSite:
    """A service whose pages are slow, with a token for each name."""

    def __init__(self, library: Rag, folder: Path) -> None:
        self.library = SlowPages(library)
        accounts, self._keys = with_tokens(folder, NAMES)
        settings = Settings(service=Service(asks_waiting=16))
        self.app = built(lambda: self.library, settings, accounts=accounts)
        self.address = ""
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()
        self.pool = ThreadPoolExecutor(100)

    def get(self, name: str, path: str, body: object = None) -> int:
        """The status of a request of a person, a POST if it has a body."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {
            "authorization": f"Bearer {self._keys[name]}",
            "content-type": "application/json",
            "accept": "application/json, text/event-stream",
        }
        try:
            connection.request("POST" if body else "GET", path, json.dumps(body), headers)
            response = connection.getresponse()
            return 503 if "busy" in response.read().decode() else response.status
        finally:
            connection.close()

    def send_event(self, name: str, page: str, event: str, **data: object) -> int:
        """The status of an event of the library's table."""
        with self._lock:
            if not self._numbers:
                known = json.loads(self.text(name, "/config"))["dependencies"]
                self._numbers = {on: one["id"] for one in known for _, on in one["targets"]}
        number = self._numbers[event]
        body = {"data": [None, None], "fn_index": number, "session_hash": page, "event_data": data}
        return self.get(name, "/gradio_api/queue/join", body)

    def events(self, name: str, page: str) -> str:
        """What comes in the stream of a page until its last event is answered."""
        return self.text(name, f"/gradio_api/queue/data?session_hash={page}")

    def text(self, name: str, path: str) -> str:
        """The body of a response to a person."""
        with urllib.request.urlopen(self._request(name, path), timeout=30) as response:
            found: str = response.read().decode()
        return found

    def _request(self, name: str, path: str) -> urllib.request.Request:
        headers = {"authorization": f"Bearer {self._keys[name]}"}
        return urllib.request.Request(f"http://{self.address}{path}", headers=headers)

    def ask(self, name: str, path: str, body: object = None) -> Future[int]:
        """The same, later."""
        return self.pool.submit(self.get, name, path, body)


@pytest.fixture
def read(library: Rag, tmp_path: Path) -> Iterator[ReadSite]:
    service = ReadSite(library, tmp_path)
    with running(service.app) as address, service.pool:
        service.address = address.removeprefix("http://")
        yield service
        service.library.door.set()


def test_three_accounts_leave_room_for_what_the_page_shows_to_a_fourth(read: ReadSite) -> None:
    """They took the eight places of the page, for as long as a hundred events of each wait."""
    document = read.library.documents()[0].id
    for name in ("anna", "carla", "denis"):
        for number in range(4):
            read.pool.submit(read.send_event, name, f"{name}{number}", "read", document=document)
    for _ in range(6):
        assert read.library.begun.acquire(timeout=60)
    assert not read.library.begun.acquire(timeout=2)
    read.send_event("bruno", "mine", "sort", column="title")
    assert "process_completed" in read.events("bruno", "mine")


def called(method: str, **values: object) -> dict[str, object]:
    """A message of MCP."""
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": values}


@pytest.mark.parametrize("place", ["view", "page", "tool", "resource"])
def test_one_reader_who_opens_a_document_again_and_again_keeps_nobody_waiting(
    read: ReadSite, place: str
) -> None:
    """60 of them took every thread, and the processor of a large document for minutes."""
    document = read.library.documents()[0].id
    path, body = {
        "view": (f"/view/{document}", None),
        "page": (f"/v1/documents/{document}/pages/1", None),
        "tool": (
            "/mcp",
            called("tools/call", name="open_page", arguments={"document": document}),
        ),
        "resource": ("/mcp", called("resources/read", uri=f"verbatim://documents/{document}")),
    }[place]
    many = [read.ask("anna", path, body) for _ in range(60)]
    assert read.library.begun.acquire(timeout=60)
    assert read.get("bruno", "/v1/models") == 200
    one = read.ask("bruno", path, body)
    assert read.library.begun.acquire(timeout=60)
    read.library.door.set()
    assert one.result(60) == 200
    found = [each.result(60) for each in many]
    assert set(found) == {200, 503}


def test_what_takes_as_long_as_a_document_or_the_library_is_large_waits_its_turn() -> None:
    policies = Policies(ALL_ROUTES)
    for path in (
        "/", "/config", "/view/x", "/notebooks", "/notebooks/x/export.pdf", "/v1/documents",
        "/api/documents", "/v1/documents/x/pages/1", "/api/documents/x/pages/1",
        "/v1/documents/x/original",
    ):  # fmt: skip
        assert policies.find(path)[1].for_method("GET").reads, path
    assert not policies.find("/v1/documents")[1].for_method("POST").reads  # 200 MB, not kept


@pytest.mark.parametrize(("kind", "held"), [(b"application/pdf", 0), (b"text/event-stream", 1)])
def test_a_response_that_is_read_slowly_holds_no_place(kind: bytes, held: int) -> None:
    """Each kept one of the few places for as long as its client liked, 30 kB in 30 seconds."""

    async def of_one() -> tuple[int, int]:
        access, unread = AccessControl(Settings()), asyncio.Event()

        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            headers = [(b"content-type", kind)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"a" * 1_000_000})

        async def receive() -> dict[str, Any]:
            if not received:
                received.append(1)
                return {"type": "http.request", "body": b"{}", "more_body": False}
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                await unread.wait()

        received: list[int] = []
        scope = {
            "type": "http", "method": "POST", "path": "/v1/ask", "headers": [],
            "client": ("127.0.0.1", 1), "query_string": b"",
        }  # fmt: skip
        served: Callable[..., Any] = AccessMiddleware(app, access)
        task = asyncio.create_task(served(scope, receive, send))
        await asyncio.sleep(0.05)
        during = access.queue.lengths[0]
        unread.set()
        await task
        return during, access.queue.lengths[0]

    assert awaited(of_one()) == (held, 0)


def test_an_export_is_given_up_between_its_exhibits(library: Rag) -> None:
    cited = library.ask("When do the reading rooms open?").citations[0]
    work = Cancellation()
    work.cancel()
    with work.watching(), pytest.raises(WorkStopped):
        make_exhibit(cited, library, crops=True)
