"""The routes: questions, documents, pages, page images, originals, health."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.types import ASGIApp

from rag._version import __version__
from rag.config import Settings
from rag.errors import Cause, RagError, RequestRefused, ServiceError, SourceUnknown
from rag.language.dates import read_day
from rag.records import Document, Exchange, Page, as_json
from rag.server.access_control import AccessControl
from rag.server.access_middleware import AccessMiddleware
from rag.server.checks import add_checks
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.error_responses import error_body, headers_of, status_of
from rag.server.exports import add_exports
from rag.server.guard import RequestGuard, RequestLimits
from rag.server.metrics import add_metrics
from rag.server.uploads import Uploads
from rag.server.verify import add_verify

_log = logging.getLogger(__name__)
# How the original of each format is handed over. HTML is shown in a sandbox, where its scripts
# do not run and nothing is fetched; what a browser does not show is saved.
_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/plain; charset=utf-8",
}
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_LONG = 10_000  # characters of a text of an earlier turn
_SCALE = 2.0  # pixels a point: sharp at the width of the panel on a dense screen


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


class EarlierTurn(BaseModel):
    """An earlier turn of a conversation, as an answer gave it; the question alone will do."""

    question: str = Field(max_length=_LONG)
    understood: str = Field("", max_length=_LONG)
    quotes: list[Annotated[str, Field(max_length=_LONG)]] = Field([], max_length=20)

    def exchange(self) -> Exchange:
        """The record of the turn."""
        return Exchange(self.question, self.understood, tuple(self.quotes))


class Question(BaseModel):
    """The body of POST /api/ask; the latest turn of the conversation is last."""

    question: str
    conversation: list[EarlierTurn] = Field([], max_length=100)
    as_of: str | None = None


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
    _health(app, opening, keeper)
    _questions(app, opening)
    add_checks(app, opening)
    add_verify(app, opening)
    _documents(app, opening)
    _pages(app, opening)
    add_exports(app, opening)
    add_metrics(app, keeper.metrics)
    if intake is not None:
        _intake(app, intake)
    return app


def _health(app: FastAPI, opening: EngineLoader, keeper: AccessControl) -> None:
    @app.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    def ready(response: Response) -> dict[str, Any]:
        if opening.state != "ready":
            response.status_code = 503
            return {"status": opening.state}
        if not keeper.may_count():  # what is there is nobody's business but theirs who may read
            return {"status": "ready"}
        engine = opening.engine()
        count, notice = len(engine.documents()), engine.notice("en")
        state = {"status": "ready", "index_id": engine.index_id, "documents": count}
        return state | {"notice": notice} if notice else state


def _questions(app: FastAPI, opening: EngineLoader) -> None:
    @app.post("/api/ask")
    def ask(asked: Question) -> Any:
        turns = [turn.exchange() for turn in asked.conversation]
        day = None if asked.as_of is None else read_day(asked.as_of)
        answer = opening.engine().ask(asked.question, conversation=turns, as_of=day)
        return JSONResponse(as_json(answer))


def _documents(app: FastAPI, opening: EngineLoader) -> None:
    @app.get("/api/documents")
    def documents() -> list[dict[str, Any]]:
        return [_shown(document) for document in opening.engine().documents()]

    @app.get("/api/documents/{document_id}")
    def document(document_id: str) -> dict[str, Any]:
        return _shown(find_document(opening.engine(), document_id))

    @app.get("/api/documents/{document_id}/original")
    def original(document_id: str) -> Response:
        engine = opening.engine()
        found = find_document(engine, document_id)
        media = _TYPES.get(found.format)
        headers = {"content-security-policy": _SANDBOX} if found.format == "html" else {}
        return FileResponse(
            engine.original(found.id),
            media_type=media or "application/octet-stream",
            filename=found.path.rpartition("/")[2],
            content_disposition_type="inline" if media else "attachment",
            headers=headers,
        )


def _pages(app: FastAPI, opening: EngineLoader) -> None:
    @app.get("/api/documents/{document_id}/pages/{number}")
    def page(document_id: str, number: int) -> Any:
        return as_json(find_page(opening.engine(), document_id, number))

    @app.get("/api/documents/{document_id}/pages/{number}/image.png")
    def image(
        document_id: str,
        number: int,
        start: Annotated[list[int] | None, Query()] = None,
        end: Annotated[list[int] | None, Query()] = None,
    ) -> Response:
        engine = opening.engine()
        find_page(engine, document_id, number)
        spans = list(zip(start or (), end or (), strict=False))
        drawn = engine.page_image(document_id, number, highlights=spans, scale=_SCALE)
        # The id is the sha256 of the file: what it shows cannot change under the same address.
        return Response(
            drawn, media_type="image/png", headers={"cache-control": "private, max-age=3600"}
        )


def _intake(app: FastAPI, intake: Uploads) -> None:
    @app.put("/api/library/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        received = await intake.receive(request.stream())
        report = await run_in_threadpool(intake.add, received, name)
        for failure in report.failures:
            content = {
                "error": "DocumentRefused", "message_fr": failure.fr, "message_en": failure.en
            }  # fmt: skip
            return JSONResponse(content, 422)
        state = "added" if report.added else "known"
        return JSONResponse({"state": state, "documents": report.documents}, 201)


def find_document(engine: Engine, document_id: str) -> Document:
    """The document of that id; raises SourceUnknown."""
    try:
        return engine.document(document_id)
    except KeyError as error:
        raise SourceUnknown(document=document_id[:12], page="-") from error


def find_page(engine: Engine, document_id: str, number: int | None) -> Page:
    """A page of a document, page 1 being the whole of one without pages; raises SourceUnknown."""
    find_document(engine, document_id)
    for asked in (number, None) if number == 1 else (number,):
        try:
            return engine.page(document_id, asked)
        except KeyError:
            continue
    raise SourceUnknown(document=document_id[:12], page=number)


def _shown(document: Document) -> dict[str, Any]:
    """A document as JSON, without the folder of this machine that holds it."""
    values: dict[str, Any] = as_json(document)
    del values["root"]
    return values


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
