"""The application: its routes, its handlers of errors, and the guard before them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp

from rag._version import __version__
from rag.config import Settings
from rag.errors import Cause, RagError, RequestRefused, ServiceError
from rag.server.access_control import AccessControl
from rag.server.access_middleware import AccessMiddleware
from rag.server.engine_loader import EngineLoader
from rag.server.error_responses import error_body, headers_of, status_of
from rag.server.guard import RequestGuard, RequestLimits
from rag.server.routes.checks import add_checks
from rag.server.routes.citations import add_citations
from rag.server.routes.documents import add_documents
from rag.server.routes.exports import add_exports
from rag.server.routes.health import add_health
from rag.server.routes.metrics import add_metrics
from rag.server.routes.pages import add_pages
from rag.server.routes.questions import add_questions
from rag.server.routes.uploads import add_uploads
from rag.server.uploads import Uploads

_log = logging.getLogger(__name__)


class Guarded(FastAPI):
    """An application with the guard before everything, its answers to errors included."""

    def __init__(self, limits: RequestLimits, keeper: AccessControl, **options: Any) -> None:
        self._limits = limits
        self._keeper = keeper
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """The stack of FastAPI behind the guard, and behind who may do what."""
        return RequestGuard(
            AccessMiddleware(super().build_middleware_stack(), self._keeper), self._limits
        )


def create_app(
    opening: EngineLoader,
    limits: RequestLimits | None = None,
    intake: Uploads | None = None,
    keeper: AccessControl | None = None,
) -> FastAPI:
    """The application of the HTTP interface, guarded; the page is mounted on it elsewhere.

    Documents are taken where there is an ``intake``. Without a ``keeper`` there are no
    accounts, and whoever reaches it is the person of this machine.
    """
    keeper = keeper or AccessControl(Settings())
    opening.show(keeper.view)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        opening.start()
        yield
        keeper.close()

    app = Guarded(
        limits or RequestLimits(), keeper,
        title="Verbatim", version=__version__, lifespan=life, docs_url=None, redoc_url=None,
    )  # fmt: skip
    app.state.stop = keeper.streams.stop
    app.add_exception_handler(RagError, _told)
    app.add_exception_handler(RequestValidationError, _malformed)
    add_health(app, opening, keeper)
    add_questions(app, opening)
    add_checks(app, opening)
    add_citations(app, opening)
    add_documents(app, opening)
    add_pages(app, opening)
    add_exports(app, opening)
    add_metrics(app, keeper.metrics)
    if intake is not None:
        add_uploads(app, intake)
    return app


async def _told(_: Request, error: Exception) -> JSONResponse:
    """An error of the library as its two sentences, with a status that suits it."""
    assert isinstance(error, RagError)
    status = status_of(error)
    if status == 503 and not isinstance(error, ServiceError):
        _log.warning("%s", error)
    return JSONResponse(error_body(error), status, headers_of(error))


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    """A request that does not have the form of its route, told like the other errors."""
    assert isinstance(error, RequestValidationError)
    where = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
    cause = Cause(
        f"valeur absente ou mal formée ({where})", f"missing or malformed value ({where})"
    )
    return await _told(request, RequestRefused(cause=cause))
