"""A hidden document stays hidden on every route of the running service and on its page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import built, running

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Role, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter, ingest
from rag.records import quote_digest
from rag.store import Store

ROLES: tuple[Role, ...] = ("reader", "curator", "admin")
QUESTION = "Combien gagne le gardien du phare ?"
SECRETS = ("2 300", "paie.pdf", "paie.html", "Fiche de paie")
RULES = (Collection("personnel", ("rh",), ("curator",)),)
# A hidden document is where the answer is; the seen one speaks of the same things.
HTML = "<h1>Fiche de paie</h1><p>Le gardien du phare gagne 2 300 euros par mois.</p>"
NOTE = "Note de service\n\nLe gardien du phare ouvre la porte à huit heures."


class CollectionSite:
    """The service at work, a token for each role."""

    def __init__(self, address: str, accounts: Accounts, library: Rag) -> None:
        self.address, self.rag = address, library
        hour = dt.timedelta(hours=1)
        self.keys = {role: accounts.add_token(role, "", lifetime=hour)[1] for role in ROLES}

    def client(self, role: Role) -> httpx.Client:
        headers = {"authorization": f"Bearer {self.keys[role]}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectionSite]:
    folder = tmp_path_factory.mktemp("collections")
    docs, index, encoder = folder / "docs", folder / "index", HashingEncoder()
    (docs / "rh").mkdir(parents=True)
    (docs / "rh" / "paie.html").write_text(HTML, encoding="utf-8")
    _pdf(docs / "rh" / "paie.pdf")
    (docs / "note.txt").write_text(NOTE, encoding="utf-8")
    ingest([docs], index, encoder)
    settings = Settings(threshold=0.0, collections=RULES)
    library = Rag(Store.open(index), encoder, settings)
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    for role in ROLES:
        accounts.add(role, "un mot de passe", role)
    writer = LibraryWriter(index, lambda: encoder, uploads=folder / "uploads")
    app = built(lambda: library, settings, accounts=accounts, writer=writer)
    with running(app) as address:
        yield CollectionSite(address, accounts, library)


def _pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=True)
    canvas.drawString(50, 700, "Fiche de paie. Le gardien gagne 2 300 euros par mois.")
    canvas.save()


def _hidden(site: CollectionSite) -> list[str]:
    return [each.id for each in site.rag.documents() if each.path.startswith("rh/")]


def _event(client: httpx.Client, name: str, *given: Any, session: str = "") -> str:
    """What an event of the page shows, as the browser would get it."""
    config = client.get("/config").json()
    wanted = next(
        each
        for each in config["dependencies"]
        if f"/{each['api_name']}" == name or any(target[1] == name for target in each["targets"])
    )
    values = [*given, *[None] * (len(wanted["inputs"]) - len(given))]
    session = session or f"test{client.headers['authorization'][-8:]}"
    body = {"data": values, "fn_index": wanted["id"], "session_hash": session}
    joined = client.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    lines = []
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
        for line in stream.iter_lines():
            lines.append(line)
            if "process_completed" in line:
                assert '"success": true' in line or '"success":true' in line, line
                break
    return "\n".join(lines)


@pytest.mark.parametrize("role", ["reader", "curator"])
def test_questions_and_claims(site: CollectionSite, role: Role) -> None:
    with site.client(role) as client:
        answered = client.post("/api/ask", json={"question": QUESTION}).text
        checked = client.post(
            "/api/check", json={"text": "Le gardien du phare gagne 1 900 euros."}
        ).text
    for text in (answered, checked):
        assert any(secret in text for secret in SECRETS) is (role == "curator")


def _call(client: httpx.Client, method: str, **params: Any) -> str:
    """What MCP returns, without its client."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    accept = {"accept": "application/json, text/event-stream"}
    return client.post("/mcp", json=message, headers=accept).text


