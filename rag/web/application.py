"""The whole application: the HTTP interface with the page mounted on it, and its server."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from rag.config import Settings
from rag.encoders import Encoder, load_encoder
from rag.engine import Rag
from rag.ingest import Limits as Reading
from rag.ingest import ingest
from rag.records import IngestReport
from rag.server import LARGEST, LOOPBACK, Engine, Intake, Limits, Opening, create_app
from rag.store import Store
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
    opener: Callable[[], Engine],
    settings: Settings | None = None,
    *,
    feedback: Path | None = None,
    intake: Intake | None = None,
) -> FastAPI:
    """The page and the HTTP interface over an engine that ``opener`` opens in the background.

    What people say of answers is added to the file ``feedback``; documents are added through
    ``intake``. Without them neither is offered.
    """
    chosen = settings or Settings()
    opening = Opening(opener)
    opening.start()
    hosts = LOOPBACK if chosen.host in LOOPBACK else ()
    limits = Limits(hosts, tuple(_ROUTES.split()), uploads={"/api/library/": LARGEST})
    app = create_app(opening, limits, intake)
    app.mount("/verbatim", StaticFiles(directory=_STATIC))
    os.environ.update(_GRADIO)
    from rag.web.page import mount

    return mount(app, Desk(opening, Feedback(feedback), adds=intake is not None))


def serve(
    index: Path, settings: Settings, *, host: str, port: int, uploads: Path | None = None
) -> None:
    """Serves the page of an index until it is stopped.

    Documents added through the page are kept in the folder ``uploads``; without one, the page
    does not offer it.
    """
    import uvicorn

    parts = _Parts(index, settings)
    app = build_app(
        parts.engine,
        dataclasses.replace(settings, host=host, port=port),
        feedback=index / "feedback.jsonl",
        intake=Intake(uploads, parts.add) if uploads else None,
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


class _Parts:
    """The encoder, loaded once, for questions and for documents that are added."""

    def __init__(self, index: Path, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._encoder = lru_cache(load_encoder)

    def engine(self) -> Engine:
        """The engine over the index."""
        return Rag(Store.open(self._index), self._load(), self._settings)

    def add(self, files: Sequence[Path]) -> IngestReport:
        """Indexes files beside what is there."""
        return ingest(files, self._index, self._load(), limits=Reading(ocr=self._settings.ocr))

    def _load(self) -> Encoder:
        return self._encoder(self._settings.encoder, self._settings.encoder_revision)
