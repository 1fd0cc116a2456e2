"""The whole application: the HTTP interface with the page mounted on it, and its server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from rag.config import Settings
from rag.server import LOOPBACK, Engine, Limits, Opening, create_app
from rag.web.desk import Desk
from rag.web.feedback import Feedback

# Read by Gradio when it is imported: no call home, and no table of its events, which it would
# build anew with pandas after each of them.
_GRADIO = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}
# Ours, and those of Gradio's that the page uses: its uploads, files, proxy and the rest are shut.
_ROUTES = (
    "/api/ /healthz /readyz /verbatim/ / /config /theme.css /manifest.json /favicon.ico "
    "/robots.txt /assets/ /static/ /gradio_api/queue/join /gradio_api/queue/data "
    "/gradio_api/heartbeat/ /gradio_api/app_id /gradio_api/cancel /gradio_api/reset"
)
_STATIC = Path(__file__).parent / "static"


def build_app(
    opener: Callable[[], Engine], settings: Settings | None = None, *, feedback: Path | None = None
) -> FastAPI:
    """The page and the HTTP interface over an engine that ``opener`` opens in the background.

    What people say of answers is added to the file ``feedback``, where there is one.
    """
    chosen = settings or Settings()
    opening = Opening(opener)
    opening.start()
    hosts = LOOPBACK if chosen.host in LOOPBACK else ()
    app = create_app(opening, Limits(hosts=hosts, routes=tuple(_ROUTES.split())))
    app.mount("/verbatim", StaticFiles(directory=_STATIC))
    os.environ.update(_GRADIO)
    from rag.web.page import mount

    return mount(app, Desk(opening, Feedback(feedback)))


def serve(index: Path, settings: Settings, *, host: str, port: int) -> None:
    """Serves the page of an index until it is stopped."""
    import dataclasses

    import uvicorn

    def opener() -> Engine:
        from rag.engine import Rag

        return Rag.open(index, settings=settings)

    chosen = dataclasses.replace(settings, host=host, port=port)
    app = build_app(opener, chosen, feedback=index / "feedback.jsonl")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
