"""Work that waits in threads: however much of one person waits, others are served."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from served import built, running, with_tokens
from slow_library import Slow

from rag.config import Service, Settings
from rag.engine import Rag
from rag.errors.service import ServiceBusy
from rag.runtime.cancellation import Cancellation
from rag.server.admission_queue import AdmissionQueue

NAMES = ("anna", "bruno", "carla", "denis")
QUESTION = "When do the reading rooms open?"


class Busy:
    """A service whose library answers nothing until it is let go, with a token for each name."""

    def __init__(self, library: Rag, folder: Path) -> None:
        self.library = Slow(library)
        accounts, self._keys = with_tokens(folder, NAMES)
        settings = Settings(service=Service(asks_at_once=2, ask_seconds=300))
        self.app = built(lambda: self.library, settings, accounts=accounts)
        self.address = ""

    def send(self, name: str, method: str, path: str, body: object = None) -> bytes:
        """The body of a response to a person."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {
            "authorization": f"Bearer {self._keys[name]}",
            "content-type": "application/json",
            "accept": "application/json, text/event-stream",
        }
        try:
            connection.request(method, path, json.dumps(body), headers)
            return connection.getresponse().read()
        finally:
            connection.close()

    def ask_on_page(self, name: str, page: str) -> None:
        """Sends the event of a page that asks a question; its answer comes in a stream."""
        config = json.loads(self.send(name, "GET", "/config"))
        asks = next(each for each in config["dependencies"] if each["api_name"] == "_ask")
        event = {"data": [QUESTION, "", None, None, None], "fn_index": asks["id"]}
        self.send(name, "POST", "/gradio_api/queue/join", event | {"session_hash": page})

    def call(self, name: str) -> bytes:
        """What the tool "ask" of MCP returns."""
        called = {"name": "ask", "arguments": {"question": QUESTION}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": called}
        return self.send(name, "POST", "/mcp", message)


@pytest.fixture
def busy(library: Rag, tmp_path: Path) -> Iterator[Busy]:
    service = Busy(library, tmp_path)
    with running(service.app) as address:
        service.address = address.removeprefix("http://")
        yield service
        service.library.door.set()


def test_calls_of_tools_that_wait_leave_threads_to_other_requests(busy: Busy) -> None:
    with ThreadPoolExecutor(60) as pool:
        for number in range(60):
            pool.submit(busy.call, NAMES[number % 3])
        for _ in range(2):
            assert busy.library.begun.acquire(timeout=60)
        probe = pool.submit(busy.send, "denis", "GET", "/healthz")
        try:
            assert b"ok" in probe.result(60)
        finally:
            busy.library.door.set()


def test_the_questions_of_one_person_on_the_page_leave_room_for_others(busy: Busy) -> None:
    for number in range(30):
        busy.ask_on_page("anna", f"anna{number}")
    assert busy.library.begun.acquire(timeout=60)
    busy.ask_on_page("bruno", "bruno")
    assert busy.library.begun.acquire(timeout=60)


def test_fewer_of_a_person_may_wait_where_the_others_need_the_place() -> None:
    queue = AdmissionQueue(at_once=2, waiting=64)
    for _ in range(3):
        queue.join("anna", waiting=2)
    with pytest.raises(ServiceBusy), queue.admitted(Cancellation(1), "anna", waiting=2):
        pass
    queue.join("bruno", waiting=2)
    assert queue.lengths == (2, 2)
