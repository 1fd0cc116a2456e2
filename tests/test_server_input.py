"""Requests that are broken or misspelt: one clear line each, and never a 500."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

import pytest
from served import built, running

from rag.engine import Rag
from rag.server import EngineLoader, create_app

LARGE = 2**63


@pytest.fixture(scope="module")
def address(library: Rag) -> Iterator[str]:
    """A server over real sockets: a test client mends what a client may send."""
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    with running(create_app(loader)) as address:
        yield address.removeprefix("http://")


@pytest.fixture(scope="module")
def page(library: Rag) -> Iterator[str]:
    """A server with the page, which is mounted on every path that is not another's."""
    with running(built(lambda: library)) as address:
        yield address.removeprefix("http://")


def answered(
    address: str,
    method: str,
    path: str,
    body: bytes | None = None,
    host: str = "localhost",
    media: str = "application/json",
) -> tuple[int, str]:
    """The status of a request and its body."""
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("host", host)
    if body is not None:
        connection.putheader("content-type", media)
        connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


@pytest.mark.parametrize("host", ["[::1", "[", "localhost]", "[localhost"])
def test_a_broken_host_is_not_served(address: str, host: str) -> None:
    status, text = answered(address, "GET", "/healthz", host=host)
    assert status == 421
    assert json.loads(text)["error"] == "RequestRefused"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 400_000,
        b'{"question":' * 50_000,
        b'{"question":' + b"9" * 5_000 + b"}",
        b"\xff",
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/check"])
def test_a_body_that_cannot_be_read_is_refused(address: str, path: str, body: bytes) -> None:
    status, text = answered(address, "POST", path, body)
    assert status in (400, 422)
    assert "mal formée" in json.loads(text)["message_fr"]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [(b"{", 1, 2), (b'{\n "question": "Who?"\n "k": 1}', 3, 2), (b'{"question": Who}', 1, 14)],
)
def test_broken_json_is_said_to_be_that_and_where(
    address: str, body: bytes, line: int, column: int
) -> None:
    status, text = answered(address, "POST", "/v1/ask", body)
    assert status == 422
    assert f"not valid JSON (line {line}, column {column})" in json.loads(text)["message_en"]
    assert f"JSON valide (ligne {line}, colonne {column})" in json.loads(text)["message_fr"]


@pytest.mark.parametrize("media", ["", "application/x-www-form-urlencoded", "text/plain"])
@pytest.mark.parametrize("body", [b'{"question": "Who?"}', b"", b"question=Who"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions"])
def test_a_body_of_another_kind_is_told_which_header_to_send(
    address: str, path: str, body: bytes, media: str
) -> None:
    """curl sends a form unless it is told otherwise."""
    status, text = answered(address, "POST", path, body, media=media)
    assert status == 422
    if body:
        assert "Content-Type: application/json" in json.loads(text)["message_en"]


@pytest.mark.parametrize("body", [b'"Who?"', b"3", b"[]", b"null"])
def test_json_that_is_no_object_is_not_told_so(address: str, body: bytes) -> None:
    status, text = answered(address, "POST", "/v1/ask", body)
    assert status == 422
    assert "Content-Type" not in json.loads(text)["message_en"]


def test_half_a_character_is_replaced(address: str, library: Rag) -> None:
    """A lone surrogate, which JSON and file names can hold and no encoding can write."""
    question = b'{"question": "When do the reading rooms open? \\ud800"}'
    status, text = answered(address, "POST", "/api/ask", question)
    assert (status, json.loads(text)["found"]) == (200, True)
    status, text = answered(address, "POST", "/api/check", b'{"text": "\\udfff La salle ferme."}')
    assert status == 200
    assert json.loads(text)["text"] == "\N{REPLACEMENT CHARACTER} La salle ferme."
    assert library.ask("When do the reading rooms open? \ud800").found
    assert library.check("La salle ferme. \ud800").claims


@pytest.mark.parametrize("end", ["", "/image.png"])
@pytest.mark.parametrize("number", [LARGE, 10**40, -1, 0])
def test_a_page_number_past_all_pages_is_not_found(
    address: str, library: Rag, number: int, end: str
) -> None:
    path = f"/api/documents/{library.documents()[0].id}/pages/{number}{end}"
    status, text = answered(address, "GET", path)
    assert (status, json.loads(text)["error"]) == (404, "SourceUnknown")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/ask", {"question": "Qui signe ?", "asOf": "2023-12-31"}, "body.asOf"),
        ("/api/ask", {"question": "Qui signe ?", "top_k": 3, "stream": True}, "body.top_k"),
        ("/api/check", {"text": "La salle ferme.", "language": "fr"}, "body.language"),
        (
            "/api/ask",
            {"question": "Qui signe ?", "conversation": [{"question": "Qui ?", "answer": "X"}]},
            "body.conversation.0.answer",
        ),
    ],
)
def test_an_unknown_field_is_refused_by_its_name(
    address: str, path: str, body: dict[str, object], field: str
) -> None:
    status, text = answered(address, "POST", path, json.dumps(body).encode())
    error = json.loads(text)
    assert status == 422
    assert "unknown field" in error["message_en"]
    assert "champ inconnu" in error["message_fr"]
    assert field in error["message_en"]


def test_no_answer_shows_where_the_server_keeps_its_files(address: str, library: Rag) -> None:
    root = library.documents()[0].root
    body = b'{"question": "When do the reading rooms open?"}'
    status, text = answered(address, "POST", "/api/ask", body)
    assert (status, json.loads(text)["found"]) == (200, True)
    assert json.loads(text)["hits"]
    assert root not in text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST"),
        ("DELETE", "/api/check", "POST"),
        ("POST", "/api/documents", "GET"),
        ("PUT", "/healthz", "GET"),
        ("HEAD", "/api/ask", "POST"),
        ("POST", "/", "GET, HEAD"),
        ("OPTIONS", "/", "GET, HEAD"),
        ("PUT", "/", "GET, HEAD"),
        ("DELETE", "/config", "GET"),
        ("POST", "/verbatim/page.js", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_refused_with_the_right_ones(
    page: str, method: str, path: str, allowed: str
) -> None:
    connection = http.client.HTTPConnection(page, timeout=30)
    connection.request(method, path)
    response = connection.getresponse()
    text = response.read()
    connection.close()
    assert (response.status, response.headers["allow"]) == (405, allowed)
    assert response.headers["content-type"] == "application/problem+json"
    assert method == "HEAD" or allowed in json.loads(text)["message_fr"]


@pytest.mark.parametrize("media", ["", "text/plain"])
def test_a_message_of_mcp_that_is_no_json_is_refused_as_all_else(page: str, media: str) -> None:
    connection = http.client.HTTPConnection(page, timeout=30)
    connection.request("POST", "/mcp", b"{}", {"content-type": media} if media else {})
    response = connection.getresponse()
    error = json.loads(response.read())
    connection.close()
    assert response.status == 415
    assert response.headers["content-type"] == "application/problem+json"
    assert "application/json" in error["message_fr"]


@pytest.mark.parametrize("path", ["/healthz", "/api/documents", "/", "/verbatim/page.js"])
def test_head_is_get_without_its_body(page: str, path: str) -> None:
    connection = http.client.HTTPConnection(page, timeout=30)
    connection.request("HEAD", path)
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    connection.close()
