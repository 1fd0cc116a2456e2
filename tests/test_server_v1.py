"""Version 1 of the HTTP interface: what it adds to the answers that all doors share."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from awaiting import awaited
from clocks import ManualClock
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send
from test_records_json import misfit

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import SettingsInvalid
from rag.ingest import LibraryWriter, ingest
from rag.records import Answer
from rag.server import AccessControl, AccessLog, EngineLoader, LibraryEditor, RequestLimits, Rule
from rag.server import create_app as create
from rag.server.compression import Compression
from rag.server.idempotency import Idempotency
from rag.server.openapi import examples, schema_named
from rag.store import Store
from rag.web.feedback import Feedback

HOST = "http://127.0.0.1"
FAR = "https://intranet.example"
ASKED = {"question": "What does the harbour lend?"}
FIRST = b"# Lending\n\nThe harbour lends boats to schools on Fridays.\n"
PLACES = 3


class Service1:
    """A library that is served with everything: uploads, feedback, a log, accounts if wanted."""

    def __init__(self, folder: Path, *, accounts: bool = False, **service: Any) -> None:
        self.folder, index, encoder = folder, folder / "index", HashingEncoder()
        (folder / "docs").mkdir()
        (folder / "docs" / "lending.md").write_bytes(FIRST)
        for number in range(PLACES):
            text = f"# Place {number}\n\nPlace number {number} lies at the quay.\n"
            (folder / "docs" / f"place{number}.md").write_text(text)
        ingest([folder / "docs"], index, encoder)
        settings = Settings(service=Service(**service))
        loader = EngineLoader(lambda: Rag(Store.open(index), encoder, settings))
        assert loader.wait(30) == "ready"
        self.accounts = Accounts(folder / "a.sqlite", Passwords(64, 1)) if accounts else None
        self.log = folder / "audit.jsonl"
        access = AccessControl(settings, self.accounts, access_log=AccessLog(self.log))
        writer = LibraryWriter(index, lambda: encoder, uploads=folder / "uploads")
        limits = RequestLimits(uploads={"/v1/documents": 10_000}, origins=settings.service.cors)
        self.feedback = Feedback(folder / "feedback.jsonl")
        editor = LibraryEditor(writer, access)
        app = create(loader, access, limits=limits, editor=editor, feedback=self.feedback)
        self.client = TestClient(app, base_url=HOST)

    def token(self, role: Any) -> dict[str, str]:
        """The header of a new account with a role."""
        import datetime as dt

        assert self.accounts is not None
        self.accounts.add(role, "un mot de passe", role)
        _, key = self.accounts.add_token(role, "", lifetime=dt.timedelta(hours=1))
        return {"authorization": f"Bearer {key}"}

    def named(self, path: str) -> dict[str, Any]:
        """The document of a path."""
        listed = self.client.get("/v1/documents", params={"each": 200}).json()["documents"]
        return next(one for one in listed if one["path"] == path)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service1]:
    served = Service1(tmp_path)
    with served.client:
        yield served


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Service1]:
    served = Service1(tmp_path, accounts=True, per_minute=200, asks_per_minute=3, cors=(FAR,))
    with served.client:
        yield served


def events(text: str) -> list[tuple[str, Any]]:
    """The names and the values of server-sent events."""
    found = re.findall(r"^event: (\w+)\ndata: (.*)$", text, re.M)
    return [(name, json.loads(data)) for name, data in found]


def test_the_old_addresses_answer_the_same_and_name_the_new_ones(service: Service1) -> None:
    new, old = (service.client.post(f"/{one}/ask", json=ASKED) for one in ("v1", "api"))
    assert new.json() | {"timings_ms": {}} == old.json() | {"timings_ms": {}}
    assert "deprecation" not in new.headers
    assert old.headers["deprecation"].startswith("@17")
    assert old.headers["link"] == '</v1/ask>; rel="successor-version"'
    put = service.client.put("/api/library/a.md", content=b"# A\n\nA lamp burns at the pier.\n")
    assert (put.status_code, put.headers["link"]) == (
        201,
        '</v1/documents>; rel="successor-version"',
    )


def test_an_answer_comes_as_events_statement_by_statement(service: Service1) -> None:
    wanted = {"accept": "text/event-stream"}
    response = service.client.post("/v1/ask", json=ASKED, headers=wanted)
    assert response.headers["content-type"].startswith("text/event-stream")
    *stated, (last, answer) = events(response.text)
    assert (last, answer["found"]) == ("answer", True)
    assert [name for name, _ in stated] == ["statement"] * len(answer["statements"])
    assert [each["statement"] for _, each in stated] == answer["statements"]
    assert [one for _, each in stated for one in each["citations"]] == answer["citations"]


@pytest.mark.parametrize("quality", ["0", "0.0", " 0", "0.000"])
def test_what_a_client_refuses_is_not_sent(service: Service1, quality: str) -> None:
    refusing = {"accept": f"text/event-stream;q={quality}, application/json"}
    answered = service.client.post("/v1/ask", json=ASKED, headers=refusing)
    assert answered.headers["content-type"] == "application/json"
    packed = {"accept-encoding": f"gzip;q={quality}, br; q={quality}"}
    plain = service.client.get("/v1/openapi.json", headers=packed)
    assert "content-encoding" not in plain.headers
    assert "accept-encoding" in plain.headers["vary"].lower()


def test_a_little_of_what_a_client_accepts_is_enough(service: Service1) -> None:
    wanted = {"accept": "application/json;q=0.1, text/event-stream;q=0.01"}
    answered = service.client.post("/v1/ask", json=ASKED, headers=wanted)
    assert answered.headers["content-type"].startswith("text/event-stream")


def test_a_question_that_cannot_be_asked_is_refused_before_any_event(service: Service1) -> None:
    wanted = {"accept": "text/event-stream"}
    refused = service.client.post("/v1/ask", json={"question": " "}, headers=wanted)
    assert (refused.status_code, refused.json()["error"]) == (422, "QuestionInvalid")


def test_documents_are_listed_a_page_at_a_time(service: Service1) -> None:
    first = service.client.get("/v1/documents", params={"each": 3})
    assert (first.json()["count"], first.json()["pages"]) == (PLACES + 1, 2)
    following = re.fullmatch(r'<(\?.*)>; rel="next"', first.headers["link"])
    assert following is not None
    second = service.client.get(f"/v1/documents{following[1]}")
    assert 'rel="prev"' in second.headers["link"]
    paths = [one["path"] for page in (first, second) for one in page.json()["documents"]]
    assert paths == ["lending.md", "place0.md", "place1.md", "place2.md"]
    assert service.client.get("/v1/documents?page=3").json()["documents"] == []
    scoped = service.client.get("/v1/documents", params={"documents": ["lending.md"]})
    assert scoped.json()["count"] == 1
    assert service.client.get("/v1/documents?types=odt").json()["error"] == "ScopeUnknown"
    assert service.client.get("/v1/documents?page=0").status_code == 422


def test_a_document_is_added_replaced_described_and_removed(service: Service1) -> None:
    client = service.client
    added = client.post("/v1/documents", params={"name": "tide.md"}, content=b"# Tide\n\nHigh.\n")
    assert (added.status_code, added.json()["state"]) == (201, "added")
    place = added.headers["location"]
    assert client.get(place).json()["title"] == "Tide"
    replaced = client.put(place, content=b"# Tides\n\nHigh tide is at noon on Mondays.\n")
    assert (replaced.status_code, replaced.json()["state"]) == (201, "replaced")
    assert f"/v1/documents/{replaced.json()['replaced']}" == place
    assert client.get(place).status_code == 404
    place = replaced.headers["location"]
    patch = {"title": "Les marées", "date": "2031-05-03", "metadata": {"client": "Port"}}
    patched = client.patch(place, json=patch).json()
    assert (patched["title"], patched["date"]) == ("Les marées", "2031-05-03")
    assert patched["metadata"] == {"client": "Port"}
    limited = {"question": "When is high tide?", "scope": {"metadata": ["client=Port"]}}
    (cited,) = client.post("/v1/ask", json=limited).json()["citations"]
    assert (cited["title"], cited["metadata"]) == ("Les marées", {"client": "Port"})
    assert client.patch(place, json={"metadata": {}}).json()["title"] == "Les marées"
    assert client.patch(place, json={"date": None}).json()["date"] is None
    assert client.delete(place).status_code == 204
    assert client.delete(place).status_code == 404


def test_a_document_takes_the_place_of_the_one_that_is_named_and_of_no_other(
    service: Service1,
) -> None:
    client, content = service.client, b"# Place 9\n\nPlace number 9 is new.\n"
    client.post("/v1/documents", params={"name": "other.md"}, content=b"# O\n\nOther words.\n")
    (service.folder / "docs" / "sub").mkdir()
    known = service.named("place1.md")
    changed = client.put(f"/v1/documents/{known['id']}", content=content).json()
    assert changed["replaced"] == known["id"]
    paths = {one["path"] for one in client.get("/v1/documents").json()["documents"]}
    assert {"other.md", "place0.md", "place2.md", "lending.md"} <= paths
    assert client.put(f"/v1/documents/{'0' * 64}", content=content).status_code == 404


def test_a_file_that_is_no_document_is_refused(service: Service1) -> None:
    for name, content, error in (
        ("a.exe", b"x", "FormatUnknown"),
        ("a.md", b"", "DocumentBlank"),
        ("a.pdf", b"%PDF-broken", "DocumentRefused"),
    ):
        refused = service.client.post("/v1/documents", params={"name": name}, content=content)
        assert (refused.status_code, refused.json()["error"]) == (422, error)
    assert service.client.post("/v1/documents", content=b"x").status_code == 422


@pytest.mark.parametrize(
    "patch",
    [
        {"date": "soon"},
        {"language": "de"},
        {"metadata": {"a=b": "c"}},
        {"metadata": {"a": "x" * 2_000}},
        {"titel": "x"},
        {"collections": ["secret"]},
    ],
)
def test_a_description_that_cannot_be_kept_is_refused(
    service: Service1, patch: dict[str, Any]
) -> None:
    known = service.named("lending.md")
    assert service.client.patch(f"/v1/documents/{known['id']}", json=patch).status_code == 422
    assert service.named("lending.md") == known


def test_a_change_of_what_somebody_else_changed_is_refused(service: Service1) -> None:
    place = f"/v1/documents/{service.named('lending.md')['id']}"
    tag = {"if-match": service.client.get(place).headers["etag"]}
    assert service.client.patch(place, json={"title": "One"}, headers=tag).status_code == 200
    for method in ("PATCH", "DELETE", "PUT"):
        refused = service.client.request(method, place, json={"title": "Two"}, headers=tag)
        assert (refused.status_code, refused.json()["error"]) == (412, "VersionChanged"), method
    assert service.client.get(place).json()["title"] == "One"


def test_readers_change_nothing_and_visitors_see_nothing(guarded: Service1) -> None:
    client, reader, curator = guarded.client, guarded.token("reader"), guarded.token("curator")
    listed = client.get("/v1/documents", headers=reader).json()["documents"]
    place = f"/v1/documents/{listed[0]['id']}"
    writes = [
        ("POST", "/v1/documents?name=a.md", b"# A\n\nA lamp.\n"),
        ("PUT", place, b"# A\n\nAnother lamp.\n"),
        ("PATCH", place, b'{"title": "A"}'),
        ("DELETE", place, b""),
    ]
    json_type = {"content-type": "application/json"}
    for method, path, content in writes:
        for caller, status in (({}, 401), (reader, 403)):
            headers = json_type | caller
            refused = client.request(method, path, content=content, headers=headers)
            assert refused.status_code == status, (method, path)
    assert client.get("/v1/documents", headers=reader).json()["documents"] == listed
    for path in ("/docs", "/v1/openapi.json", "/v1/documents", place):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=reader).status_code == 200
    done = client.request(*writes[0][:2], content=writes[0][2], headers=curator)
    assert done.status_code == 201


def test_feedback_is_kept_with_the_answer_of_the_service(service: Service1) -> None:
    judged = ASKED | {"verdict": "wrong_page"}
    assert service.client.post("/v1/feedback", json=judged).status_code == 204
    (given,) = service.feedback.unsettled(5)
    assert (given.verdict, given.question) == ("wrong_page", ASKED["question"])
    assert "harbour lends boats" in given.quote
    refused = service.client.post("/v1/feedback", json=ASKED | {"verdict": "superb"})
    assert refused.status_code == 422


def test_what_the_client_has_is_not_sent_again(service: Service1) -> None:
    known = service.named("lending.md")
    for path in ("/v1/documents", f"/v1/documents/{known['id']}/pages/1"):
        first = service.client.get(path)
        tag = first.headers["etag"]
        again = service.client.get(path, headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert service.client.get(path, headers={"if-none-match": '"x"'}).content == first.content
        assert "no-cache" in first.headers["cache-control"]
    assert "etag" not in service.client.get("/v1/documents/none").headers
    read, head = (service.client.request(each, "/v1/documents") for each in ("GET", "HEAD"))
    assert head.content == b""
    for name in ("etag", "cache-control", "content-length", "content-type", "vary"):
        assert head.headers[name] == read.headers[name]
    held = {"if-none-match": read.headers["etag"]}
    assert service.client.head("/v1/documents", headers=held).status_code == 304


def test_long_responses_are_compressed_and_events_are_not(service: Service1) -> None:
    plain = service.client.get("/v1/openapi.json", headers={"accept-encoding": "identity"})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for accepted, used in {
        "gzip, deflate, br": "br",
        "br;q=0, gzip": "gzip",
        "gzip": "gzip",
    }.items():
        headers = {"accept-encoding": accepted}
        with service.client.stream("GET", "/v1/openapi.json", headers=headers) as response:
            raw = b"".join(response.iter_raw())
        assert response.headers["content-encoding"] == used
        assert "accept-encoding" in response.headers["vary"].lower()
        assert int(response.headers["content-length"]) == len(raw)
        assert unpack[used](raw) == plain.content
        wanted = {"accept": "text/event-stream", "accept-encoding": accepted}
        streamed = service.client.post("/v1/ask", json=ASKED, headers=wanted)
        assert "content-encoding" not in streamed.headers


@pytest.mark.parametrize("pieces", [1, 7])
@pytest.mark.parametrize("kind", ["text/plain; charset=utf-8", "text/csv", "application/xml"])
def test_texts_of_every_kind_are_compressed_whole_and_in_pieces(kind: str, pieces: int) -> None:
    text = "Une ligne. " * 2_000
    size = -(-len(text) // pieces)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(text))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for at in range(0, len(text), size):
            more = at + size < len(text)
            body = text[at : at + size].encode()
            await send({"type": "http.response.body", "body": body, "more_body": more})

    headers = {"accept-encoding": "gzip, br"}
    with TestClient(Compression(app)).stream("GET", "/v1/text", headers=headers) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "br"
    assert brotli.decompress(raw).decode() == text
    assert response.headers.get("content-length", str(len(raw))) == str(len(raw))


def test_the_examples_of_responses_fit_their_schemas() -> None:
    for name, example in examples().items():
        if name != "Problem":
            schema = schema_named(name)
            assert misfit(schema, example, schema) == "", name
    assert set(examples()) >= {"Answer", "Check", "SearchResults", "Verification", "DocumentPage"}


def test_a_request_has_an_id_in_its_response_its_error_and_the_log(service: Service1) -> None:
    named = {"x-request-id": "run-7"}
    refused = service.client.get("/v1/documents/none", headers=named)
    assert refused.headers["x-request-id"] == "run-7"
    assert refused.json()["instance"] == "urn:verbatim:request:run-7"
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    assert lines[-1]["request"] == "run-7"
    odd = service.client.get("/healthz", headers={"x-request-id": "a b\x7f" + "x" * 80})
    assert re.fullmatch("[0-9a-f]{32}", odd.headers["x-request-id"])


def test_limits_are_said_before_they_are_met(guarded: Service1) -> None:
    reader = guarded.token("reader")
    seen = [guarded.client.post("/v1/ask", json=ASKED, headers=reader) for _ in range(4)]
    assert [each.status_code for each in seen] == [200, 200, 200, 429]
    assert seen[0].headers["ratelimit-policy"] == '"requests";q=200;w=60, "questions";q=3;w=60'
    left = [re.findall(r'"questions";r=(\d+)', each.headers["ratelimit"])[0] for each in seen]
    assert left == ["2", "1", "0", "0"]
    assert int(seen[3].headers["retry-after"]) > 0


def test_other_sites_are_let_in_by_the_setting_only(guarded: Service1) -> None:
    reader, client = guarded.token("reader"), guarded.client
    for origin in ("https://elsewhere.example", "null", FAR + ".evil.example", FAR + ":444"):
        refused = client.post("/v1/ask", json=ASKED, headers=reader | {"origin": origin})
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
    far = {"origin": FAR, "sec-fetch-site": "cross-site"}
    answered = client.post("/v1/ask", json=ASKED, headers=reader | far)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == FAR
    assert "access-control-allow-credentials" not in answered.headers
    before = {"access-control-request-method": "POST"}
    asked = client.options("/v1/ask", headers=far | before)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, FAR)
    assert client.options("/api/ask", headers=far | before).status_code != 204


def test_a_login_cannot_be_used_from_another_site(guarded: Service1) -> None:
    from rag.server.identity import COOKIE_NAME, Cookies

    accounts = guarded.accounts
    assert accounts is not None
    accounts.add("ann", "un mot de passe", "reader")
    import datetime as dt

    _, key = accounts.log_in("ann", "un mot de passe", lifetime=dt.timedelta(hours=1))
    set_cookie = Cookies(accounts.secret, 3_600).setting(key, https=False)
    cookie = {"cookie": set_cookie.partition(";")[0]}
    assert cookie["cookie"].startswith(COOKIE_NAME)
    assert guarded.client.get("/v1/documents", headers=cookie).status_code == 200
    far = cookie | {"origin": FAR}
    assert guarded.client.get("/v1/documents", headers=far).status_code == 401


@pytest.mark.parametrize("origin", ["*", "intranet.example", FAR + "/", FAR + "/path", "null"])
def test_a_site_is_named_as_browsers_write_it(origin: str) -> None:
    with pytest.raises(SettingsInvalid):
        Service(cors=(origin,))


def test_a_write_that_is_sent_twice_is_done_once(service: Service1) -> None:
    key, name = {"idempotency-key": "k1"}, {"name": "tide.md"}
    content = b"# Tide\n\nHigh tide is at noon.\n"
    first = service.client.post("/v1/documents", params=name, content=content, headers=key)
    again = service.client.post("/v1/documents", params=name, content=content, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()  # without the key it would be "known"
    known = service.client.post("/v1/documents", params=name, content=content)
    assert known.json()["state"] == "known"
    other = service.client.post("/v1/documents", params=name, content=b"# T\n\nLow.\n", headers=key)
    assert (other.status_code, other.json()["error"]) == (422, "RequestRefused")
    long = {"idempotency-key": "x" * 256}
    assert service.client.post("/v1/documents", params=name, headers=long).status_code == 422


def test_the_key_of_one_person_is_not_that_of_another(guarded: Service1) -> None:
    content, key = b"# Tide\n\nHigh tide is at noon.\n", {"idempotency-key": "same"}
    states = [
        guarded.client.post(
            "/v1/documents?name=t.md", content=content, headers=key | guarded.token(role)
        ).json()["state"]
        for role in ("curator", "admin")
    ]
    assert states == ["added", "known"]


def test_kept_responses_are_forgotten_after_a_day_and_after_a_thousand() -> None:
    calls: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        calls.append(scope["headers"][0][1].decode())
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    clock = ManualClock()
    kept = Idempotency(app, clock)

    async def write(key: str) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            pass

        scope = {
            "type": "http", "method": "POST", "path": "/v1/documents",
            "headers": [(b"idempotency-key", key.encode())],
        }  # fmt: skip
        await kept(scope, receive, send)

    async def twice() -> None:
        await write("a")
        await write("a")
        clock.seconds += 86_401
        await write("a")
        for number in range(1_200):
            await write(f"n{number}")

    awaited(twice())
    assert calls.count("a") == 2
    assert len(kept._writes) <= 1_001


def test_every_route_is_described_and_its_responses_fit(service: Service1) -> None:
    client = service.client
    described = client.get("/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        template.replace(":path}", "}")
        for template in _templates(client)
        if template.startswith("/v1/") and template != "/v1/openapi.json"
    }
    schemas = json.loads(json.dumps(described["components"]["schemas"]))
    known = service.named("lending.md")["id"]
    asked = client.post("/v1/ask", json=ASKED).json()
    link = asked["citations"][0]["permalink"]
    for kind, found in (
        ("Answer", asked),
        ("Check", client.post("/v1/check", json={"text": "The harbour lends boats."}).json()),
        ("SearchResults", client.post("/v1/search", json={"query": "boats"}).json()),
        ("Verification", client.get("/v1/verify", params={"citation": link}).json()),
        ("DocumentPage", client.get("/v1/documents").json()),
        ("Document", client.get(f"/v1/documents/{known}").json()),
        ("Page", client.get(f"/v1/documents/{known}/pages/1").json()),
        ("Problem", client.get("/v1/documents/none").json()),
    ):
        assert misfit(schemas[kind], found, {"$defs": schemas}) == "", kind
    text = json.dumps(described)
    names = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert names <= set(schemas)
    assert json.loads(text)["paths"]["/v1/ask"]["post"]["requestBody"]
    assert Answer.from_dict(asked).found


def _templates(client: TestClient) -> set[str]:
    app: Any = client.app
    return {route.path for route in app.routes}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_the_documentation_needs_no_other_file(
    service: Service1, language: str
) -> None:
    page = service.client.get("/docs", headers={"accept-language": language})
    assert f'lang="{language}"' in page.text
    assert "POST /v1/ask" in page.text
    assert not re.search(r"<(?:script|link|img)\b|src=|@import|url\(|https?://", page.text)
    targets = set(re.findall(r'href="#([^"]+)"', page.text))
    assert targets <= set(re.findall(r'id="([^"]+)"', page.text))


def test_a_rule_may_ask_more_of_those_who_write() -> None:
    rule = Rule("reader", writes="curator")
    assert [rule.for_method(each).policy for each in ("GET", "HEAD", "PATCH", "WS")] == [
        "reader", "reader", "curator", "curator",
    ]  # fmt: skip
    assert Rule("reader", heavy=True).for_method("POST") == Rule("reader", heavy=True)
