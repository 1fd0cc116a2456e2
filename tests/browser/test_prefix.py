"""The page behind a proxy that serves it below a path, and removes that path.

Once behind a proxy of our own, on every machine, and once behind nginx where it is installed.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, FilePayload
from served import built, running
from test_server_proxy import NGINX, PREFIX, behind_nginx

from browser.visit import Visit
from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter, ingest
from rag.store import Store

pytestmark = pytest.mark.browser
PASSWORD = "un bon mot de passe"
QUESTION = "When do the reading rooms open?"
_HOP = {"connection", "transfer-encoding", "keep-alive"}


class _Proxy(BaseHTTPRequestHandler):
    """What nginx does with ``location /tools/verbatim/ { proxy_pass http://server/; }``."""

    server_address_behind = ""

    def _pass_on(self) -> None:
        if not self.path.startswith(f"{PREFIX}/"):
            self.send_error(404, "outside")
            return
        size = int(self.headers.get("content-length") or 0)
        server = http.client.HTTPConnection(self.server_address_behind, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        body = self.rfile.read(size) if size else None
        server.request(self.command, self.path.removeprefix(PREFIX), body, headers)
        response = server.getresponse()
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()
        try:
            while part := response.read1(65_536):
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            pass  # the browser has gone
        server.close()

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_PUT(self) -> None:
        self._pass_on()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the output of tests stays clean."""


@contextmanager
def _behind_our_own(behind: str) -> Iterator[str]:
    """The address of a proxy of our own that passes on to a server, until the end."""
    handler = type("Proxy", (_Proxy,), {"server_address_behind": urlsplit(behind).netloc})
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{proxy.server_address[1]}"
    proxy.shutdown()
    proxy.server_close()
    thread.join()


@pytest.fixture(scope="module", params=["our own", "nginx"])
def address(
    request: pytest.FixtureRequest, documents: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the page at the proxy."""
    folder = tmp_path_factory.mktemp("site")
    index, encoder = folder / "index", HashingEncoder()
    ingest([documents], index, encoder)
    accounts = Accounts(folder / "accounts.sqlite", Passwords(64, 1))
    accounts.add("anna", PASSWORD, "curator")
    engine = Rag(Store.open(index), encoder, Settings())
    writer = LibraryWriter(index, lambda: encoder, uploads=folder / "uploads")
    if request.param == "nginx" and NGINX is None:
        pytest.skip("nginx is not installed")
    believed = "127.0.0.1" if request.param == "nginx" else None
    service = Service(accounts=True, prefix=PREFIX, proxy=believed or "")
    app = built(lambda: engine, Settings(service=service), accounts=accounts, writer=writer)
    with running(app, proxy=believed) as server:
        behind = behind_nginx(folder, server) if believed else _behind_our_own(server)
        with behind as proxy:
            yield f"{proxy}{PREFIX}/"


def test_everything_works_below_a_path(context: BrowserContext, address: str) -> None:
    """Sign-in, question, page image, download, upload and sign-out; nothing is asked outside."""
    visit = Visit(context.new_page(), address)
    page = visit.page
    page.goto(f"{address}?lang=fr")
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("html.v-ready .v-head")
    page.wait_for_selector(".v-status-ready")
    visit.ask(QUESTION)
    page.locator(".v-chip").first.click()
    image = page.locator(".v-page img")
    image.wait_for()
    page.wait_for_function("document.querySelector('.v-page img').naturalWidth > 100")
    page.get_by_text("Exporter", exact=True).first.click()
    with page.expect_download() as download:
        page.locator("a[href*='export/answer.md']").first.click()
    assert "reading rooms" in Path(download.value.path()).read_text(encoding="utf-8").lower()
    visit.tab("Bibliothèque")
    text = b"# Ruches\n\nLes ruches du toit abritent quarante mille abeilles.\n"
    file: FilePayload = {"name": "ruches.md", "mimeType": "text/markdown", "buffer": text}
    page.locator("#v-files").set_input_files([file])
    page.locator(".v-upload-added").wait_for()
    page.locator(".v-sign-out button").click()
    page.wait_for_selector("#password")
    assert page.url.startswith(address)
    assert [url for url in visit.requests if not url.startswith((address, "data:", "blob:"))] == []
    assert visit.faults == []
