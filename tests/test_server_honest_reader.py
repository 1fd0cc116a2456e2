"""How long a reader waits while three other accounts hold as much work as they may."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from clocks import ManualClock
from served import built, running
from slow_library import Slow

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.engine import Rag
from rag.errors.service import ServiceBusy
from rag.server.admission_queue import AdmissionQueue, QueuePlace

ATTACKERS = ("mallory", "mordred", "morgan")
SECONDS, MOST = 20, 8  # of a question, waiting included; and that an honest one may take here
QUESTION, ENDLESS = "When do the reading rooms open?", "How many lamps burn without end?"


class Attacked:
    """A service of two cores that three accounts keep busy, and a reader beside them."""

    def __init__(self, library: Rag, folder: Path) -> None:
        self.library = Slow(library, held=ENDLESS)
        accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
        self._keys = {}
        for name in (*ATTACKERS, "anna"):
            accounts.add(name, "un mot de passe", "reader")
            self._keys[name] = accounts.add_token(name, "", lifetime=dt.timedelta(hours=1))[1]
        service = Service(asks_at_once=2, ask_seconds=SECONDS)
        self.app = built(lambda: self.library, Settings(service=service), accounts=accounts)
        self.address, self._event = "", 0
        self.pool = ThreadPoolExecutor(1)

    @contextlib.contextmanager
    def sent(
        self, name: str, method: str, path: str, body: object = None
    ) -> Iterator[http.client.HTTPResponse]:
        """The response to a person."""
        connection = http.client.HTTPConnection(self.address, timeout=90)
        headers = {
            "authorization": f"Bearer {self._keys[name]}",
            "content-type": "application/json",
        }
        try:
            connection.request(method, path, json.dumps(body), headers)
            yield connection.getresponse()
        finally:
            connection.close()

    def ask(self, name: str, question: str) -> int:
        """The status of a question over HTTP."""
        with self.sent(name, "POST", "/v1/ask", {"question": question}) as response:
            return response.status

    def ask_on_page(self, name: str, page: str, question: str) -> None:
        """Sends the event of a page that asks a question; its answer comes in a stream."""
        if not self._event:
            with self.sent(name, "GET", "/config") as response:
                known = json.loads(response.read())["dependencies"]
            self._event = next(each["id"] for each in known if each["api_name"] == "_ask")
        event = {"data": [question, "", None, None, None], "fn_index": self._event}
        join = "/gradio_api/queue/join"
        with self.sent(name, "POST", join, event | {"session_hash": page}) as response:
            assert response.status == 200

    def read_page(self, name: str, page: str) -> None:
        """Reads the stream of a page until its event is complete."""
        said = b""
        with self.sent(name, "GET", f"/gradio_api/queue/data?session_hash={page}") as stream:
            while not re.search(rb'"msg": ?"process_completed"', said):
                part = stream.read1(65_536)
                assert part, said
                said += part
        assert "nine" in said.decode()


@pytest.fixture
def attacked(library: Rag, tmp_path: Path) -> Iterator[Attacked]:
    service = Attacked(library, tmp_path)
    with running(service.app) as address, ThreadPoolExecutor(100) as service.pool:
        service.address = address.removeprefix("http://")
        yield service
        service.library.door.set()


def seconds_of(ask: Callable[[], object]) -> float:
    start = time.monotonic()
    ask()
    return time.monotonic() - start


def test_three_accounts_on_the_page_do_not_keep_a_fourth_waiting(attacked: Attacked) -> None:
    """They held the eight questions that the page worked on, for 19 of the 20 seconds."""
    for number in range(90):
        name = ATTACKERS[number % 3]
        attacked.ask_on_page(name, f"{name}{number}", ENDLESS)
    assert attacked.library.begun.acquire(timeout=60)
    for page in ("first", "second", "third"):
        attacked.ask_on_page("anna", page, QUESTION)
        assert seconds_of(partial(attacked.read_page, "anna", page)) < MOST


def test_three_programs_do_not_keep_a_fourth_waiting(attacked: Attacked) -> None:
    """Each has as many questions waiting as one account may, and they all take their time."""
    for number in range(90):
        attacked.pool.submit(attacked.ask, ATTACKERS[number % 3], ENDLESS)
    assert attacked.library.begun.acquire(timeout=60)
    time.sleep(1)
    for _ in range(3):
        assert seconds_of(lambda: attacked.ask("anna", QUESTION)) < MOST


class Moments:
    """A queue of two places whose clock stands still, and the people in it."""

    def __init__(self, waiting: int = 8) -> None:
        self.clock = ManualClock()
        self.queue = AdmissionQueue(2, waiting, clock=self.clock)

    def joined(self, *people: str) -> list[QueuePlace]:
        return [self.queue.join(person) for person in people]

    def admitted(self, *places: QueuePlace) -> list[bool]:
        self.queue.review()
        return [place.wait(0) for place in places]


def test_who_was_admitted_longest_ago_is_next() -> None:
    given = Moments()
    first, second, *waiting = given.joined("ada", "bea", "ada", "ada", "bea", "carl")
    given.queue.leave(first)
    assert given.admitted(*waiting) == [False, False, False, True]
    given.clock.seconds = 1
    given.queue.leave(second)
    assert given.admitted(*waiting) == [True, False, False, True]


def test_long_work_does_not_keep_others_waiting() -> None:
    given = Moments()
    long = given.joined("ada", "bea")
    (carl,) = given.joined("carl")
    given.clock.seconds = 1.9
    assert given.admitted(*long, carl) == [True, True, False]
    given.clock.seconds = 2.0
    assert given.admitted(carl) == [True]
    (dora,) = given.joined("dora")
    assert given.admitted(dora) == [True]
    # Work of people who have had long work waits for a place of its own.
    for place in long:
        given.queue.leave(place)
    given.clock.seconds = 4.0
    assert given.admitted(*given.joined("ada", "bea", "eve")) == [False, False, True]
    given.clock.seconds = 62.0
    assert given.admitted(*given.joined("bea")) == [True]


def test_beside_long_work_there_is_an_end_of_room_too() -> None:
    given = Moments()
    for number in range(20):
        with contextlib.suppress(ServiceBusy):
            given.joined(f"person{number % 10}")
        given.clock.seconds += 2.0
    working, waiting = given.queue.lengths
    assert (working, waiting) == (6, 8)


def test_nobody_loses_a_place_to_somebody_who_would_have_as_many() -> None:
    given = Moments(waiting=6)
    given.joined("ada", "bea")
    queued = given.joined("ada", "bea", "carl", "dora", "eve", "finn")
    with pytest.raises(ServiceBusy):
        given.joined("gil")
    assert given.admitted(*queued) == [False] * 6


def test_nobody_fills_all_places_that_wait() -> None:
    given = Moments(waiting=8)
    given.joined("ada", "bea")
    waiting = given.joined("ada", "ada", "bea", "bea", "carl", "carl", "dora", "dora")
    (eve,) = given.joined("eve")
    assert given.queue.lengths == (2, 8)
    with pytest.raises(ServiceBusy):
        waiting[1].wait(0)
    assert not eve.wait(0)
    with pytest.raises(ServiceBusy):
        given.joined("bea")
