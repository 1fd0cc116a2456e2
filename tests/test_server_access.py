"""Logins, roles, limits, and what the access log records of them."""

from __future__ import annotations

import datetime as dt
import json
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from served import built

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Role, Service, Settings
from rag.engine import Rag
from rag.errors.service import LoginRefused, TooManyRequests
from rag.server import AccessLog
from rag.server.access_control import AccessControl
from rag.server.identity import counted_as, network_of
from rag.server.login_limits import LoginLimits
from rag.web.login import local_path

HOST = "http://127.0.0.1"
PASSWORD, OTHER = "un mot de passe", "another password"
HOUR = dt.timedelta(hours=1)
ROLES: tuple[Role, ...] = ("reader", "curator", "admin")


class Site:
    """A service with an account for each role, named after it."""

    def __init__(self, library: Rag, folder: Path, service: Service | None = None) -> None:
        self.accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
        for role in ROLES:
            self.accounts.add(role, PASSWORD, role)
        self.audit = folder / "audit.jsonl"
        chosen = service or Service()
        access_log = AccessLog(self.audit, questions=chosen.log_questions)
        settings = Settings(service=chosen)
        self.app: FastAPI = built(
            lambda: library, settings, accounts=self.accounts, access_log=access_log
        )

    def client(self, base: str = HOST) -> TestClient:
        return TestClient(self.app, base_url=base, follow_redirects=False)

    def token(self, role: Role = "reader") -> dict[str, str]:
        _, key = self.accounts.add_token(role, "", lifetime=HOUR)
        return {"authorization": f"Bearer {key}"}

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.audit.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def site(library: Rag, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(library, tmp_path_factory.mktemp("site"), Service(session_hours=2))


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    # Without "with": the application lives on for the next test, its files open.
    client = site.client()
    yield client
    client.close()


def log_in(
    client: TestClient, name: str = "reader", password: str = PASSWORD, **more: str
) -> tuple[int, str]:
    """The status, and where it leads."""
    form = {"name": name, "password": password} | more
    response = client.post("/sign-in", data=form, headers={"origin": str(client.base_url)})
    return response.status_code, response.headers.get("location", "")


@pytest.mark.parametrize("cookie", ['verbatim="' + "\\" * 60_000 + '"', 'a="' + '\\"' * 30_000])
def test_a_cookie_of_backslashes_is_read_in_linear_time(client: TestClient, cookie: str) -> None:
    start = time.process_time()
    assert client.get("/v1/models", headers={"cookie": cookie}).status_code == 401
    assert time.process_time() - start < 1  # 4 s in Python 3.11.7


def test_a_login_beside_a_cookie_of_backslashes_counts(client: TestClient) -> None:
    log_in(client)
    ours = client.cookies["verbatim"]
    client.cookies.clear()
    headers = {"cookie": f'theirs="a\\054b"; verbatim={ours}'}
    assert client.get("/v1/models", headers=headers).status_code == 200


@pytest.mark.parametrize("body", ["&".join(f"a{n}=1" for n in range(21)), "&" * 900_000])
def test_a_form_of_too_many_fields_is_refused(client: TestClient, body: str) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    response = client.post("/sign-in", content=body, headers=kind)
    assert response.status_code == 422
    assert "mal formée" in response.json()["message_fr"]


def test_a_page_leads_to_the_login_and_back(client: TestClient) -> None:
    response = client.get("/?q=Qui+signe+%3F", headers={"accept": "text/html"})
    assert response.status_code == 303
    shown = client.get(response.headers["location"])
    found = re.search(r'name="next" value="([^"]+)"', shown.text)
    assert found is not None
    assert log_in(client, next=found[1].replace("&amp;", "&")) == (303, "/?q=Qui+signe+%3F")
    assert client.get("/", headers={"accept": "text/html"}).status_code == 200
    assert client.get("/api/documents").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "asked", "expected"),
    [
        pytest.param("fr-FR,fr;q=0.9", "", "Mot de passe", id="french"),
        pytest.param("en-GB", "", "Password", id="english"),
        pytest.param("en-GB", "fr", "Mot de passe", id="chosen"),
        pytest.param("de", "", "Password", id="neither"),
    ],
)
def test_the_login_speaks_both_languages(
    client: TestClient, accepted: str, asked: str, expected: str
) -> None:
    page = client.get(f"/sign-in?lang={asked}", headers={"accept-language": accepted}).text
    assert expected in page
    assert "/verbatim/page.css" in page


