"""Evaluations over HTTP: the same figures as in the terminal, in the queue with other people."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from slow_library import Slow

from rag.config import Settings
from rag.engine import Rag
from rag.evaluate import ExpectedAnswer, LibraryEvaluation, evaluate_library
from rag.server import AccessControl, EngineLoader, create_app

ASKED = {"question": "When do the reading rooms open?", "document": "guide.pdf", "page": 2}
NONE = {"question": "Que dit l'article 12 du règlement ?", "answer": "none"}
BODY = {"name": "hours", "questions": [ASKED, NONE]}


@pytest.fixture(scope="module")
def client(library: Rag) -> TestClient:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    app = create_app(loader, AccessControl(Settings()))
    return TestClient(app, base_url="http://127.0.0.1")


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: their names and data."""
    parts = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data[6:])) for name, data in parts]


def test_the_figures_are_those_of_the_terminal(client: TestClient, library: Rag) -> None:
    response = client.post("/v1/evaluations", json=BODY)
    assert response.status_code == 200, response.text
    found = LibraryEvaluation.from_dict(response.json())
    expected = [
        ExpectedAnswer(ASKED["question"], ("guide.pdf",), ("2",)),  # type: ignore[arg-type]
        ExpectedAnswer(NONE["question"], refused=True),
    ]
    known = evaluate_library(library, expected, name="hours")
    assert found.figures == known.figures
    assert found.name == "hours"
    assert [one.outcome for one in found.questions] == ["right", "right"]
    assert "root" not in response.text


def test_each_question_is_sent_once_it_is_judged(client: TestClient) -> None:
    headers = {"accept": "text/event-stream"}
    found = events(client.post("/v1/evaluations", json=BODY, headers=headers).text)
    assert [name for name, _ in found] == ["question", "question", "evaluation"]
    assert found[0][1]["outcome"] == "right"
    assert found[2][1]["figures"]["right"]["mean"] == 1.0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"questions": []}, "questions"),
        ({"questions": [{"question": "Who?", "answer": "Zoé"}, {"question": "Who?"}]}, "row 2: "),
        ({"questions": [{"question": "", "answer": "none"}]}, "row 1: question is empty"),
        ({"questions": [{"question": "x", "anser": "y"}]}, "anser"),
        ({"questions": [{"question": "x" * 5_000, "answer": "y"}]}, "5,000"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(
    client: TestClient, body: dict[str, Any], said: str
) -> None:
    response = client.post("/v1/evaluations", json=body)
    assert response.status_code == 422
    assert said in response.json()["detail"]


def test_an_error_within_a_stream_is_its_last_event(client: TestClient) -> None:
    body = {"questions": [NONE, {"question": "x" * 5_000, "answer": "y"}]}
    headers = {"accept": "text/event-stream"}
    found = events(client.post("/v1/evaluations", json=body, headers=headers).text)
    assert [name for name, _ in found] == ["question", "error"]
    assert client.post("/v1/evaluations", json=BODY).status_code == 200  # the next one may run


def test_a_second_evaluation_is_refused_with_its_status(library: Rag) -> None:
    """Asked for as events, too."""
    slow = Slow(library)
    loader = EngineLoader(lambda: slow)
    assert loader.wait(30) == "ready"
    headers = {"accept": "text/event-stream"}
    with (
        TestClient(create_app(loader), base_url="http://127.0.0.1") as client,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(client.post, "/v1/evaluations", json=BODY)
        assert slow.begun.acquire(timeout=30)
        assert client.post("/v1/evaluations", json=BODY, headers=headers).status_code == 503
        slow.door.set()
        assert first.result(60).status_code == 200


def test_only_curators_evaluate(library: Rag, tmp_path: Path) -> None:
    from rag.accounts import Accounts
    from rag.accounts.passwords import Passwords

    accounts = Accounts(tmp_path / "a.sqlite", Passwords(64, 1))
    keys = {}
    for role in ("reader", "curator"):
        accounts.add(role, "correct horse battery", role)
        keys[role] = accounts.add_token(role, "", lifetime=dt.timedelta(days=1))[1]
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    client = TestClient(
        create_app(loader, AccessControl(Settings(), accounts)), base_url="http://127.0.0.1"
    )
    codes = [
        client.post("/v1/evaluations", json=BODY, headers=headers).status_code
        for headers in ({}, *({"authorization": f"Bearer {key}"} for key in keys.values()))
    ]
    assert codes == [401, 403, 200]
