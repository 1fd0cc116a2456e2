"""The admission queue, the rate limit, and work that is cancelled."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from clocks import ManualClock
from hypothesis import given
from hypothesis import strategies as st
from served import built, running
from slow_library import Slow

from rag.config import Service, Settings
from rag.engine import Rag
from rag.errors.service import ServiceBusy, TooManyRequests, WorkStopped
from rag.records import Answer
from rag.records.checks import Check
from rag.runtime.cancellation import Cancellation, checkpoint
from rag.server.access_control import AccessControl
from rag.server.admission_queue import AdmissionQueue, QueuePlace
from rag.server.identity import CALLER_KEY, MACHINE, VISITOR, calling
from rag.server.rate_limit import RateLimit
from rag.server.streams import Streams

if TYPE_CHECKING:
    from rag.web.presenter import Presenter


def test_the_first_are_worked_on_the_next_wait_the_others_come_back() -> None:
    queue = AdmissionQueue(at_once=2, waiting=1)
    first, _, third = queue.join(), queue.join(), queue.join()
    assert queue.lengths == (2, 1)
    with pytest.raises(ServiceBusy) as caught:
        queue.join()
    assert "Réessayez dans" in caught.value.message("fr")
    assert not third.wait(0)
    queue.leave(first)
    assert third.wait(1)
    queue.leave(third)
    queue.leave(third)  # leaving twice frees one place only
    assert queue.lengths == (1, 0)


def test_one_account_leaves_room_for_the_others() -> None:
    queue = AdmissionQueue(at_once=4, waiting=8)
    busy = [queue.join("mallory") for _ in range(4)]
    assert [place.wait(0) for place in busy] == [True, True, False, False]
    with pytest.raises(ServiceBusy):
        queue.join("mallory")
    others = [queue.join("anna"), queue.join()]
    assert [place.wait(0) for place in others] == [True, True]
    late = queue.join("bruno")
    queue.leave(others[0])
    assert [late.wait(0), busy[2].wait(0)] == [True, False]
    queue.leave(busy[0])
    assert busy[2].wait(0)
    assert queue.lengths == (4, 1)


def test_one_address_of_an_open_service_leaves_room_for_the_others() -> None:
    """From programs and from the page alike; the questions are counted by address, too."""
    service = Service(open=True, asks_at_once=2, asks_waiting=4, asks_per_minute=3)
    scope: dict[str, Any] = {CALLER_KEY: VISITOR, "client": ("192.0.2.1", 4_711)}
    access = AccessControl(Settings(service=service), event_scope=lambda: scope)
    busy = [access.join(access.queue, VISITOR, "192.0.2.1") for _ in range(2)]
    assert [place.wait(0) for place in busy] == [True, False]
    with pytest.raises(ServiceBusy), access.admitted("Qui ?"):
        pass
    scope["client"] = ("192.0.2.2", 4_711)
    for _ in range(3):
        with access.admitted("Qui ?"):
            assert access.queue.lengths == (2, 1)
    with pytest.raises(TooManyRequests), access.admitted("Qui ?"):
        pass
    scope["client"] = ("192.0.2.3", 4_711)
    with access.admitted("Qui ?"):
        assert access.queue.lengths == (2, 1)
    access.close()


def test_outside_the_page_each_address_has_its_own_limit(library: Rag) -> None:
    """The viewer and MCP work outside events of the page."""
    access = AccessControl(Settings(service=Service(open=True, asks_per_minute=2)))
    for address in ("192.0.2.1", "192.0.2.2"):
        with calling(VISITOR, address):
            assert access.person() == f"at {address}"
            for _ in range(2):
                with access.admitted(None, "verify"):
                    pass
            with pytest.raises(TooManyRequests), access.admitted(None, "verify"):
                pass
    access.close()


def test_the_user_of_this_machine_has_the_whole_queue() -> None:
    access = AccessControl(Settings(service=Service(asks_at_once=2)))
    busy = [access.join(access.queue, MACHINE, "127.0.0.1") for _ in range(2)]
    assert [place.wait(0) for place in busy] == [True, True]
    access.close()


def test_an_account_alone_on_one_core_is_served() -> None:
    queue = AdmissionQueue(at_once=1, waiting=0)
    assert queue.join("anna").wait(0)


def test_who_leaves_the_queue_before_being_admitted_is_passed_over() -> None:
    queue = AdmissionQueue(at_once=1, waiting=5)
    first, second, third = queue.join(), queue.join(), queue.join()
    queue.leave(second)
    queue.leave(first)
    assert third.wait(1)
    assert not second.wait(0)


@given(st.integers(1, 4), st.integers(0, 5), st.lists(st.integers(-1, 30), max_size=60))
def test_no_more_are_at_work_than_may_be_and_nobody_is_forgotten(
    at_once: int, waiting: int, moves: list[int]
) -> None:
    queue, present = AdmissionQueue(at_once, waiting), list[QueuePlace]()
    for move in moves:
        if move < 0 or not present:
            try:
                present.append(queue.join())
            except ServiceBusy:
                assert len(present) == at_once + waiting
        else:
            queue.leave(present.pop(move % len(present)))
        working, queued = queue.lengths
        assert working == min(at_once, len(present))
        assert working + queued == len(present)
        assert [place.wait(0) for place in present] == [True] * working + [False] * queued


def test_waiting_longer_than_the_time_of_the_work_stops_it() -> None:
    queue = AdmissionQueue(at_once=1, waiting=1)
    queue.join()
    with pytest.raises(WorkStopped), queue.admitted(Cancellation(0.05)):
        pass
    assert queue.lengths == (1, 0)


def test_a_bucket_fills_again_with_time() -> None:
    clock = ManualClock()
    limit = RateLimit(6, clock)
    for _ in range(6):
        limit.take("ann")
    with pytest.raises(TooManyRequests) as caught:
        limit.take("ann")
    assert caught.value.values["seconds"] == 10
    limit.take("bob")
    clock.seconds = 10
    limit.take("ann")
    with pytest.raises(TooManyRequests):
        limit.take("ann")


def test_buckets_do_not_pile_up() -> None:
    limit = RateLimit(5, ManualClock())
    for n in range(25_000):
        limit.take(str(n))
    assert len(limit._buckets) <= 10_001


def test_work_stops_at_its_next_checkpoint() -> None:
    checkpoint()
    work = Cancellation(60)
    with work.watching():
        checkpoint()
        work.cancel()
        with pytest.raises(WorkStopped):
            checkpoint()
    checkpoint()
    with Cancellation(0).watching(), pytest.raises(WorkStopped):
        checkpoint()


def test_an_answer_is_given_up_between_its_steps(library: Rag) -> None:
    with Cancellation(0).watching(), pytest.raises(WorkStopped):
        library.ask("Who signs?")


@pytest.fixture
def slow(library: Rag) -> Slow:
    return Slow(library)


@pytest.fixture
def address(slow: Slow) -> Iterator[str]:
    settings = Settings(service=Service(asks_at_once=1, asks_waiting=1, ask_seconds=300))
    with running(built(lambda: slow, settings)) as address:
        yield address.removeprefix("http://")
        slow.door.set()


StartAsk = Callable[[], http.client.HTTPConnection]


@pytest.fixture
def ask(address: str) -> Iterator[StartAsk]:
    """Sends a question, on a connection of its own."""
    with contextlib.ExitStack() as closing:

        def send() -> http.client.HTTPConnection:
            connection = http.client.HTTPConnection(address, timeout=30)
            closing.callback(connection.close)
            body = json.dumps({"question": "When do the reading rooms open?"})
            connection.request("POST", "/api/ask", body, {"content-type": "application/json"})
            return connection

        yield send


def figure(address: str, name: str) -> float:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_past_its_limit_the_service_says_that_it_is_busy(
    slow: Slow, address: str, ask: StartAsk
) -> None:
    first = ask()
    assert slow.begun.acquire(timeout=20)
    second = ask()
    until(lambda: figure(address, "verbatim_asks_waiting") == 1)
    third = ask().getresponse()
    assert (third.status, third.headers["retry-after"]) == (503, "5")
    body = json.load(third)
    assert "très sollicité" in body["message_fr"]
    assert "The service is busy" in body["message_en"]
    assert "object" not in json.dumps(body)
    slow.door.set()
    for connection in (first, second):
        assert json.load(connection.getresponse())["found"] is True


def test_who_hangs_up_frees_the_place_and_stops_the_work(
    slow: Slow, address: str, ask: StartAsk
) -> None:
    working = ask()
    assert slow.begun.acquire(timeout=20)
    waiting = ask()
    until(lambda: figure(address, "verbatim_asks_waiting") == 1)
    waiting.close()
    until(lambda: figure(address, "verbatim_asks_waiting") == 0)
    working.close()
    assert slow.stopped.wait(20)
    until(lambda: figure(address, "verbatim_asks_working") == 0)
    slow.door.set()
    assert ask().getresponse().status == 200


def presenter_of_one(library: Slow) -> Presenter:
    """The presenter of the page over a library that answers one question at once; none waits."""
    from rag.server import AccessControl, EngineLoader
    from rag.web.presenter import Presenter

    loader = EngineLoader(lambda: library)
    loader.wait(20)
    one = Service(asks_at_once=1, asks_waiting=0)
    return Presenter(loader, access=AccessControl(Settings(service=one)))


def test_a_page_waits_in_the_same_queue(slow: Slow, library: Rag) -> None:
    presenter = presenter_of_one(slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(presenter.answer, presenter.new_turn("When do the reading rooms open?"))
        assert slow.begun.acquire(timeout=20)
        assert isinstance(presenter.answer(presenter.new_turn("Qui signe ?")).outcome, ServiceBusy)
        slow.door.set()
        assert isinstance(first.result(20).outcome, Answer)


def test_a_check_waits_in_the_same_queue(slow: Slow) -> None:
    presenter = presenter_of_one(slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(presenter.answer, presenter.new_turn("When do the reading rooms open?"))
        assert slow.begun.acquire(timeout=20)
        waiting = presenter.new_check("Les salles ferment à seize heures.")
        assert isinstance(presenter.run_check(waiting).outcome, ServiceBusy)
        slow.door.set()
        assert isinstance(first.result(20).outcome, Answer)
    assert isinstance(presenter.run_check(waiting).outcome, Check)


def test_only_an_answer_is_judged(slow: Slow) -> None:
    presenter = presenter_of_one(slow)
    waiting = presenter.new_turn("When do the reading rooms open?")
    assert presenter.rate([waiting], 1, "helpful") == [waiting]


def test_the_work_of_a_page_is_cancelled_with_it_and_all_work_at_the_end() -> None:
    streams, mine, other = Streams(), Cancellation(60), Cancellation(60)
    with streams.tracking("mine", mine), streams.tracking("other", other):
        streams.cancel("mine")
        assert (mine.seconds_left == 0, other.seconds_left > 0) == (True, True)
        streams.stop()
        assert other.seconds_left == 0
    streams.cancel("mine")  # nothing is kept of a page that is gone


def test_who_closes_the_page_stops_its_question(slow: Slow, address: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", "/config")
    config = json.load(connection.getresponse())
    components = config["components"]
    box = next(
        each["id"] for each in components if each["props"].get("elem_id") == "v-question-box"
    )
    asks = next(each for each in config["dependencies"] if [box, "submit"] in each["targets"])
    page = http.client.HTTPConnection(address, timeout=30)
    page.request("GET", "/gradio_api/heartbeat/apage")
    assert page.getresponse().read1(5) == b"data:"
    event = {
        "data": ["When do the reading rooms open?", "", *[None] * (len(asks["inputs"]) - 2)],
        "fn_index": asks["id"],
        "session_hash": "apage",
    }
    headers = {"content-type": "application/json"}
    connection.request("POST", "/gradio_api/queue/join", json.dumps(event), headers)
    assert connection.getresponse().status == 200
    assert slow.begun.acquire(timeout=20)
    page.close()
    assert slow.stopped.wait(20)
    connection.close()


def test_a_body_that_comes_too_slowly_is_given_up(library: Rag) -> None:
    from rag.server import EngineLoader, RequestLimits, create_app

    app = create_app(EngineLoader(lambda: library), limits=RequestLimits(seconds=0.2))
    with running(app) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
        connection.putrequest("POST", "/api/ask")
        connection.putheader("content-length", "100")
        connection.endheaders(b'{"question"')
        response = connection.getresponse()
        assert response.status == 408
        assert "trop lentement" in json.load(response)["message_fr"]
        connection.close()
