"""The service behind a proxy: nginx from Debian, set up as docs/operations.md says."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import running
from test_server_access import PASSWORD, Site

from rag.config import Service
from rag.engine import Rag
from rag.server.guard import _is_cross_site

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
PREFIX = "/tools/verbatim"
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port};
        location {prefix}/ {{
            proxy_pass {behind}/;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto {scheme};
            proxy_set_header Authorization "Basic dXNlcjpwYXNz";
            proxy_buffering off;
        }}
    }}
}}
"""


@contextlib.contextmanager
def behind_nginx(folder: Path, behind: str, scheme: str = "http") -> Iterator[str]:
    """The address of an nginx that passes on to a server, until the end."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = folder / "nginx.conf"
    path.write_text(
        CONFIGURATION.format(folder=folder, port=port, behind=behind, prefix=PREFIX, scheme=scheme)
    )
    process = subprocess.Popen([NGINX, "-c", str(path), "-p", str(folder)])
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def site(library: Rag, tmp_path: Path) -> Site:
    return Site(library, tmp_path, Service(proxy="127.0.0.1", prefix=PREFIX))


def sign_in(client: httpx.Client, origin: str) -> httpx.Response:
    fields = {"name": "reader", "password": PASSWORD}
    return client.post(f"{PREFIX}/sign-in", data=fields, headers={"origin": origin})


def test_a_sign_in_works_on_a_port_and_beside_a_basic_password_of_the_proxy(
    site: Site, tmp_path: Path
) -> None:
    with (
        running(site.app, proxy="127.0.0.1") as behind,
        behind_nginx(tmp_path, behind) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        assert client.get(f"{PREFIX}/api/documents").status_code == 401
        entered = sign_in(client, address)
        assert (entered.status_code, entered.headers["location"]) == (303, f"{PREFIX}/")
        assert "Secure" not in entered.headers["set-cookie"]
        assert client.get(f"{PREFIX}/api/documents").status_code == 200
        page = client.get(f"{PREFIX}/", headers={"accept": "text/html"})
        assert "verbatim/page.css" in page.text
        question = {"question": "When do the reading rooms open?"}
        assert client.post(f"{PREFIX}/api/ask", json=question).status_code == 200
        elsewhere = {"origin": "http://127.0.0.1"}
        refused = client.post(f"{PREFIX}/api/ask", json=question, headers=elsewhere)
        assert refused.status_code == 403


def test_the_cookie_is_secure_and_the_address_that_of_the_client(
    site: Site, tmp_path: Path
) -> None:
    with (
        running(site.app, proxy="127.0.0.1") as behind,
        behind_nginx(tmp_path, behind, "https") as address,
        httpx.Client(base_url=address, headers={"x-forwarded-for": "203.0.113.9"}) as client,
    ):
        entered = sign_in(client, address)
        assert "Secure" in entered.headers["set-cookie"]
        assert entered.headers["strict-transport-security"]
    assert [each["address"] for each in site.lines() if each["event"] == "login"] == ["127.0.0.1"]


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("127.0.0.9", False)])
def test_forwarding_headers_are_believed_from_the_proxy_only(
    site: Site, proxy: str, believed: bool
) -> None:
    headers = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    with (
        running(site.app, proxy=proxy) as address,
        httpx.Client(base_url=address, headers=headers, timeout=60) as client,
    ):
        fields = {"name": "reader", "password": PASSWORD}
        entered = client.post("/sign-in", data=fields)
        assert ("Secure" in entered.headers["set-cookie"]) is believed
        assert client.get("/metrics").status_code in (401, 403)
    found = {each["address"] for each in site.lines() if each["event"] == "login"}
    assert found == {"203.0.113.9" if believed else "127.0.0.1"}


def test_of_several_addresses_that_before_the_proxy_counts(site: Site) -> None:
    """Those before it are what the client wrote itself."""
    headers = {"x-forwarded-for": "198.51.100.7, 203.0.113.9"}
    with (
        running(site.app, proxy="127.0.0.1") as address,
        httpx.Client(base_url=address, headers=headers, timeout=60) as client,
    ):
        client.post("/sign-in", data={"name": "reader", "password": PASSWORD})
    found = {each["address"] for each in site.lines() if each["event"] == "login"}
    assert found == {"203.0.113.9"}


@pytest.mark.parametrize(
    "forged",
    [
        {"x-forwarded-host": "evil.example", "x-forwarded-prefix": "//evil.example"},
        {"forwarded": "for=127.0.0.1;host=evil.example;proto=https"},
        {"x-gradio-server": "https://evil.example"},
        {"x-original-url": "/metrics", "x-rewrite-url": "/metrics"},
        {"x-http-method-override": "GET", "x-real-ip": "127.0.0.1"},
    ],
)
def test_no_other_header_leads_elsewhere_or_lets_anybody_in(
    site: Site, tmp_path: Path, forged: dict[str, str]
) -> None:
    with (
        running(site.app, proxy="127.0.0.1") as behind,
        behind_nginx(tmp_path, behind) as address,
        httpx.Client(base_url=address, headers=forged, timeout=60) as client,
    ):
        for path in ("/api/documents", "/metrics", "/api/../metrics", "//metrics"):
            assert client.get(f"{PREFIX}{path}").status_code in (401, 403, 404)
        page = client.get(f"{PREFIX}/", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"].partition("?")[0]) == (
            303,
            f"{PREFIX}/sign-in",
        )
        entered = sign_in(client, address)
        assert (entered.status_code, entered.headers["location"]) == (303, f"{PREFIX}/")
        assert "evil" not in client.get(f"{PREFIX}/", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    ("origin", "host", "other"),
    [
        ("https://doc.example", "doc.example", False),
        ("https://doc.example", "doc.example:443", False),
        ("https://doc.example:443", "doc.example", False),
        ("http://doc.example", "DOC.example:80", False),
        ("https://doc.example:8443", "doc.example:8443", False),
        ("http://[::1]:7860", "[::1]:7860", False),
        ("https://doc.example:8443", "doc.example", True),
        ("http://doc.example:443", "doc.example", True),
        ("https://evil.example", "doc.example", True),
        ("https://doc.example.evil.example", "doc.example", True),
        ("https://doc.example@evil.example", "doc.example", True),
        ("null", "doc.example", True),
        ("", "doc.example", True),
        ("https://[::1", "doc.example", True),
        ("https://doc.example:x", "doc.example", True),
        ("https://", "", True),
    ],
)
def test_an_origin_is_compared_with_the_host_and_its_port(
    origin: str, host: str, other: bool
) -> None:
    assert _is_cross_site({"origin": origin}, host) is other
