"""A server of the page and a browser, for what is measured and drawn through them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_PATIENCE = 180  # seconds until a server answers, on a loaded machine


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """The address of ``rag serve`` over an index, once it answers; it stops at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--index", str(index.resolve())]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([*command, "--port", str(port)], cwd=folder, env=installed())
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address + "/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def installed() -> dict[str, str]:
    """The environment of a command as a person runs it: Python keeps what it compiled."""
    return {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def opened() -> Iterator[Any]:
    """Debian's chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


def _wait(address: str) -> None:
    last = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > last:
                raise
            time.sleep(0.02)
