"""Errors over HTTP: one form everywhere, in the language that the client accepts."""

from __future__ import annotations

import html
import http.client
import json
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from served import built, running

from rag.engine import Rag
from rag.records import LANGUAGES
from rag.server import Engine, EngineLoader, RequestLimits, create_app
from rag.server.access_log import JsonFormatter
from rag.server.error_responses import accepted_language

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(library: Rag) -> Iterator[TestClient]:
    """The whole application: the page is mounted on every path that is not another's."""
    with TestClient(built(lambda: library), base_url=HOST) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "name"),
    [
        pytest.param("POST", "/api/ask", {"question": ""}, 422, "QuestionInvalid", id="library"),
        pytest.param("POST", "/api/ask", {"asked": "x"}, 422, "RequestRefused", id="fields"),
        pytest.param("POST", "/api/ask", None, 422, "RequestRefused", id="no-body"),
        pytest.param("GET", "/api/ask", None, 405, "RequestRefused", id="method"),
        pytest.param("DELETE", "/healthz", None, 405, "RequestRefused", id="method-of-health"),
        pytest.param("GET", "/nowhere", None, 404, "RequestRefused", id="no-route"),
        pytest.param("GET", "/api/nowhere", None, 404, "RequestRefused", id="no-api-route"),
        pytest.param("PUT", "/api/library/a.txt", None, 404, "RequestRefused", id="no-uploads"),
        pytest.param("GET", "/api/documents/x", None, 404, "SourceUnknown", id="no-document"),
        pytest.param("GET", "/api/export/answer.x?q=a", None, 404, "ExportUnknown", id="export"),
        pytest.param("POST", "/api/ask", "x" * 1_000_001, 413, "RequestRefused", id="too-long"),
        pytest.param("GET", "/static/x", None, 404, "RequestRefused", id="no-file-of-the-page"),
        pytest.param("GET", "/static/", None, 400, "RequestRefused", id="folder-of-the-page"),
        pytest.param("GET", "/assets/..%2fx", None, 403, "RequestRefused", id="out-of-a-folder"),
        pytest.param("GET", "/openapi.json", None, 404, "RequestRefused", id="blocked"),
    ],
)
def test_every_error_has_the_form_of_problem_details(
    client: TestClient, method: str, path: str, body: object, status: int, name: str
) -> None:
    response = client.request(method, path, json=body)
    found = response.json()
    assert response.status_code == found["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert found["type"] == f"urn:verbatim:error:{name}"
    assert (found["error"], found["detail"]) == (name, found["message_en"])
    assert found["instance"] == f"urn:verbatim:request:{response.headers['x-request-id']}"
    names = {"type", "status", "detail", "instance", "error", "message_fr", "message_en"}
    assert set(found) == names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/api/documents/x", "/nowhere", "/api/ask"])
def test_an_error_is_said_in_the_language_that_is_accepted(
    client: TestClient, path: str, language: str
) -> None:
    response = client.get(path, headers={"accept-language": f"{language}-CA, de;q=0.8"})
    assert response.json()["detail"] == response.json()[f"message_{language}"]
    assert response.headers["content-language"] == language
    assert "accept-language" in response.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("de, fr;q=0.5", "fr"),
        ("en;q=0.5, fr-FR;q=0.9", "fr"),
        ("fr, en", "fr"),
        ("en, fr", "en"),
        ("fr;q=0, *", "en"),
        ("*", "en"),
        ("*, fr;q=0.1", "fr"),
        ("fr;q=high", "en"),
        ("français", "en"),
    ],
)
def test_the_preferred_language_is_the_one_of_the_greatest_weight(
    accepted: str, language: str
) -> None:
    assert accepted_language(accepted) == language


@pytest.mark.parametrize(
    "path",
    [
        "/api/verify?citation=verbatim:x&quotes=y",
        "/api/export/answer.md?q=a&language=fr",
        "/api/documents/{document}/pages/1/image.png?zoom=3",
    ],
)
def test_an_unknown_parameter_is_refused_by_its_name(
    client: TestClient, library: Rag, path: str
) -> None:
    response = client.get(path.format(document=library.documents()[0].id))
    assert response.status_code == 422
    assert "unknown field (query." in response.json()["detail"]


def test_half_a_character_of_a_client_does_not_break_the_error(client: TestClient) -> None:
    body = b'{"question": "Who?", "scope": {"documents": ["\\ud800"]}}'
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]) == (422, "ScopeUnknown")


def test_a_fault_of_the_program_is_said_in_the_same_form() -> None:
    def broken() -> Engine:
        raise ZeroDivisionError

    loader = EngineLoader(broken)
    loader.wait(30)
    with TestClient(create_app(loader), base_url=HOST, raise_server_exceptions=False) as client:
        response = client.get("/api/documents")
    assert (response.status_code, response.json()["error"]) == (500, "Unexpected")
    assert response.headers["content-type"] == "application/problem+json"


def test_a_lack_of_memory_asks_to_come_again() -> None:
    def broken() -> Engine:
        raise MemoryError

    loader = EngineLoader(broken)
    loader.wait(30)
    with TestClient(create_app(loader), base_url=HOST) as client:
        response = client.get("/api/documents")
    assert (response.status_code, response.json()["error"]) == (503, "ServiceBusy")
    assert int(response.headers["retry-after"]) > 0


def test_an_application_answers_where_another_one_mounts_it(library: Rag) -> None:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    outer = FastAPI()
    outer.mount("/archive", create_app(loader, limits=RequestLimits(body=100)))
    with TestClient(outer, base_url=HOST) as client:
        asked = {"question": "When do the reading rooms open?"}
        assert client.post("/archive/api/ask", json=asked).json()["found"] is True
        assert client.head("/archive/healthz").status_code == 200
        assert client.get("/archive/api/ask").headers["allow"] == "POST"
        assert client.get("/archive/openapi.json").json()["error"] == "RequestRefused"
        assert client.post("/archive/api/ask", json={"question": "x" * 99}).status_code == 413


class _Lines(logging.Handler):
    """The lines of a log, each formatted where it is written, as a stream would be."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))


def test_the_log_line_of_a_fault_has_the_id_of_its_own_request() -> None:
    def broken() -> Engine:
        raise ZeroDivisionError

    loader = EngineLoader(broken)
    loader.wait(30)
    lines = _Lines()
    with running(create_app(loader)) as address:  # which sets the logs up
        logging.getLogger("uvicorn.error").addHandler(lines)
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
        for name, path in (("first", "/healthz"), ("second", "/v1/documents")):
            connection.request("GET", path, headers={"x-request-id": name})
            response = connection.getresponse()
            response.read()
        connection.close()
    logging.getLogger("uvicorn.error").removeHandler(lines)
    assert response.status == 500
    faults = [json.loads(line) for line in lines.written if "ZeroDivisionError" in line]
    assert [each.get("request") for each in faults] == ["second"]


@pytest.mark.parametrize(
    ("path", "root"), [("/nowhere", "./"), ("/v1/documents/x/file", "../../../")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_who_opens_an_address_reads_a_page(
    client: TestClient, path: str, root: str, language: str
) -> None:
    accepted = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": language}
    response = client.get(path, headers=accepted)
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in response.text
    assert f'href="{root}"' in response.text
    detail = client.get(path, headers={"accept-language": language}).json()["detail"]
    assert html.escape(detail) in response.text


def test_a_page_of_an_error_shows_markup_as_text(client: TestClient) -> None:
    path = "/v1/documents/%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "<script>" not in response.text
