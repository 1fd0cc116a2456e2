"""The whole application for tests: built quietly, and served on a free loopback port."""

from __future__ import annotations

import gc
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI

from rag.server import Engine
from rag.server.process import server_config
from rag.web.application import build_app


def built(open_engine: Callable[[], Engine], *options: Any, **named: Any) -> FastAPI:
    """``build_app``, without the warnings of the event loops that Gradio leaves unclosed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        app = build_app(open_engine, *options, **named)
        gc.collect()
    return app


@contextmanager
def running(app: FastAPI, *, proxy: str | None = None) -> Iterator[str]:
    """The address where an application is served, by a server of its own, until the end.

    With ``proxy``, the server is set up as that of the service, and believes that proxy only.
    """
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
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
