"""Sign-in through an OpenID Connect provider, a real one on loopback."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from identity import CLIENT, SECRET, Claims, Identity
from joserfc.jwk import RSAKey
from served import built, running

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Collection, Oidc, Settings, load_settings
from rag.engine import Rag
from rag.errors import SettingsInvalid

HOST = "http://127.0.0.1"
PASSWORD = "un mot de passe"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[Identity, str]]:
    identity = Identity()
    with running(identity.app()) as where:
        identity.address = where
        yield identity, where


@pytest.fixture
def identity(address: tuple[Identity, str]) -> Identity:
    fresh, (provider, where) = Identity(), address
    vars(provider).update(vars(fresh) | {"address": where})
    return provider


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    kept = Accounts(tmp_path / "a.sqlite", Passwords(64, 1))
    kept.add("root", PASSWORD, "admin")
    yield kept
    kept.close()


@pytest.fixture
def client(
    library: Rag, identity: Identity, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("VERBATIM_OIDC_SECRET", SECRET)
    oidc = Oidc(
        issuer=identity.address, client_id=CLIENT, secret_env="VERBATIM_OIDC_SECRET",
        address=HOST, readers=("staff",), curators=("archive",), admins=("it",),
    )  # fmt: skip
    kept = Collection("all", (Path(library.documents()[0].root).name,), ("curator",))
    settings = Settings(oidc=oidc, collections=(kept,))
    app = built(lambda: library, settings, accounts=accounts)
    with TestClient(app, base_url=HOST, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, after: str = "/api/documents") -> Any:
    """Out to the provider and back, as a browser goes."""
    out = client.get("/sign-in/oidc", params={"next": after})
    assert out.status_code == 303, out.text
    return client.get(back(out.headers["location"]))


def back(location: str) -> str:
    answer = httpx.get(location, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_to_log_in_on_leads_to_the_provider(client: TestClient, language: str) -> None:
    page = client.get("/sign-in", params={"lang": language, "next": "/?q=x"}).text
    label = {"fr": "compte de l’institution", "en": "your institution’s account"}[language]
    assert label in page
    assert 'href="/sign-in/oidc?next=%2F%3Fq%3Dx"' in page


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        pytest.param(["staff"], "reader", id="reader"),
        pytest.param(["staff", "archive"], "curator", id="the-higher-of-two"),
        pytest.param("it", "admin", id="one-as-text"),
    ],
)
def test_whoever_the_provider_vouches_for_is_in_with_the_role_of_their_groups(
    client: TestClient, identity: Identity, accounts: Accounts, groups: object, role: str
) -> None:
    identity.person["groups"] = groups
    assert client.get("/api/documents").status_code == 401
    done = sign_in(client)
    assert (done.status_code, done.headers["location"]) == (303, "/api/documents")
    assert "HttpOnly; SameSite=Lax" in done.headers["set-cookie"]
    assert client.get("/api/documents").status_code == 200
    assert {each.name: each.role for each in accounts.accounts()} == {"root": "admin", "zoe": role}
    [asked] = identity.asked
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert SECRET not in str(asked)


def test_collections_hold_for_who_comes_from_the_provider(
    client: TestClient, identity: Identity
) -> None:
    seen = []
    for groups in (["staff"], ["archive"]):
        identity.person["groups"] = groups
        sign_in(client)
        seen.append(len(client.get("/api/documents").json()))
    assert (seen[0], seen[1] > 0) == (0, True)


def test_a_name_may_change_and_a_role_is_that_of_the_last_login(
    client: TestClient, identity: Identity, accounts: Accounts
) -> None:
    sign_in(client)
    identity.person |= {"preferred_username": "zoé.martin", "groups": ["archive"]}
    sign_in(client)
    assert {each.name: each.role for each in accounts.accounts()}["zoe"] == "curator"
    identity.person["groups"] = ["elsewhere"]
    refused = sign_in(client)
    assert refused.status_code == 401
    assert "none of your groups has access" in refused.text
    assert [each.name for each in accounts.accounts()] == ["root"]
    assert client.get("/api/documents").status_code == 401  # the login before has ended too


@pytest.mark.parametrize("name", ["root", "ROOT", "zoe"])
def test_nobody_comes_into_the_account_of_another_by_its_name(
    client: TestClient, identity: Identity, accounts: Accounts, name: str
) -> None:
    sign_in(client)
    identity.person |= {"sub": "u2", "preferred_username": name, "groups": ["staff"]}
    client.cookies.clear()
    refused = sign_in(client)
    assert refused.status_code == 401
    assert "another account has this name" in refused.text
    assert client.get("/api/documents").status_code == 401
    assert {each.name: each.role for each in accounts.accounts()} == {
        "root": "admin", "zoe": "reader",
    }  # fmt: skip


def test_no_password_opens_an_account_of_the_provider(client: TestClient) -> None:
    sign_in(client)
    client.cookies.clear()
    for password in ("", "oidc:", PASSWORD):
        form = {"name": "zoe", "password": password}
        assert client.post("/sign-in", data=form).status_code == 401


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(lambda given: given | {"nonce": "another"}, id="another-nonce"),
        pytest.param(lambda given: {k: v for k, v in given.items() if k != "nonce"}, id="no-nonce"),
        pytest.param(lambda given: given | {"iss": "https://evil.example"}, id="another-issuer"),
        pytest.param(lambda given: given | {"aud": "another"}, id="another-audience"),
        pytest.param(lambda given: given | {"aud": [CLIENT, "x"], "azp": "x"}, id="another-party"),
        pytest.param(lambda given: given | {"exp": int(time.time()) - 3600}, id="expired"),
        pytest.param(lambda given: given | {"iat": int(time.time()) + 3600}, id="not-yet-issued"),
        pytest.param(lambda given: {k: v for k, v in given.items() if k != "exp"}, id="no-end"),
        pytest.param(lambda given: {k: v for k, v in given.items() if k != "sub"}, id="nobody"),
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    client: TestClient, identity: Identity, accounts: Accounts, fault: Callable[[Claims], Claims]
) -> None:
    identity.fault = fault
    assert sign_in(client).status_code == 401
    assert client.get("/api/documents").status_code == 401
    assert len(accounts.accounts()) == 1


@pytest.mark.parametrize("forgery", ["another key", "HS256"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    client: TestClient, identity: Identity, forgery: str
) -> None:
    if forgery == "HS256":
        identity.algorithm = forgery  # signed with the secret that the client knows
    else:
        identity.signing = RSAKey.generate_key(2048, {"kid": "1"})
    assert sign_in(client).status_code == 401
    assert client.get("/api/documents").status_code == 401


def test_a_key_that_the_provider_has_retired_lets_nobody_in_and_the_new_one_does(
    client: TestClient, identity: Identity
) -> None:
    assert sign_in(client).status_code == 303
    client.cookies.clear()
    identity.key = RSAKey.generate_key(2048, {"kid": "1"})  # what signs is the key before
    assert sign_in(client).status_code == 401
    assert client.get("/api/documents").status_code == 401
    identity.signing = identity.key
    assert sign_in(client).status_code == 303


def test_an_answer_to_somebody_elses_request_lets_nobody_in(client: TestClient) -> None:
    theirs = back(client.get("/sign-in/oidc").headers["location"])
    client.cookies.clear()  # a link to the end of a login that others began
    assert client.get(theirs).headers["location"] == "/sign-in/oidc"
    client.get("/sign-in/oidc")
    refused = client.get(theirs, headers={"accept-language": "fr"})
    assert refused.status_code == 401
    assert "Connexion refusée" in refused.text
    assert client.get("/api/documents").status_code == 401


def test_an_answer_is_good_for_once_and_a_denial_is_shown(client: TestClient) -> None:
    out = client.get("/sign-in/oidc").headers["location"]
    answer, cookies = back(out), dict(client.cookies)
    assert client.get(answer).status_code == 303
    client.cookies.clear()
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    assert client.get(answer, headers={"cookie": header}).status_code == 401
    out = client.get("/sign-in/oidc").headers["location"]
    state = parse_qs(urlsplit(out).query)["state"][0]
    denied = client.get("/sign-in/oidc/back", params={"error": "access_denied", "state": state})
    assert denied.status_code == 401
    assert "refused by the provider" in denied.text


def test_nobody_is_led_to_another_site(client: TestClient) -> None:
    assert sign_in(client, "https://evil.example/").headers["location"] == "/"


def test_a_provider_that_is_gone_is_one_line(library: Rag, accounts: Accounts) -> None:
    oidc = Oidc(issuer="http://127.0.0.1:9", client_id="x", address=HOST, readers=("*",))
    app = built(lambda: library, Settings(oidc=oidc), accounts=accounts)
    with TestClient(app, base_url=HOST, follow_redirects=False) as client:
        gone = client.get("/sign-in/oidc")
    assert gone.status_code == 503
    assert "the identity provider is not available" in gone.text


@pytest.mark.parametrize(
    "table",
    [
        pytest.param('issuer = "http://id.example.org"', id="in-the-clear"),
        pytest.param('issuer = "https://id.example.org"', id="no-client"),
        pytest.param('issuer = "https://i.example"\nclient_id = "v"', id="no-address"),
        pytest.param(
            'issuer = "https://i.example"\nclient_id = "v"\naddress = "https://v.example"',
            id="nobody-has-a-role",
        ),
        pytest.param("key = 1", id="unknown"),
    ],
)
def test_half_a_setting_is_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "rag.toml").write_text(f"[oidc]\n{table}\n")
    with pytest.raises(SettingsInvalid):
        load_settings(tmp_path / "rag.toml")
