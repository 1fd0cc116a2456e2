"""A real browser and a real server on loopback: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from served import built

from browser.visit import Visit
from rag.config import Curation, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import LibraryWriter, ingest
from rag.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless; the test is skipped where it is absent."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    playwright.expect.set_options(timeout=30_000)  # as a context waits: machines may be slow
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        yield opened
        opened.close()


EXAMPLES = (
    "À quelle heure ferment les salles de lecture en août ?",
    "When do the reading rooms open?",
)


@dataclass(frozen=True, slots=True)
class BrowserSite:
    """A server of the page, over a small library of its own."""

    address: str
    feedback: Path
    uploads: Path
    engine: Rag


@pytest.fixture(scope="session")
def site(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserSite]:
    """The page over the small library, taking documents and verdicts."""
    import uvicorn

    folder = tmp_path_factory.mktemp("site")
    encoder, index, uploads = HashingEncoder(), folder / "index", folder / "uploads"
    ingest([documents], index, encoder)
    engine = Rag(Store.open(index), encoder, Settings())
    app = built(
        lambda: engine,
        Settings(library=Curation(examples=EXAMPLES)),
        writer=LibraryWriter(index, lambda: encoder, uploads=uploads),
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield BrowserSite(address, index / "feedback.jsonl", uploads, engine)
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was never here before, and speaks French."""
    context = browser.new_context(
        locale="fr-FR",
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, site: BrowserSite) -> Visit:
    """A first visit."""
    return Visit(context.new_page(), site.address)