@pytest.mark.parametrize(("name", "password"), [("reader", OTHER), ("nobody", PASSWORD)])
def test_a_refused_login_says_the_same_whoever_it_was(
    library: Rag, tmp_path: Path, name: str, password: str
) -> None:
    with Site(library, tmp_path).client() as client:
        form = {"name": name, "password": password, "lang": "fr"}
        response = client.post("/sign-in", data=form)
        assert response.status_code == 401
        assert "set-cookie" not in response.headers
        assert "Nom ou mot de passe incorrect" in response.text
        assert PASSWORD not in response.text


def test_the_page_of_the_login_shows_a_hostile_name_as_text(client: TestClient) -> None:
    form = {"name": '"><script>alert(1)</script>', "password": PASSWORD, "next": '"><img>'}
    page = client.post("/sign-in", data=form).text
    assert "<script>alert" not in page
    assert "<img>" not in page


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/api/documents?x=1", "/api/documents?x=1"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
        ("/sign-out", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_nowhere_else(asked: str, led: str) -> None:
    assert local_path(asked) == led


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(site: Site) -> None:
    form = {"name": "reader", "password": PASSWORD}
    plain = site.client().post("/sign-in", data=form).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Max-Age=7200" in plain
    assert "Secure" not in plain
    safe = site.client("https://127.0.0.1").post("/sign-in", data=form)
    assert "Secure" in safe.headers["set-cookie"]
    assert "max-age" in safe.headers["strict-transport-security"]


def test_another_site_can_log_nobody_in_or_out(client: TestClient) -> None:
    headers = {"origin": "https://evil.example"}
    form = {"name": "reader", "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=headers).status_code == 403
    assert client.post("/sign-out", headers=headers).status_code == 403


def test_a_login_gets_a_new_key_and_ends_the_old_one(client: TestClient) -> None:
    log_in(client)
    old = dict(client.cookies)
    log_in(client)
    assert dict(client.cookies) != old
    client.cookies.clear()
    client.cookies.update(old)
    assert client.get("/api/documents").status_code == 401


def test_logging_out_ends_the_login_itself(client: TestClient) -> None:
    log_in(client)
    kept = dict(client.cookies)
    left = client.post("/sign-out")
    assert left.headers["location"] == "/sign-in"
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    client.cookies.update(kept)
    assert client.get("/api/documents").status_code == 401


def test_a_new_password_ends_logins(library: Rag, tmp_path: Path) -> None:
    site = Site(library, tmp_path)
    with site.client() as client:
        log_in(client)
        assert client.get("/api/documents").status_code == 200
        site.accounts.change_password("reader", OTHER)
        assert client.get("/api/documents").status_code == 401


@pytest.mark.parametrize("forged", ["", "x", "abc.def.ghi", "é", '"', "a" * 5_000])
def test_a_forged_cookie_is_nobody(client: TestClient, forged: str) -> None:
    headers = {b"cookie": f"verbatim={forged}".encode()}
    assert client.get("/api/documents", headers=headers).status_code == 401


def test_a_cookie_whose_key_is_not_signed_is_nobody(site: Site, client: TestClient) -> None:
    _, key = site.accounts.log_in("reader", PASSWORD, lifetime=HOUR)
    headers = {"cookie": f"verbatim={key}"}
    assert client.get("/api/documents", headers=headers).status_code == 401


def test_the_password_of_a_proxy_before_the_service_is_no_sign_in_of_ours(
    client: TestClient,
) -> None:
    basic = {"authorization": "Basic cmVhZGVyOng="}
    client.cookies.clear()
    assert client.get("/api/documents", headers=basic).status_code == 401
    log_in(client)
    assert client.get("/api/documents", headers=basic).status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Basi x", "vbt_x"])
def test_a_token_that_is_none_is_nobody_even_with_a_cookie(client: TestClient, given: str) -> None:
    log_in(client)
    response = client.get("/api/documents", headers={"authorization": given})
    assert response.status_code == 401
    assert response.headers["cache-control"] == "no-store" or "error" in response.json()


def test_a_token_asks_like_its_account(site: Site, client: TestClient) -> None:
    answer = client.post(
        "/api/ask", json={"question": "When do the reading rooms open?"}, headers=site.token()
    )
    assert answer.status_code == 200
    assert answer.json()["found"] is True
    assert answer.headers["cache-control"] == "no-store"


def test_only_curators_add_documents(site: Site, client: TestClient) -> None:
    response = client.put("/api/library/a.txt", content=b"x", headers=site.token("reader"))
    assert response.status_code == 403
    assert "gestionnaire des documents" in response.json()["message_fr"]
    assert "curator" in response.json()["message_en"]


def test_logins_are_limited_by_name_and_by_address(library: Rag, tmp_path: Path) -> None:
    with Site(library, tmp_path).client() as client:
        refused = [log_in(client, password=OTHER)[0] for _ in range(12)]
        assert refused == [401] * 10 + [429] * 2
        response = client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
        assert response.status_code == 429
        assert "Try again in" in response.text


def test_tries_of_others_leave_those_of_whoever_signed_in_before(
    library: Rag, tmp_path: Path
) -> None:
    access = AccessControl(Settings(), Site(library, tmp_path).accounts)
    access.log_in("reader", PASSWORD, address="192.0.2.1")
    for number in range(12):  # each from another address
        with pytest.raises(LoginRefused if number < 9 else TooManyRequests):
            access.log_in("Reader", OTHER, address=f"198.51.100.{number}")
    access.log_in("reader", PASSWORD, address="192.0.2.1")
    with pytest.raises(TooManyRequests):
        access.log_in("reader", PASSWORD, address="203.0.113.1")


def test_the_places_of_sign_ins_are_forgotten_before_they_fill_the_memory() -> None:
    limits = LoginLimits(per_minute=1, known=2)
    for number, name in enumerate(("anna", "bruno", "chloé")):
        limits.note(name, f"192.0.2.{number}")
        limits.take(name, f"198.51.100.{number}")  # somebody else
    with pytest.raises(TooManyRequests):
        limits.take("anna", "192.0.2.0")
    limits.take("bruno", "192.0.2.1")
    limits.take("chloé", "192.0.2.2")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_the_addresses_of_a_network_of_ipv6_count_as_one(address: str, counted: str) -> None:
    """Anybody has 18 trillion of them, each of which had ten tries of a password a minute."""
    assert network_of(address) == counted
    assert counted_as(None, address) == f"at {counted}"


def test_logins_of_a_network_of_ipv6_are_limited_together(library: Rag, tmp_path: Path) -> None:
    access = AccessControl(Settings(), Site(library, tmp_path).accounts)
    for number in range(10):
        with pytest.raises(LoginRefused):
            access.log_in(f"n{number}", PASSWORD, address=f"2001:db8::{number}")
    with pytest.raises(TooManyRequests):
        access.log_in("another", PASSWORD, address="2001:db8::ffff:1")
    with pytest.raises(LoginRefused):
        access.log_in("another", PASSWORD, address="2001:db8:0:1::1")


def test_requests_and_questions_are_limited_by_person(library: Rag, tmp_path: Path) -> None:
    site = Site(library, tmp_path, Service(per_minute=20, asks_per_minute=3))
    with site.client() as client:
        mine, other = site.token("reader"), site.token("curator")
        asked = [
            client.post("/api/ask", json={"question": "Qui ?"}, headers=mine) for _ in range(4)
        ]
        assert [response.status_code for response in asked] == [200, 200, 200, 429]
        assert int(asked[3].headers["retry-after"]) >= 1
        assert "Réessayez dans" in asked[3].json()["message_fr"]
        assert client.post("/api/ask", json={"question": "Qui ?"}, headers=other).status_code == 200
        listed = [client.get("/api/documents", headers=mine).status_code for _ in range(30)]
        assert set(listed) == {200, 429}
        assert client.get("/api/documents", headers=other).status_code == 200


def test_probes_are_answered_however_much_their_address_has_asked_for(
    library: Rag, tmp_path: Path
) -> None:
    """Anybody behind the same proxy could have had the service ended and started again."""
    site = Site(library, tmp_path, Service(per_minute=20))
    with site.client() as client:
        listed = [client.get("/api/documents").status_code for _ in range(30)]
        assert set(listed) == {401, 429}
        for path in ("/healthz", "/readyz"):
            assert {client.get(path).status_code for _ in range(30)} == {200}
        mine = site.token("reader")
        counted = [client.get("/readyz", headers=mine).status_code for _ in range(30)]
        assert set(counted) == {200, 429}


def test_readiness_tells_nobody_how_much_there_is(site: Site, client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}
    assert client.get("/readyz", headers=site.token()).json()["documents"] == 3


def test_the_log_says_who_did_what_and_holds_no_question(library: Rag, tmp_path: Path) -> None:
    site = Site(library, tmp_path)
    document = library.documents()[0].id
    with site.client() as client:
        log_in(client)
        log_in(client, "nobody")
        asked = {"question": "When do the zanzibar rooms open?"}
        client.post("/api/ask", json=asked, headers=site.token("curator"))
        client.get(f"/api/documents/{document}", headers=site.token())
        client.get("/healthz")
        client.get("/api/documents", headers={"authorization": "Bearer x"})
    lines = site.lines()
    events = [
        (line["event"], line["who"], line.get("route", line.get("outcome"))) for line in lines
    ]
    assert ("login", "reader", "welcome") in events
    assert ("login", None, "refused") in events
    assert ("access", "curator", "/api/ask") in events
    assert ("access", None, "/api/documents") in events
    assert not any("/healthz" in line for line in events)
    read = next(line for line in lines if line.get("document"))
    assert (read["document"], read["status"], read["who"]) == (document, 200, "reader")
    assert dt.datetime.fromisoformat(str(read["time"])).tzinfo is not None
    held = site.audit.read_text(encoding="utf-8")
    assert not any(secret in held for secret in ("zanzibar", PASSWORD, "nobody", "Bearer"))
    assert stat.S_IMODE(site.audit.stat().st_mode) == 0o600


def test_questions_are_logged_where_that_is_wanted(library: Rag, tmp_path: Path) -> None:
    site = Site(library, tmp_path, Service(log_questions=True))
    with site.client() as client:
        client.post("/api/ask", json={"question": "Qui signe ?"}, headers=site.token())
        client.post("/api/ask", content=b"not json", headers=site.token())
    asked = [line.get("question") for line in site.lines() if line.get("route") == "/api/ask"]
    assert asked == ["Qui signe ?", None]


def test_one_machine_needs_no_account_but_a_proxy_on_it_does(library: Rag) -> None:
    with TestClient(built(lambda: library), base_url=HOST) as client:
        assert client.get("/api/documents").status_code == 200
        assert client.get("/sign-in").status_code == 404
        forwarded = {"x-forwarded-for": "203.0.113.9"}
        assert client.get("/api/documents", headers=forwarded).status_code == 401


def test_an_open_service_is_for_reading(library: Rag) -> None:
    settings = Settings(host="0.0.0.0", service=Service(open=True))
    with TestClient(built(lambda: library, settings), base_url="http://verbatim.test") as client:
        assert client.get("/api/documents").status_code == 200
        assert client.put("/api/library/a.txt", content=b"x").status_code == 403
        assert client.get("/metrics").status_code == 403


def test_other_names_than_those_of_the_settings_are_not_served(library: Rag) -> None:
    settings = Settings(host="0.0.0.0", service=Service(open=True, hosts=("verbatim.test",)))
    app = built(lambda: library, settings)
    with TestClient(app, base_url="http://verbatim.test") as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 421
