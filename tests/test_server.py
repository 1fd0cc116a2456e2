"""The HTTP interface: the records of the library, behind one guard."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import FRENCH, write
from fastapi.testclient import TestClient
from PIL import Image

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import IndexMissing, StillOpening
from rag.ingest import ingest
from rag.records import Document
from rag.server import Engine, EngineLoader, RequestLimits, create_app
from rag.store import Store

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(library: Rag) -> Iterator[TestClient]:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    with TestClient(create_app(loader), base_url=HOST) as client:
        yield client


@pytest.fixture(scope="module")
def guide(library: Rag) -> Document:
    return next(document for document in library.documents() if document.format == "pdf")


def test_a_question_is_answered_as_on_the_command_line(client: TestClient, library: Rag) -> None:
    question = "When do the reading rooms open?"
    answer = client.post("/api/ask", json={"question": question}).json()
    assert answer["found"] is True
    assert answer["language"] == "en"
    assert answer["index_id"] == library.index_id
    cited = answer["citations"][0]
    assert (cited["page"], cited["page_label"]) == (2, "iv")
    assert "open at nine" in cited["quote"]


def test_every_quote_is_verbatim_in_the_page_that_is_served(client: TestClient) -> None:
    question = "À quelle heure ferment les salles de lecture en août ?"
    answer = client.post("/api/ask", json={"question": question}).json()
    assert answer["found"] is True
    for cited in answer["citations"]:
        page = client.get(f"/api/documents/{cited['document']}/pages/{cited['page'] or 1}").json()
        assert page["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_a_follow_up_leans_on_the_conversation_sent_with_it(client: TestClient) -> None:
    turns = [{"question": "À quelle heure ferment les salles de lecture en août ?"}]
    body = {"question": "Et en juillet ?", "conversation": turns}
    answer = client.post("/api/ask", json=body).json()
    assert answer["question"] == "Et en juillet ?"
    assert answer["understood"] == "À quelle heure ferment les salles de lecture en juillet ?"


def test_a_follow_up_may_lean_on_one_of_several_questions(client: TestClient) -> None:
    parts = [
        {"question": "À quelle heure ferment les salles de lecture en août ?"},
        {"question": "Qui le dirige ?", "understood": "Qui dirige l’Institut ?"},
    ]
    body = {"question": "Et en juillet ?", "conversation": [{"question": "?", "parts": parts}]}
    answer = client.post("/api/ask", json=body).json()
    assert answer["understood"] == "À quelle heure ferment les salles de lecture en juillet ?"
    assert answer["meanings"] == []
    nested = [{"question": "?", "parts": [{"question": "?", "parts": parts}]}]
    refused = client.post("/api/ask", json={**body, "conversation": nested})
    assert refused.status_code == 422


def test_a_question_is_taken_exactly_as_it_is_typed(client: TestClient) -> None:
    body = {"question": "When do the readign rooms open?"}
    found = client.post("/api/ask", json=body).json()
    assert found["understood"] == "When do the reading rooms open?"
    exact = client.post("/api/ask", json={**body, "exact": True}).json()
    assert (exact["understood"], exact["exact"]) == ("", True)


def test_several_questions_have_a_part_each(client: TestClient) -> None:
    asked = "When do the reading rooms open? How many documents do you have?"
    found = client.post("/api/ask", json={"question": asked}).json()
    first, second = found["parts"]
    assert first["citations"] == found["citations"]
    assert second["listed"]["count"] == len(second["listed"]["documents"])
    assert found["note"] == "2 questions, answered one by one."
    assert all("root" not in hit["document"] for hit in first["hits"])


def test_a_question_is_asked_as_on_a_day(client: TestClient) -> None:
    asked = {"question": "À quelle heure ferment les salles en août ?", "as_of": "2024-02-29"}
    before = client.post("/api/ask", json=asked).json()
    after = client.post("/api/ask", json=asked | {"as_of": "2024-03-01"}).json()
    assert "avis.md" not in {hit["document"]["path"] for hit in before["hits"]}
    assert "avis.md" in {hit["document"]["path"] for hit in after["hits"]}
    assert (before["as_of"], before["conflicts"]) == ("2024-02-29", [])


@pytest.mark.parametrize("day", ["31/12/2023", "2023-02-30", ""])
def test_a_day_that_cannot_be_read_is_refused(client: TestClient, day: str) -> None:
    refused = client.post("/api/ask", json={"question": "Qui ?", "as_of": day})
    assert refused.status_code == 422
    assert refused.json()["error"] == "DateInvalid"
    assert "2023-12-31" in refused.json()["message_fr"]


def test_a_question_and_a_text_are_limited_to_some_documents(client: TestClient) -> None:
    asked = {"question": "When do the reading rooms open?", "scope": {"types": ["pdf"]}}
    found = client.post("/api/ask", json=asked).json()
    assert found["scope"] == {"types": ["pdf"]}
    assert {hit["document"]["path"] for hit in found["hits"]} == {"guide.pdf"}
    text = {"text": "The desk stands at the foot of the staircase.", "scope": {"folders": ["."]}}
    refused = client.post("/api/check", json=text)
    assert (refused.status_code, refused.json()["error"]) == (422, "ScopeUnknown")
    checked = client.post("/api/check", json=text | {"scope": found["scope"]}).json()
    assert checked["scope"] == {"types": ["pdf"]}
    assert {cited["path"] for cited in checked["citations"]} == {"guide.pdf"}


def test_a_search_is_limited_to_some_documents(client: TestClient) -> None:
    searched = {"query": "reading rooms", "scope": {"types": ["pdf"]}}
    found = client.post("/api/search", json=searched).json()
    assert found["scope"] == {"types": ["pdf"]}
    assert [one["document"]["path"] for one in found["documents"]] == ["guide.pdf"]
    refused = client.post("/api/search", json=searched | {"scope": {"types": ["odt"]}})
    assert (refused.status_code, refused.json()["error"]) == (422, "ScopeUnknown")


@pytest.mark.parametrize(
    ("scope", "error", "said"),
    [
        ({"type": ["pdf"]}, "ScopeInvalid", "unknown field “type”"),
        ({"types": "pdf"}, "ScopeInvalid", "“types” is not a list of texts"),
        ({"documents": ["Nothing"]}, "ScopeUnknown", "no document or folder with this name"),
        ({"until": "1900"}, "ScopeEmpty", "until 31 December 1900"),
        ({"from": "soon"}, "DateInvalid", "soon"),
        (["pdf"], "RequestRefused", "body.scope"),
    ],
)
def test_limits_that_cannot_be_met_are_refused_by_name(
    client: TestClient, scope: object, error: str, said: str
) -> None:
    for path, asked in (("/api/ask", {"question": "Who?"}), ("/api/check", {"text": "It is."})):
        refused = client.post(path, json={**asked, "scope": scope})
        assert (refused.status_code, refused.json()["error"]) == (422, error)
        assert said in refused.json()["message_en"]


def test_an_endless_conversation_is_refused(client: TestClient) -> None:
    endless: list[list[dict[str, str]]]
    endless = [[{"question": "Qui ?"}] * 101, [{"question": "x" * 10_001}], [{}]]
    for turns in endless:
        body = {"question": "Et en juillet ?", "conversation": turns}
        assert client.post("/api/ask", json=body).status_code == 422


@pytest.mark.parametrize("question", ["", "   ", "x" * 2_001])
def test_a_question_without_form_is_refused_in_both_languages(
    client: TestClient, question: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 422
    body = response.json()
    assert body["error"] == "QuestionInvalid"
    assert body["message_fr"].startswith("La question est ")
    assert body["message_en"].startswith("The question is ")


@pytest.mark.parametrize("body", [b"{}", b"not json", b'{"question": 3}'])
def test_a_malformed_body_is_reported_like_the_other_errors(
    client: TestClient, body: bytes
) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json()["error"] == "RequestRefused"


def test_documents_do_not_tell_the_folder_of_the_machine(
    client: TestClient, library: Rag, guide: Document
) -> None:
    listed = client.get("/api/documents").json()
    assert [document["id"] for document in listed] == [d.id for d in library.documents()]
    assert "root" not in listed[0]
    assert guide.root not in client.get("/api/documents").text
    assert client.get(f"/api/documents/{guide.id}").json()["title"] == guide.title


@pytest.mark.parametrize(
    "path",
    [
        "/api/documents/none",
        "/api/documents/none/original",
        "/api/documents/none/pages/1",
        "/api/documents/none/pages/1/image.png",
        "/api/documents/{guide}/pages/4",
        "/api/documents/{guide}/pages/0",
        "/api/documents/{guide}/pages/-1/image.png",
    ],
)
def test_what_the_index_does_not_hold_is_not_found(
    client: TestClient, guide: Document, path: str
) -> None:
    response = client.get(path.format(guide=guide.id))
    assert response.status_code == 404
    assert response.json()["error"] == "SourceUnknown"


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "guide.pdf"]
)
def test_an_original_is_asked_for_by_id_never_by_path(client: TestClient, name: str) -> None:
    assert client.get(f"/api/documents/{name}/original").status_code == 404


def test_an_original_comes_back_byte_for_byte(
    client: TestClient, library: Rag, guide: Document
) -> None:
    response = client.get(f"/api/documents/{guide.id}/original")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.content == library.original(guide.id).read_bytes()


@pytest.mark.parametrize(
    ("ending", "media_type", "shown"),
    [
        (".html", "text/html; charset=utf-8", "inline"),
        (".md", "text/plain; charset=utf-8", "inline"),
        (".odt", "application/vnd.oasis.opendocument.text", "attachment"),
    ],
)
def test_an_original_is_shown_or_saved_by_its_format(
    ending: str, media_type: str, shown: str, tmp_path: Path
) -> None:
    write(FRENCH, ending, tmp_path)
    ingest([tmp_path], tmp_path / "index", HashingEncoder())
    rag = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings())
    (document,) = rag.documents()
    with TestClient(create_app(EngineLoader(lambda: rag)), base_url=HOST) as client:
        headers = client.get(f"/api/documents/{document.id}/original").headers
    assert headers["content-type"] == media_type
    assert headers["content-disposition"].startswith(shown)
    assert headers["content-security-policy"].startswith("sandbox") == (ending == ".html")


def test_a_page_is_drawn_with_its_quotation_marked(
    client: TestClient, library: Rag, guide: Document
) -> None:
    text = library.page(guide.id, 2).text
    start = text.index("open at nine")
    address = f"/api/documents/{guide.id}/pages/2/image.png"
    plain = client.get(address)
    marked = client.get(address, params={"start": start, "end": start + len("open at nine")})
    assert plain.headers["content-type"] == "image/png"
    assert _size(plain.content) == _size(marked.content)
    assert plain.content != marked.content


def test_a_document_without_layout_has_no_page_image(client: TestClient, library: Rag) -> None:
    notice = next(document for document in library.documents() if document.path == "avis.md")
    response = client.get(f"/api/documents/{notice.id}/pages/1/image.png")
    assert response.status_code == 410
    assert client.get(f"/api/documents/{notice.id}/pages/1").json()["number"] is None


def test_the_server_lives_before_it_is_ready() -> None:
    door = threading.Event()

    def slow() -> Engine:
        door.wait(30)
        raise IndexMissing(index="index")

    loader = EngineLoader(slow)
    with TestClient(create_app(loader), base_url=HOST) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/readyz").status_code == 503
        response = client.post("/api/ask", json={"question": "Qui ?"})
        assert (response.status_code, response.headers["retry-after"]) == (503, "2")
        assert response.json()["error"] == "StillOpening"
        door.set()
        assert loader.wait(30) == "failed"
        assert client.get("/readyz").json()["status"] == "failed"


def test_an_index_made_later_is_taken_up(library: Rag) -> None:
    attempts = iter([IndexMissing(index="index"), None])

    def open_engine() -> Engine:
        fault = next(attempts)
        if fault is not None:
            raise fault
        return library

    loader = EngineLoader(open_engine)
    assert loader.wait(30) == "failed"
    with pytest.raises(IndexMissing):
        loader.engine()
    assert loader.wait(30) == "ready"
    assert loader.engine() is library


def test_a_bug_while_the_engine_opens_is_not_hidden() -> None:
    def broken() -> Engine:
        raise ZeroDivisionError

    loader = EngineLoader(broken)
    assert loader.wait(30) == "failed"
    with pytest.raises(ZeroDivisionError):
        loader.engine()


def test_an_engine_asked_for_too_early_says_so() -> None:
    door = threading.Event()

    def slow() -> Engine:
        door.wait(30)
        raise IndexMissing(index="index")

    loader = EngineLoader(slow)
    with pytest.raises(StillOpening):
        loader.engine()
    door.set()


@pytest.mark.parametrize("path", ["/healthz", "/api/documents", "/api/documents/none", "/nowhere"])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": "https://elsewhere.example"}, id="origin"),
        pytest.param({"origin": "null"}, id="sandboxed"),
        pytest.param({"origin": "http://127.0.0.1:9999"}, id="other-port"),
        pytest.param({"sec-fetch-site": "cross-site"}, id="cross-site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="same-site"),
    ],
)
def test_another_site_cannot_ask(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/api/ask", json={"question": "Who?"}, headers=headers)
    assert response.status_code == 403
    assert response.json()["error"] == "RequestRefused"


def test_the_page_itself_can_ask(client: TestClient) -> None:
    headers = {"origin": HOST, "sec-fetch-site": "same-origin"}
    response = client.post("/api/ask", json={"question": "When do rooms open?"}, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.x"])
def test_a_name_pointed_at_loopback_is_not_served(client: TestClient, host: str) -> None:
    response = client.get("/api/documents", headers={"host": host})
    assert response.status_code == 421


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST"])
def test_the_names_of_loopback_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_a_body_past_the_limit_is_refused(library: Rag) -> None:
    app = create_app(
        EngineLoader(lambda: library),
        limits=RequestLimits(body=100, uploads={"/api/ask/": 5}),
    )
    with TestClient(app, base_url=HOST) as client:
        response = client.post("/api/ask", json={"question": "x" * 200})
        assert response.status_code == 413
        assert "100" in response.json()["message_fr"]
        assert client.post("/api/ask/", content=b"123456").status_code == 413


def test_a_body_of_unsaid_length_is_cut_at_the_limit(library: Rag) -> None:
    app = create_app(EngineLoader(lambda: library), limits=RequestLimits(body=100))
    with TestClient(app, base_url=HOST) as client:
        chunks = (b"x" * 50 for _ in range(4))
        assert client.post("/api/ask", content=chunks).status_code == 413


def test_a_fault_of_the_program_carries_the_headers_too() -> None:
    def broken() -> Engine:
        raise ZeroDivisionError

    loader = EngineLoader(broken)
    loader.wait(30)
    with TestClient(create_app(loader), base_url=HOST, raise_server_exceptions=False) as client:
        response = client.get("/api/documents")
    assert response.status_code == 500
    assert response.headers["x-frame-options"] == "DENY"


def _size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size
