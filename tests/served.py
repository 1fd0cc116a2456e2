"""The whole application for tests: built quietly, and served on a free loopback port."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.server import Engine
from rag.server.process import server_config
from rag.web.application import build_app


def built(open_engine: Callable[[], Engine], *options: Any, **named: Any) -> FastAPI:
    """``build_app``, without the warnings of the event loops that Gradio leaves unclosed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        app = build_app(open_engine, *options, **named)
        asyncio.set_event_loop(None)  # one of them is left as that of this thread
        gc.collect()
    return app


def with_tokens(folder: Path, names: Sequence[str]) -> tuple[Accounts, dict[str, str]]:
    """Accounts of readers in a folder, and a token for each."""
    accounts, keys = Accounts(folder / "accounts.sqlite", Passwords(64, 1)), {}
    for name in names:
        accounts.add(name, "un mot de passe", "reader")
        _, keys[name] = accounts.add_token(name, "", lifetime=dt.timedelta(hours=1))
    return accounts, keys


@contextmanager
def running(app: FastAPI, *, proxy: str | None = None, port: int = 0) -> Iterator[str]:
    """The address where an application is served, by a server of its own, until the end.

    With ``proxy``, the server is set up as that of the service, and believes that proxy only.
    """
    import uvicorn

    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=2)
    if proxy is not None:
        config = server_config(app, "127.0.0.1", port=0, proxy=proxy)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def started(
    folder: Path, *options: str, before: Callable[[], object] = int
) -> Iterator[tuple[int, int]]:
    """The port and the process id of ``rag serve`` in a folder, until the end.

    ``before`` runs in the new process; what it prints goes to ``log`` in the folder.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--port", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, preexec_fn=before)
    try:
        _wait_until_ready(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def sent(
    port: int, method: str, path: str, body: bytes | None = None, key: str = ""
) -> tuple[int, bytes]:
    """The status and the body of a request, with the key of a program."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        connection.request(method, path, body, headers | {"content-type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1_200):
        assert process.poll() is None
        try:
            if sent(port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the service is not ready after two minutes")
