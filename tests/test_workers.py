"""Several processes that serve together: what they share, and that one of them may be killed."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from awaiting import awaited
from clocks import ManualClock
from served import sent, started, with_tokens

from rag.accounts import Accounts
from rag.config import Service, Settings
from rag.encoders import HashingEncoder
from rag.errors import SettingsInvalid
from rag.errors.service import ServiceBusy, TooManyRequests
from rag.ingest import ingest
from rag.runtime.private_lines import PrivateLines
from rag.runtime.process_lock import ProcessLock
from rag.server.admission_queue import AdmissionQueue
from rag.server.idempotency import Idempotency
from rag.server.indexing_job import IndexingJob
from rag.server.login_limits import LoginLimits
from rag.server.page_forwarding import WorkerDoor
from rag.server.rate_limit import RateLimit
from rag.server.refused_questions import RefusedQuestions
from rag.server.shelves import MemoryShelf, Shelf
from rag.server.worker import Worker
from rag.web.account_histories import AccountHistories
from rag.web.application import serve
from rag.web.feedback import Feedback

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="finds the workers in /proc"
)
QUESTION = "When do the reading rooms open?"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    """Two workers of a service, as two processes have them."""
    first, second = (Worker(number, 2, tmp_path, "secret") for number in range(2))
    for each in (first, second):
        each.begin()
    yield first, second
    for each in (first, second):
        each.close()


@pytest.fixture(params=["of a process", "of all workers"])
def shelf(request: pytest.FixtureRequest, pair: tuple[Worker, Worker]) -> Shelf:
    return MemoryShelf(50) if request.param == "of a process" else pair[0].shelf("a", 50)


def test_a_shelf_keeps_changes_and_forgets_what_was_changed_longest_ago(shelf: Shelf) -> None:
    assert shelf.get("one") is None
    assert shelf.change("one", lambda before: [before, 1]) == [None, 1]
    assert shelf.change("one", lambda before: [*before, 2]) == [None, 1, 2]
    with pytest.raises(ZeroDivisionError):
        shelf.change("one", lambda _: 1 / 0)
    assert shelf.get("one") == [None, 1, 2]
    shelf.change("gone", lambda _: True)
    assert shelf.change("gone", lambda _: None) is None
    assert (shelf.get("gone"), len(shelf)) == (None, 1)
    for number in range(300):
        shelf.change(str(number), lambda _: True)
        shelf.change("one", lambda before: before)
    assert shelf.get("one") == [None, 1, 2]
    assert shelf.get("299")
    assert shelf.get("100") is None
    assert len(shelf) <= 150


def test_what_is_on_a_shelf_is_changed_by_one_worker_at_a_time(pair: tuple[Worker, Worker]) -> None:
    shelves = [each.shelf("a", 10) for each in pair]

    def count(number: int) -> None:
        shelves[number % 2].change("count", lambda before: (before or 0) + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(400)))
    assert shelves[0].get("count") == 400
    assert pair[0].shelf("b", 10).get("count") is None


def test_workers_whose_shelves_cannot_be_used_remember_for_themselves(
    pair: tuple[Worker, Worker],
) -> None:
    limit = RateLimit(2, buckets=pair[0].shelf("requests", 10))
    pair[0].close()
    limit.take("anna")
    limit.take("anna")
    with pytest.raises(TooManyRequests):
        limit.take("anna")


def test_a_person_has_the_same_limits_over_all_workers(pair: tuple[Worker, Worker]) -> None:
    clock = ManualClock()
    limits = [RateLimit(4, clock, buckets=each.shelf("requests", 10)) for each in pair]
    for number in range(4):
        limits[number % 2].take("anna")
    for limit in limits:
        assert limit.state("anna")[1] == 0
        with pytest.raises(TooManyRequests):
            limit.take("anna")
        limit.take("bruno")


def test_tries_of_a_password_count_over_all_workers(pair: tuple[Worker, Worker]) -> None:
    first, second = (LoginLimits(2, worker=each) for each in pair)
    first.take("anna", "192.0.2.1")
    second.take("anna", "192.0.2.2")
    with pytest.raises(TooManyRequests):
        first.take("anna", "192.0.2.3")
    second.note("anna", "192.0.2.4")
    first.take("anna", "192.0.2.4")  # its owner signed in there before, at the other worker


def test_the_places_of_a_queue_are_shared_out_and_those_of_a_person_counted_over_all(
    pair: tuple[Worker, Worker],
) -> None:
    first, second = (AdmissionQueue(4, 16, worker=each, name="questions") for each in pair)
    anna, _ = first.join("anna"), first.join("bruno")
    assert second.join("anna").wait(0)
    waits = second.join("anna")  # half of the places of all workers
    assert not waits.wait(0)
    first.leave(anna)
    second.review()
    assert waits.wait(0)
    assert (first.lengths, second.lengths) == ((1, 0), (2, 0))
    for number in range(8):
        second.join(str(number))
    with pytest.raises(ServiceBusy):
        second.join("one more")


def test_the_work_of_a_worker_that_was_killed_no_longer_counts(tmp_path: Path) -> None:
    killed, other = (Worker(number, 2, tmp_path) for number in range(2))
    for each in (killed, other):
        each.begin()
    first, second = (AdmissionQueue(2, 4, worker=each, name="q") for each in (killed, other))
    first.join("anna")
    waits = second.join("anna")
    assert not waits.wait(0)
    again = Worker(0, 2, tmp_path)
    again.begin()
    second.review()
    assert waits.wait(0)
    for each in (killed, other, again):
        each.close()


@dataclass
class Writes:
    """An application that counts the writes it gets; the first of them may never end."""

    calls: int = 0
    ends: bool = True

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.calls += 1
        await receive()
        if not self.ends:
            await asyncio.sleep(60)
        headers = [(b"content-type", "été".encode("latin-1"))]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b"\xff done"})


async def _written(kept: Idempotency) -> list[Any]:
    messages: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"text", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    headers = [(b"idempotency-key", b"one")]
    scope = {"type": "http", "method": "POST", "path": "/v1/documents", "headers": headers}
    await kept(scope, receive, send)
    return messages


def test_a_write_that_another_worker_has_done_is_not_done_again(
    pair: tuple[Worker, Worker],
) -> None:
    app = Writes()
    first, second = (Idempotency(app, worker=each) for each in pair)
    responses = [awaited(_written(each)) for each in (first, second)]
    assert app.calls == 1
    (start, body), (again, same) = responses
    assert (again["status"], again["headers"]) == (start["status"], start["headers"])
    assert same["body"] == body["body"]


def test_a_write_whose_worker_was_killed_may_be_sent_again(tmp_path: Path) -> None:
    killed, other = (Worker(number, 2, tmp_path) for number in range(2))
    for each in (killed, other):
        each.begin()
    app = Writes(ends=False)

    async def twice() -> tuple[list[Any], list[Any]]:
        never = asyncio.create_task(_written(Idempotency(app, worker=killed)))
        while not app.calls:
            await asyncio.sleep(0.01)
        running = await _written(Idempotency(app, worker=other))
        again = Worker(0, 2, tmp_path)
        again.begin()
        app.ends = True
        done = await _written(Idempotency(app, worker=other))
        never.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await never
        again.close()
        return running, done

    running, done = awaited(twice())
    assert running[0]["status"] == 409
    assert (done[0]["status"], app.calls) == (201, 2)
    for each in (killed, other):
        each.close()


def test_only_a_worker_can_say_whose_request_it_sends_on() -> None:
    clients: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        clients.append((scope["client"], scope["scheme"], scope["headers"]))

    async def ask(secret: bytes) -> None:
        headers = [
            (b"verbatim-secret", secret), (b"verbatim-client", b"192.0.2.7"),
            (b"verbatim-scheme", b"https"), (b"accept", b"*/*"),
        ]  # fmt: skip
        scope = {"type": "http", "client": None, "scheme": "http", "headers": headers}
        await WorkerDoor(app, Worker(0, 2, Path(), "secret"))(scope, None, None)  # type: ignore[arg-type]

    for secret in (b"secret", b"", b"guess", "sécret".encode()):
        awaited(ask(secret))
    others = [(b"accept", b"*/*")]
    assert clients == [(("192.0.2.7", 0), "https", others), *[(None, "http", others)] * 3]


def test_an_indexing_is_seen_by_all_workers_and_runs_in_one(pair: tuple[Worker, Worker]) -> None:
    first, second = (IndexingJob(each) for each in pair)
    begun, door = threading.Event(), threading.Event()

    def work() -> Any:
        first.start(3)
        first.advance("a")
        begun.set()
        door.wait(60)

    assert first.run(work)
    assert begun.wait(60)
    assert (second.state.running, second.state.done, second.state.total) == (True, 1, 3)
    assert not second.run(lambda: pytest.fail("two at once"))
    door.set()
    while first.state.running:
        time.sleep(0.01)
    assert not second.state.running


def test_a_lock_holds_between_threads_and_processes_and_ends_with_its_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.lock"
    held, other = ProcessLock(path), ProcessLock(path)
    with held:
        assert not held.acquire(blocking=False)
        assert not other.acquire(blocking=False)
        assert not other.acquire(timeout=0.2)
    assert other.acquire(timeout=5)
    other.release()
    code = (
        "import sys, time, pathlib; from rag.runtime.process_lock import ProcessLock\n"
        "lock = ProcessLock(pathlib.Path(sys.argv[1])); lock.acquire(); print('held', flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert not held.acquire(blocking=False)
        process.kill()
    assert held.acquire(timeout=5)
    held.release()


def test_a_file_of_lines_loses_none_while_workers_make_it_older(
    pair: tuple[Worker, Worker],
) -> None:
    path = pair[0].door(0).with_name("lines")
    files = [PrivateLines(path, size=2_000, kept=50, lock=each.lock("lines")) for each in pair]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: files[number % 2].add(f"{number:04} {'x' * 40}"), range(600)))
    for each in files:
        each.close()
    found = [one for each in path.parent.glob("lines*") if each.suffix != ".lock"
             for one in each.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    assert sorted(int(line[:4]) for line in found) == list(range(600))


def test_questions_without_an_answer_are_counted_over_all_workers(
    pair: tuple[Worker, Worker],
) -> None:
    path = pair[0].door(0).with_name("refused.json")
    files = [RefusedQuestions(path, each.lock("refused")) for each in pair]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: files[number % 2].add("Où est la clé ?"), range(40)))
    assert [each.count for each in files[0].most(9)] == [40]


def test_a_verdict_is_stored_once_over_all_workers(
    pair: tuple[Worker, Worker], library: Any
) -> None:
    path, answer = pair[0].door(0).with_name("feedback.jsonl"), library.ask(QUESTION)
    for each in (*pair, *pair):
        Feedback(path, each).add(answer, "helpful", "anna")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_more_workers_are_refused_where_the_system_cannot_start_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    settings = Settings(service=Service(workers=2))
    with pytest.raises(SettingsInvalid):
        serve(tmp_path / "index", settings, host="127.0.0.1", port=0)
    with pytest.raises(SettingsInvalid):
        Service(workers=0)


class Together:
    """``rag serve --workers 2`` in its own processes, with an account for each of 20 readers."""

    def __init__(self, folder: Path, port: int, pid: int, keys: dict[str, str]) -> None:
        self.folder, self.port, self.pid, self.keys = folder, port, pid, keys

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return [one for each in _children(self.pid) for one in _children(each)]

    @property
    def doors(self) -> list[Path]:
        """The sockets of the workers."""
        return sorted((self.folder / "tmp").glob("verbatim-*/*.sock"))

    def asked(self, number: int, path: str, key: str) -> httpx.Response:
        """The response of a worker of its own."""
        transport = httpx.HTTPTransport(uds=str(self.doors[number]))
        headers = {"authorization": f"Bearer {key}", "host": "127.0.0.1"}
        with httpx.Client(transport=transport, base_url="http://127.0.0.1", timeout=60) as client:
            return client.get(path, headers=headers)


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


@pytest.fixture(scope="module")
def together(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Together]:
    folder = tmp_path_factory.mktemp("workers")
    limits = "per_minute = 100000\nasks_per_minute = 100000\nasks_at_once = 4\n"
    settings = f'encoder = "hashing-64"\n[service]\naccounts = true\n{limits}'
    (folder / "rag.toml").write_text(settings, encoding="utf-8")
    (folder / "tmp").mkdir()
    ingest([documents], folder / "index", HashingEncoder())
    accounts, keys = with_tokens(folder / "index", [f"reader{n}" for n in range(20)])
    accounts.change_role("reader0", "admin")
    accounts.close()

    def before() -> None:
        os.environ["TMPDIR"] = str(folder / "tmp")

    with started(folder, "--workers", "2", before=before) as (port, pid):
        service = Together(folder, port, pid, keys)
        _until_done(lambda: len(service.doors) == 2, 60)
        yield service


def test_both_workers_answer_and_take_up_a_new_generation(
    together: Together, tmp_path: Path
) -> None:
    key = together.keys["reader1"]
    assert len(together.workers) == len(together.doors) == 2
    before = [_index_of(together, number, key) for number in range(2)]
    (tmp_path / "new.md").write_text("# Bees\n\nThe roof has nine hives.\n", encoding="utf-8")
    ingest([tmp_path], together.folder / "index", HashingEncoder())
    after = [_index_of(together, number, key) for number in range(2)]
    assert len(set(before)) == len(set(after)) == 1
    assert before != after


def _index_of(together: Together, number: int, key: str) -> str:
    for _ in range(600):
        found = together.asked(number, "/readyz", key)
        if found.status_code == 200:
            return str(found.json()["index_id"])
        time.sleep(0.1)
    raise AssertionError("a worker does not come up")


def test_the_metrics_are_those_of_all_workers(together: Together) -> None:
    key = together.keys["reader0"]
    for number in range(2):
        together.asked(number, "/v1/documents", key)
    texts = [together.asked(number, "/metrics", key).text for number in range(2)]
    for text in texts:
        counted = [line for line in text.splitlines() if 'route="/v1/documents"' in line]
        assert [float(line.split()[-1]) for line in counted if "_requests_total" in line] == [2.0]
        assert "process_resident_memory_bytes" in text


class OpenPage:
    """A page of an account: each event and each stream has a connection of its own."""

    def __init__(self, port: int, cookie: str, name: str, asks: int) -> None:
        self._port, self._cookie, self._name, self._asks = port, cookie, name, asks

    def ask(self, question: str) -> bool:
        """Whether a question is answered; raises as the connection does where it is cut."""
        data = [question, "", None, None, None]
        event = {"data": data, "fn_index": self._asks, "session_hash": self._name}
        with self._sent("POST", "/gradio_api/queue/join", event) as response:
            if response.status != 200:
                return False
            wanted = json.loads(response.read())["event_id"]
        with self._sent("GET", f"/gradio_api/queue/data?session_hash={self._name}") as response:
            while line := response.readline():
                if b'"process_completed"' in line and wanted.encode() in line:
                    return bool(json.loads(line.removeprefix(b"data: "))["success"])
        return False

    def status_of_event(self, runs: str) -> int:
        """The status of an event of a page that was loaded while these runs were going on."""
        event = {"data": ["", "", None, None, None], "fn_index": self._asks}
        event |= {"session_hash": self._name}
        with self._sent("POST", "/gradio_api/queue/join", event, runs) as response:
            return response.status

    @contextlib.contextmanager
    def _sent(
        self, method: str, path: str, body: object = None, runs: str = ""
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"cookie": self._cookie, "content-type": "application/json"}
        headers |= {"verbatim-run": runs} if runs else {}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            yield connection.getresponse()
        finally:
            connection.close()


def _signed_in(port: int, name: str) -> str:
    """The cookie of somebody who has signed in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    form = urlencode({"name": name, "password": "un mot de passe"})
    kind = {"content-type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", form, kind)
    response = connection.getresponse()
    cookie = (response.getheader("set-cookie") or "").partition(";")[0]
    connection.close()
    assert (response.status, bool(cookie)) == (303, True)
    return cookie


