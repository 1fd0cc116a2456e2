"""Every route of the running application has a policy, and follows it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from served import built
from starlette.routing import Mount

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import ROLES, Oidc, Role, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter
from rag.server import Policies
from rag.web.routes import ALL_ROUTES

HOST = "http://127.0.0.1"
PASSWORD = "un mot de passe"


def routes(mounted: list[Any], before: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """The template and the methods of every route, those of mounted applications too."""
    for route in mounted:
        if isinstance(route, Mount):
            below = list(route.routes)
            yield from routes(below, before + route.path)
            if not below:  # files: whatever is under it
                yield f"{before}{route.path}/{{path:path}}", frozenset({"GET"})
        elif hasattr(route, "original_router"):  # how FastAPI holds a router that was included
            inner = route.original_router.routes
            named = [(route.include_context.path_for(each), each) for each in inner]
            for path, each in named:
                yield before + path, frozenset(each.methods or ())
        else:
            yield before + route.path, frozenset(getattr(route, "methods", None) or {"WS"})


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    kept = Accounts(tmp_path_factory.mktemp("accounts") / "a.sqlite", Passwords(64, 1))
    for role in ROLES:
        kept.add(role, PASSWORD, role)
    return kept


@pytest.fixture(scope="module")
def app(library: Rag, accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("uploads")
    encoder = HashingEncoder()
    writer = LibraryWriter(folder / "index", lambda: encoder, uploads=folder / "docs")
    oidc = Oidc(
        issuer="https://id.example.org", client_id="v", address="https://v.example.org",
        readers=("*",),
    )  # fmt: skip
    return built(lambda: library, Settings(oidc=oidc), writer=writer, accounts=accounts)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOST, follow_redirects=False) as client:
        yield client


def test_every_route_has_a_policy(app: FastAPI) -> None:
    found = {template for template, _ in routes(app.routes)}
    assert len(found) > 60  # Gradio's are among them
    assert found - ALL_ROUTES.keys() == set()


def test_no_policy_names_a_route_that_is_gone(app: FastAPI) -> None:
    assert ALL_ROUTES.keys() - {template for template, _ in routes(app.routes)} == set()


def _requests(app: FastAPI) -> list[tuple[str, str, str]]:
    """A request to every route: its policy, its method, a path of its form."""
    made: list[tuple[str, str, str]] = []
    for template, methods in sorted(set(routes(app.routes))):
        path = re.sub(r"{(\w+)(:path)?}", "1", template)
        for method in sorted(methods - {"HEAD", "OPTIONS", "WS"}):
            made.append((ALL_ROUTES[template].for_method(method).policy, method, path))
    return made


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_nobody_gets_past_what_is_public(app: FastAPI, client: TestClient, accept: str) -> None:
    """TestClient's address is not this machine's, so that "local" routes refuse it too."""
    for policy, method, path in _requests(app):
        if policy == "public":
            continue
        response = client.request(method, path, headers={"accept": accept})
        away = 303 if accept == "text/html" and method == "GET" else 401
        assert response.status_code == (404 if policy == "blocked" else away), (method, path)
        assert response.headers["x-frame-options"] == "DENY"
        if response.status_code == 401:
            assert response.json()["type"] == "urn:verbatim:error:LoginNeeded"
            assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_as_far_as_its_policy(
    app: FastAPI, client: TestClient, accounts: Accounts, role: Role
) -> None:
    _, key = accounts.add_token(role, "", lifetime=dt.timedelta(hours=1))
    may = {"public", *ROLES[: ROLES.index(role) + 1]} | ({"local"} if role == "admin" else set())
    for policy, method, path in _requests(app):
        if policy in may and (path, method) != ("/metrics", "GET"):
            continue  # let through: what it answers is for other tests
        headers = {"authorization": f"Bearer {key}"}
        response = client.request(method, path, headers=headers)
        expected = 200 if policy in may else 404 if policy == "blocked" else 403
        assert response.status_code == expected, (method, path)


def test_a_path_in_disguise_is_not_served(client: TestClient) -> None:
    for path in (
        "//gradio_api/upload",
        "/gradio_api/./upload",
        "/gradio_api%2Fupload",
        "/GRADIO_API/upload",
        "/gradio_api/file=/etc/passwd",
        "/verbatim/../api/documents",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/api/documents/",
        "/api/documents;x",
        "/healthz/../api/documents",
        "/nowhere",
    ):
        assert client.request("GET", path).status_code in (307, 401, 403, 404), path


def test_of_templates_the_first_that_fits_counts() -> None:
    policies = Policies(ALL_ROUTES)
    assert policies.find("/api/documents/x/pages/3/image.png")[0].endswith("image.png")
    assert policies.find("/api/library/a/b.pdf")[1].policy == "curator"
    assert policies.find("/nowhere")[1].policy == "blocked"
    assert policies.find("")[1].policy == "blocked"


def test_this_machine_may_read_the_metrics_but_not_through_a_proxy(
    app: FastAPI,
) -> None:
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 5000)) as here:
        text = here.get("/metrics").text
        assert "verbatim_requests_total" in text
        assert here.get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 401


def test_the_metrics_hold_no_text(app: FastAPI, library: Rag, tmp_path: Path) -> None:
    alone = built(lambda: library)
    with TestClient(alone, base_url=HOST, client=("127.0.0.1", 5000)) as here:
        asked = here.post("/api/ask", json={"question": "Où est le secrétariat du zanzibar ?"})
        assert asked.status_code == 200
        text = here.get("/metrics").text
    assert 'verbatim_requests_total{method="POST",route="/api/ask",status="200"} 1.0' in text
    assert "zanzibar" not in text
