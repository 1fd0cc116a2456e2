"""Events of pages: how many of a person wait, how large they are, and whose page it is."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from clocks import ManualClock
from fastapi.testclient import TestClient
from test_server_access import PASSWORD, Site

from rag.engine import Rag
from rag.errors import RequestRefused
from rag.errors.service import TooManyRequests
from rag.server.page_events import MOST_BYTES, PageEvent, PageEvents

ANSWER = b'data: {"msg":"process_completed","event_id":"1"}\n\n'


def add(events: PageEvents, person: str, page: str, size: int = 10) -> None:
    events.add(page, person, size, most=3, most_bytes=100).passed_on = True


def test_a_person_has_so_many_events_over_all_pages_and_others_have_their_own() -> None:
    events = PageEvents()
    for page in ("a", "b", "a"):
        add(events, "ada", page)
    with pytest.raises(TooManyRequests):
        add(events, "ada", "c")
    add(events, "bea", "d")


def test_the_bytes_of_the_events_of_a_person_are_bounded() -> None:
    events = PageEvents()
    add(events, "ada", "a", 60)
    with pytest.raises(TooManyRequests):
        add(events, "ada", "b", 60)
    add(events, "ada", "b", 40)


def test_an_answer_that_was_sent_frees_the_place_of_its_event() -> None:
    events = PageEvents()
    for _ in range(3):
        add(events, "ada", "a")
    events.note_sent("a", b'data: {"msg":"process_starts"}\n\n')
    with pytest.raises(TooManyRequests):
        add(events, "ada", "a")
    events.note_sent("a", ANSWER)
    add(events, "ada", "a")


def test_an_answer_settles_its_own_event_whatever_the_order() -> None:
    events, settled = PageEvents(), list[str]()
    for name in ("first", "second"):
        event = events.add("a", "ada", 10, most=3, most_bytes=100)
        event.passed_on, event.settled = True, partial(settled.append, name)
        events.note_begun("a", event, "", b'{"event_id":"%b"}' % name.encode())
    events.note_sent("a", b'data: {"msg":"process_completed","event_id":"second"}\n\n')
    assert settled == ["second"]
    events.end("a", "ada")
    assert settled == ["second", "first"]


def test_an_event_that_waits_for_its_turn_outlives_the_stream_before_it() -> None:
    """Gradio ends a stream when it has answered all events that it knows."""
    events, settled = PageEvents(), list[str]()
    waiting = events.add("a", "ada", 10, most=1, most_bytes=100)
    waiting.settled = partial(settled.append, "waiting")
    events.end("a", "ada")
    assert settled == []
    with pytest.raises(TooManyRequests):
        events.add("b", "ada", 10, most=1, most_bytes=100)
    events.drop("a", waiting)
    assert settled == ["waiting"]
    events.add("b", "ada", 10, most=1, most_bytes=100)


def test_an_answer_cannot_be_feigned_by_a_text() -> None:
    events = PageEvents()
    for _ in range(3):
        add(events, "ada", "a")
    events.note_sent("a", json.dumps({"output": '"msg":"process_completed"'}).encode())
    with pytest.raises(TooManyRequests):
        add(events, "ada", "a")


def test_the_end_of_a_stream_frees_its_places_and_so_does_time() -> None:
    clock = ManualClock()
    events = PageEvents(clock)
    for page in ("a", "a", "b"):
        add(events, "ada", page)
    events.end("a", "ada")
    add(events, "ada", "a")
    add(events, "ada", "a")
    clock.seconds = 601.0
    for _ in range(3):
        add(events, "ada", "c")


def test_a_page_is_that_of_the_person_who_opened_it() -> None:
    events = PageEvents()
    events.claim("a", "ada")
    events.claim("a", "ada")
    with pytest.raises(RequestRefused):
        events.claim("a", "bea")
    add(events, "ada", "a", 60)
    events.end("a", "bea")
    with pytest.raises(TooManyRequests):
        add(events, "ada", "a", 60)


@pytest.fixture
def client(library: Rag, tmp_path: Path) -> TestClient:
    return Site(library, tmp_path).client()


def join(client: TestClient, page: str, text: str = "") -> int:
    """The status of an event of a page that only shows something."""
    return int(joined(client, page, text).status_code)


def joined(client: TestClient, page: str, text: str = "", key: str = "") -> Any:
    """The response to that event, sent with a key if there is one."""
    config = client.get("/config").json()
    shows = next(
        each
        for each in config["dependencies"]
        if any(target[1] == "sort" for target in each["targets"])
    )
    body = {
        "data": [None] * (len(shows["inputs"])),
        "fn_index": shows["id"],
        "session_hash": page,
        "event_data": {"column": "title", "more": text},
    }
    headers = {"idempotency-key": key} if key else {}
    return client.post("/gradio_api/queue/join", json=body, headers=headers)


def test_large_events_that_nobody_fetches_are_refused_past_their_bytes(client: TestClient) -> None:
    with client:
        client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
        text = "a" * 900_000
        statuses = [join(client, f"page{n}", text) for n in range(10)]
        assert statuses == [200] * (MOST_BYTES // 900_000) + [429] * (10 - MOST_BYTES // 900_000)
        assert client.get("/api/documents").status_code == 200


def test_nobody_reads_or_sends_the_events_of_the_page_of_another(client: TestClient) -> None:
    with client:
        client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
        assert join(client, "mine") == 200
        client.cookies.clear()
        client.post("/sign-in", data={"name": "curator", "password": PASSWORD})
        assert join(client, "mine") == 403
        for path in ("queue/data?session_hash=mine", "heartbeat/mine"):
            refused = client.get(f"/gradio_api/{path}")
            assert refused.status_code == 403
            assert "another session" in refused.json()["message_en"]


def test_an_event_whose_answer_was_lost_is_the_same_event_when_it_is_sent_again(
    client: TestClient,
) -> None:
    """Or a question would be asked and counted twice."""
    with client:
        client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
        first, again = (joined(client, "mine", key="a").json() for _ in range(2))
        assert again == first
        others = [joined(client, page, key=key).json() for page, key in (
            ("mine", "b"), ("mine", ""), ("mine", ""), ("other", "a"))]  # fmt: skip
        assert len({each["event_id"] for each in (first, *others)}) == 5
        large = [joined(client, f"p{n}", "a" * 900_000, key="a").status_code for n in range(10)]
        assert 429 in large
        assert joined(client, "p9", key="a").status_code == 200  # what was refused has not begun


def test_an_event_begins_anew_after_its_stream_has_ended() -> None:
    """Gradio drops the events of a page whose stream ends: nobody would answer the first."""
    events = PageEvents()
    add(events, "ada", "a")
    events.note_begun("a", PageEvent(1, 0.0), "key", b"first")
    assert events.begun("a", "ada", "key") == b"first"
    assert events.begun("a", "ada", "") is None
    with pytest.raises(RequestRefused):
        events.begun("a", "bea", "key")
    events.end("a", "bea")
    assert events.begun("a", "ada", "key") == b"first"
    events.end("a", "ada")
    assert events.begun("a", "ada", "key") is None


def test_an_event_that_the_page_has_the_answer_of_does_not_begin_again() -> None:
    """Its stream has ended since, which may be that of an event before it."""
    events = PageEvents()
    response = b'{"event_id": "e1"}'
    add(events, "ada", "a")
    events.note_begun("a", PageEvent(1, 0.0), "key", response)
    events.end("a", "ada")
    assert events.begun("a", "ada", "key", (b"e2",)) is None
    assert events.begun("a", "ada", "other", (b"e1",)) is None
    assert events.begun("a", "ada", "key", (b"e2", b"e1")) == response
    for number in range(30):
        events.note_begun("a", PageEvent(1, 0.0), f"{number}", response)
        events.end("a", "ada")
    assert events.begun("a", "ada", "key", (b"e1",)) is None  # few are kept


def test_the_events_that_are_known_again_are_few() -> None:
    events = PageEvents()
    add(events, "ada", "a")
    for number in range(50):
        events.note_begun("a", PageEvent(1, 0.0), f"{number}", b"answer")
    assert [events.begun("a", "ada", key) for key in ("0", "49")] == [None, b"answer"]
    events.note_begun("a", PageEvent(1, 0.0), "k" * 10_000, b"answer")
    events.note_begun("a", PageEvent(1, 0.0), "long", b"x" * 10_000)
    assert [events.begun("a", "ada", key) for key in ("k" * 10_000, "long")] == [None, None]


@pytest.mark.parametrize("number", [99_999, -1, "1", None, True, {}])
def test_an_event_that_the_page_does_not_have_is_refused(
    client: TestClient, number: object
) -> None:
    with client:
        client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
        body = {"data": [], "fn_index": number, "session_hash": "a"}
        response = client.post("/gradio_api/queue/join", json=body)
        assert response.status_code == 422
        assert "body.fn_index" in response.json()["message_en"]