def _number_of_ask(port: int, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/config", headers={"cookie": cookie})
    config = json.loads(connection.getresponse().read())
    connection.close()
    return int(next(one["id"] for one in config["dependencies"] if one["api_name"] == "_ask"))


def test_a_page_is_served_whichever_worker_gets_its_requests(together: Together) -> None:
    cookie = _signed_in(together.port, "reader2")
    asks = _number_of_ask(together.port, cookie)
    for number in range(8):  # the owner of each is chosen by its name, the worker by chance
        page = OpenPage(together.port, cookie, f"page{number}", asks)
        assert page.ask(QUESTION)
        assert page.ask("And on Sundays?")


def _runs(port: int, cookie: str) -> str:
    """The runs of the workers that a page is loaded with."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/", headers={"cookie": cookie})
    found = re.search(r'data-run="([\w.]+)"', connection.getresponse().read().decode())
    connection.close()
    assert found is not None
    return found[1]


def _until_done(work: Callable[[], bool], seconds: float) -> int:
    """Does some work again while it fails; how often it failed."""
    end, failed = time.monotonic() + seconds, 0
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if work():
                return failed
        failed += 1
        assert time.monotonic() < end, "it is never answered"
        time.sleep(0.1)


def test_a_worker_that_is_killed_under_load_costs_a_retry_and_no_answer(together: Together) -> None:
    """Twenty readers ask, and a page of an account whose history keeps what was answered."""
    cookie = _signed_in(together.port, "reader3")
    asks, before = _number_of_ask(together.port, cookie), together.workers
    runs = _runs(together.port, cookie)
    questions = [f"When do the reading rooms open in {1950 + number}?" for number in range(8)]

    def read(name: str) -> list[int]:
        body = json.dumps({"question": QUESTION}).encode()

        def ask() -> bool:
            return sent(together.port, "POST", "/v1/ask", body, together.keys[name])[0] == 200

        return [_until_done(ask, 90) for _ in range(6)]

    def on_pages() -> None:
        for number, question in enumerate(questions):

            def ask(number: int = number, question: str = question) -> bool:
                name = (
                    f"{number}-{time.monotonic_ns()}"  # a page loads itself again after a restart
                )
                return OpenPage(together.port, cookie, name, asks).ask(question)

            _until_done(ask, 90)

    with ThreadPoolExecutor(21) as pool:
        readers = [pool.submit(read, name) for name in together.keys]
        pages = pool.submit(on_pages)
        time.sleep(1.0)
        os.kill(before[0], signal.SIGKILL)
        retries = [each for reader in readers for each in reader.result(200)]
        pages.result(200)
    assert len(retries) == 120
    _until_done(lambda: len(set(together.workers) - {before[0]}) == 2, 30)
    open_pages = [OpenPage(together.port, cookie, f"open{number}", asks) for number in range(8)]
    statuses = {each.status_of_event(runs) for each in open_pages}
    assert statuses == {200, 409}  # those of the killed worker are loaded again
    assert {each.status_of_event(_runs(together.port, cookie)) for each in open_pages} == {200}
    accounts = Accounts(together.folder / "index" / "accounts.sqlite")
    histories = AccountHistories(together.folder / "index" / "accounts.history", accounts)
    account = next(each for each in accounts.accounts() if each.name == "reader3")
    history = histories.of(account.identity)
    accounts.close()
    answered = {one.question for _, turns in history.conversations for one in turns
                if not one.pending}  # fmt: skip
    assert answered >= set(questions)


def test_the_workers_end_with_the_service_however_it_ends(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n', encoding="utf-8")
    ingest([documents], tmp_path / "index", HashingEncoder())

    def before() -> None:
        os.environ["TMPDIR"] = str(tmp_path)

    for number in (signal.SIGTERM, signal.SIGKILL):
        with started(tmp_path, "--workers", "2", before=before) as (_, pid):
            workers = [one for each in _children(pid) for one in _children(each)]
            assert len(workers) == 2
            os.kill(pid, number)
            _until_done(partial(_have_ended, workers), 40)
        assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
        if number == signal.SIGTERM:
            assert not list(tmp_path.glob("verbatim-*"))


def _have_ended(processes: list[int]) -> bool:
    states = []
    for each in processes:
        with contextlib.suppress(FileNotFoundError):
            states.append(Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[0])
    return all(state == "Z" for state in states)