DOORS: dict[str, Callable[[httpx.Client], str]] = {
    "v1": lambda client: client.post("/v1/ask", json={"question": QUESTION}).text,
    "events": lambda client: (
        client.post(
            "/v1/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}
        ).text
    ),
    "search": lambda client: client.post("/v1/search", json={"query": "gardien euros"}).text,
    "openai": lambda client: (
        client.post(
            "/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]}
        ).text
    ),
    "mcp": lambda client: _call(client, "tools/call", name="ask", arguments={"question": QUESTION}),
    "mcp list": lambda client: _call(client, "tools/call", name="list_documents", arguments={}),
    "mcp resources": lambda client: _call(client, "resources/list"),
    "gradio ask": lambda client: _event(client, "/ask", QUESTION),
    "gradio search": lambda client: _event(client, "/search", "gardien euros"),
    "gradio check": lambda client: _event(client, "/check", "Le gardien gagne 1 900 euros."),
    "documents": lambda client: client.get("/v1/documents").text,
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_hides_the_same(site: CollectionSite, door: str) -> None:
    for role in ("reader", "curator"):
        with site.client(role) as client:
            shown = DOORS[door](client)
        assert '"error"' not in shown
        assert any(secret in shown for secret in SECRETS) is (role == "curator"), role


@pytest.mark.parametrize("role", ["reader", "curator"])
def test_a_citation_of_what_is_hidden_is_gone(site: CollectionSite, role: Role) -> None:
    words = "Le gardien du phare gagne 2 300 euros par mois."
    hidden = next(each for each in site.rag.documents() if each.path == "rh/paie.html")
    start = site.rag.page(hidden.id, None).text.index(words)
    place = f"chars={start}-{start + len(words)}&quote={quote_digest(words)}"
    asked = {"citation": f"verbatim:{hidden.id}#{place}", "quote": words}
    with site.client(role) as client:
        found = client.get("/api/verify", params=asked).json()
    assert found["state"] == ("intact" if role == "curator" else "gone")
    assert any(secret in str(found) for secret in SECRETS) is (role == "curator")


@pytest.mark.parametrize(
    "door", ["", "/original", "/pages/1", "/pages/1/image.png", "/pages/1/image.png?start=0&end=9"]
)
def test_what_is_hidden_is_not_there(site: CollectionSite, door: str) -> None:
    with site.client("reader") as client:
        for document in _hidden(site):
            named = {"x-request-id": "same"}
            response = client.get(f"/v1/documents/{document}{door}", headers=named)
            missing = client.get(f"/v1/documents/{'0' * 64}{door}", headers=named)
            assert response.status_code == missing.status_code == 404
            same = response.text.replace(document[:12], "?"), missing.text.replace("0" * 12, "?")
            assert same[0] == same[1]
    with site.client("curator") as client:
        seen = [client.get(f"/api/documents/{each}{door}").status_code for each in _hidden(site)]
        assert 200 in seen


@pytest.mark.parametrize("kind", ["md", "json"])
def test_exports_of_a_place_that_is_hidden(site: CollectionSite, kind: str) -> None:
    """A place is only numbers: one that was seen by another, or guessed."""
    hidden = next(each for each in site.rag.documents() if each.path == "rh/paie.pdf")
    place = f"{hidden.id}.1.0.9"
    for role in ("reader", "curator"):
        with site.client(role) as client:
            asked = {"q": "Combien ?", "c": place}
            taken = client.get(f"/api/export/answer.{kind}", params=asked)
            again = client.get(f"/api/export/answer.{kind}", params={"q": QUESTION})
        shown = taken.text + again.text.replace(QUESTION, "")
        assert any(secret in shown for secret in SECRETS) is (role == "curator")
        assert (taken.status_code == 200) is (role == "curator")


def test_lists_and_counts(site: CollectionSite) -> None:
    counted = {}
    for role in ROLES:
        with site.client(role) as client:
            listed = client.get("/api/documents")
            counted[role] = (len(listed.json()), client.get("/readyz").json()["documents"])
            assert any(secret in listed.text for secret in SECRETS) is (role != "reader")
    assert counted == {"reader": (1, 1), "curator": (3, 3), "admin": (3, 3)}


def test_the_page_shows_each_role_what_it_sees(site: CollectionSite) -> None:
    """The admin comes first: work for others must not go on in the admin's name."""
    for role in ("admin", "reader", "curator", "reader"):
        with site.client(role) as client:
            assert not any(secret in client.get("/config").text for secret in SECRETS)
            greeted = _event(client, "load")
            asked = _event(client, "submit", QUESTION).replace(QUESTION, "")
        shown = greeted + asked
        assert "note.txt" in greeted
        assert any(secret in shown for secret in SECRETS) is (role != "reader"), role


def test_the_page_opens_nothing_hidden(site: CollectionSite) -> None:
    for document in _hidden(site):
        data = {"document": document, "page": "1", "start": "0", "end": "9"}
        for role in ("admin", "reader"):
            with site.client(role) as client:
                shown = _cite(client, data)
            assert any(secret in shown for secret in SECRETS) is (role == "admin")


def _cite(client: httpx.Client, data: dict[str, str]) -> str:
    config = client.get("/config").json()
    wanted = next(
        each
        for each in config["dependencies"]
        if any(target[1] == "cite" for target in each["targets"])
    )
    session = f"cite{client.headers['authorization'][-8:]}"
    body = {
        "data": [None] * len(wanted["inputs"]),
        "event_data": data,
        "fn_index": wanted["id"],
        "session_hash": session,
        "trigger_id": wanted["targets"][0][0],
    }
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
        return next(line for line in stream.iter_lines() if "process_completed" in line)


def test_only_curators_are_offered_to_add_documents(site: CollectionSite) -> None:
    for role in ROLES:
        with site.client(role) as client:
            assert ("v-upload-form" in _event(client, "load")) is (role != "reader")


def test_a_hidden_document_sent_again_by_a_reader_is_refused(site: CollectionSite) -> None:
    with site.client("reader") as client:
        assert client.put("/api/library/paie.html", content=HTML.encode()).status_code == 403
    with site.client("curator") as client:
        response = client.put("/api/library/paie.html", content=HTML.encode())
        assert json.loads(response.text)["state"] == "known"


def test_who_logged_in_is_shown_the_way_out(site: CollectionSite) -> None:
    form = {"name": "reader", "password": "un mot de passe"}
    with httpx.Client(base_url=site.address, timeout=30) as client:
        assert client.post("/sign-in", data=form).status_code == 303
        shown = _event(client, "load", session="testlogin")
    assert "sign-out" in shown
    with site.client("reader") as client:
        assert "sign-out" not in _event(client, "load")
