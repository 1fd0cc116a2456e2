"""The application: the routes, the error handlers, and the guard in front of them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from rag._version import __version__
from rag.config import Settings
from rag.errors import RagError, RequestRefused, ServiceError, Unexpected
from rag.errors.service import ServiceBusy
from rag.messages import Message
from rag.server.access_control import AccessControl
from rag.server.access_middleware import AccessMiddleware
from rag.server.admission_queue import RETRY_SECONDS
from rag.server.compression import Compression
from rag.server.deprecated import Deprecated
from rag.server.engine_loader import EngineLoader
from rag.server.error_responses import ProblemResponse, error_status
from rag.server.etags import Etags
from rag.server.guard import RequestGuard, RequestLimits
from rag.server.idempotency import Idempotency
from rag.server.library_editor import LibraryEditor
from rag.server.methods import Methods
from rag.server.misfits import misfit_of
from rag.server.page_forwarding import PageForwarder
from rag.server.request_ids import RequestIds
from rag.server.routes.chat_completions import add_chat_completions
from rag.server.routes.checks import add_checks
from rag.server.routes.citations import add_citations
from rag.server.routes.document_changes import add_document_changes, add_new_documents
from rag.server.routes.documents import add_documents
from rag.server.routes.embeddings import add_embeddings
from rag.server.routes.evaluations import add_evaluations
from rag.server.routes.exports import add_exports
from rag.server.routes.feedback import FeedbackStore, add_feedback
from rag.server.routes.health import add_health
from rag.server.routes.mcp import add_mcp
from rag.server.routes.metrics import add_metrics
from rag.server.routes.pages import add_pages
from rag.server.routes.questions import add_questions
from rag.server.routes.reference import add_reference
from rag.server.routes.search import add_search
from rag.server.routes.uploads import add_uploads
from rag.server.telemetry import Traced

# Threads for 80 short requests, some of which wait for the library to open; beside them, calls of
# MCP and notebooks wait in the queue. The events of pages have threads of their own.
_THREADS = 80
_log = logging.getLogger(__name__)


class GuardedApp(FastAPI):
    """An application with the guard in front of everything, error responses included."""

    def __init__(self, limits: RequestLimits, access: AccessControl, **options: Any) -> None:
        self._limits = limits
        self._access = access
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """The stack of FastAPI, behind the guard and the access control."""
        plain, worker = Deprecated(super().build_middleware_stack()), self._access.worker
        routed = Compression(Etags(Idempotency(plain, worker=worker)))
        served = Methods(routed, self.router.routes)  # HEAD has the tags of GET
        accessed = PageForwarder(AccessMiddleware(served, self._access), worker)
        guarded = RequestGuard(accessed, self._limits)
        return RequestIds(Traced(guarded))


def create_app(
    loader: EngineLoader,
    access: AccessControl | None = None,
    *,
    limits: RequestLimits | None = None,
    editor: LibraryEditor | None = None,
    feedback: FeedbackStore | None = None,
    close: Callable[[], None] | None = None,
) -> FastAPI:
    """The guarded application of the HTTP interface; ``rag.web`` mounts the page on it.

    Without ``access`` there are no accounts, and every caller is the user of this machine.
    Documents can be changed if there is an ``editor``, and added if it has a folder for them.
    Answers can be judged if there is a place for ``feedback``. What else belongs to the service is
    closed with it by ``close``.
    """
    access = access or AccessControl(Settings())
    loader.restrict_by(access.restricted)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loader.start()
        to_thread.current_default_thread_limiter().total_tokens = _THREADS + access.queue.longest
        yield
        access.close()
        if close is not None:
            close()

    app = GuardedApp(
        limits or RequestLimits(), access,
        title="Verbatim", version=__version__, lifespan=lifespan, openapi_url=None,
    )  # fmt: skip
    app.state.stop, app.state.wait = access.streams.stop, loader.wait
    add_error_handlers(app)
    add_health(app, loader, access)
    add_questions(app, loader, access.refused)
    add_chat_completions(app, loader, access.refused)
    add_embeddings(app, loader)
    add_search(app, loader)
    add_checks(app, loader)
    add_citations(app, loader)
    add_documents(app, loader)
    add_pages(app, loader)
    add_exports(app, loader)
    add_evaluations(app, loader, access)
    add_metrics(app, access.metrics)
    add_mcp(app, loader, access)
    add_reference(app)
    if feedback is not None:
        add_feedback(app, loader, feedback, access)
    if editor is not None:
        add_document_changes(app, editor)
        if editor.uploads is not None:
            add_new_documents(app, editor, editor.uploads)
            add_uploads(app, editor, editor.uploads)
    return app


def add_error_handlers(app: Starlette) -> None:
    """Answers the errors of an application as problem details."""
    app.add_exception_handler(RagError, _library_error)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(MemoryError, _out_of_memory)
    app.add_exception_handler(Exception, _fault)


async def _library_error(request: Request, error: Exception) -> ProblemResponse:
    """The response to an error of the library; faults of the index are logged."""
    assert isinstance(error, RagError)
    status = error_status(error)
    if status == 503 and not isinstance(error, ServiceError):
        _log.warning("%s", error)
    return ProblemResponse.of(request.scope, error)


async def _out_of_memory(request: Request, _: Exception) -> ProblemResponse:
    """The response where the memory does not suffice now; others may free some soon."""
    _log.warning("out of memory: %s", request.url.path)
    return ProblemResponse.of(request.scope, ServiceBusy(seconds=RETRY_SECONDS))


async def _fault(request: Request, _: Exception) -> ProblemResponse:
    """The response to a fault of the program; the server logs its traceback."""
    return ProblemResponse.of(request.scope, Unexpected())


async def _malformed(request: Request, error: Exception) -> ProblemResponse:
    """The response to a request whose values do not fit its route, like that to other errors."""
    assert isinstance(error, RequestValidationError)
    return await _library_error(request, RequestRefused(cause=misfit_of(error)))


async def _http_error(request: Request, error: Exception) -> ProblemResponse:
    """The response to an error of the framework, in the form of all others."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405 and error.headers:
        cause = Message("causes.no_method", methods=error.headers.get("Allow", "GET"))
    elif error.status_code in (403, 404, 405):
        cause = Message("causes.no_address")
    else:
        where = "path" if request.method in ("GET", "HEAD") else "body"
        cause = Message("causes.malformed", where=where)
    refused = RequestRefused(cause=cause)
    return ProblemResponse.of(
        request.scope, refused, status=error.status_code, headers=error.headers
    )
