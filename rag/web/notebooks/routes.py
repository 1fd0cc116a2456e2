"""The routes of notebooks: their pages and forms, what keeps a quote, and their exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from rag.errors import RagError
from rag.errors.service import AccountUnknown
from rag.export import find_format
from rag.messages import say
from rag.notebooks import Notebooks
from rag.records import Language
from rag.server import AccessControl, EngineLoader
from rag.server.error_responses import error_headers, error_status
from rag.server.routes.bodies import Body
from rag.server.routes.exports import download
from rag.web.form_fields import form_fields
from rag.web.notebooks.caller import MOST_CHARACTERS, CallerNotebooks
from rag.web.notebooks.forms import NOTEBOOKS, render_sharing
from rag.web.notebooks.html import NotebookFrame, render_list, render_notebook, render_refused
from rag.web.notebooks.pack import notebook_dossier
from rag.web.presenter import preferred_language
from rag.web.viewer.frame import POLICY

_POLICY = {"content-security-policy": POLICY}


class QuoteToKeep(Body):
    """The body of POST /v1/notebook/quotes: a permalink, and the question that found the quote, as
    it was typed and, if that was not complete, as it was understood.

    Without a notebook, the one changed last takes it.
    """

    permalink: str = Field(max_length=2_000)
    question: str = Field("", max_length=MOST_CHARACTERS)
    understood: str = Field("", max_length=MOST_CHARACTERS)
    notebook: str = Field("", max_length=40)


def add_notebooks(
    app: FastAPI, notebooks: Notebooks | None, loader: EngineLoader, access: AccessControl
) -> CallerNotebooks:
    """Adds the pages of notebooks and what they send; returns those of the caller."""
    callers = CallerNotebooks(notebooks, loader, access)
    _add_pages(app, callers, access)
    _add_exports(app, callers, loader)

    @app.post("/v1/notebook/quotes", include_in_schema=False)
    def keep(request: Request, quote: QuoteToKeep) -> dict[str, Any]:
        language = _language(request)
        asked = quote.question.strip(), quote.understood.strip()
        kept = callers.keep(quote.permalink, asked, quote.notebook, language)
        return {
            "notebook": kept.id,
            "quotes": len(kept.quotes),
            "message": say("notebooks.kept", language, title=kept.title),
        }

    return callers


def _add_pages(app: FastAPI, callers: CallerNotebooks, access: AccessControl) -> None:
    settings, prefix = access.settings, access.settings.service.prefix

    @app.get(f"/{NOTEBOOKS}", include_in_schema=False)
    def listed(request: Request) -> Response:
        frame = NotebookFrame(settings, _language(request))
        return _shown(frame, lambda: render_list(callers.own(), callers.shared(), frame))

    @app.get(f"/{NOTEBOOKS}/{{notebook_id}}", include_in_schema=False)
    def opened(request: Request, notebook_id: str) -> Response:
        frame = NotebookFrame(settings, _language(request), f"{NOTEBOOKS}/{notebook_id}")
        return _shown(frame, lambda: _opened(callers, notebook_id, "", frame))

    @app.post(f"/{NOTEBOOKS}", include_in_schema=False)
    async def add(request: Request) -> Response:
        fields, frame = await form_fields(request), NotebookFrame(settings, _language(request))

        def added() -> Response:
            made = callers.add(fields.get("title", ""), frame.language)
            return RedirectResponse(f"{prefix}/{NOTEBOOKS}/{made.id}?lang={frame.language}", 303)

        return await run_in_threadpool(_answered, frame, added)

    @app.post(f"/{NOTEBOOKS}/{{notebook_id}}", include_in_schema=False)
    async def change(request: Request, notebook_id: str) -> Response:
        fields = await form_fields(request)
        frame = NotebookFrame(settings, _language(request), f"{NOTEBOOKS}/{notebook_id}")
        deleted = fields.get("act") == "delete"
        key = fields.get("key", "")
        place = f"#quote-{key}" if key.isalnum() and fields.get("act") != "remove" else ""

        def changed() -> Response:
            try:
                callers.change(notebook_id, fields)
            except AccountUnknown as error:
                name = str(error.values["name"])
                failure = say("notebooks.no_account", frame.language, name=name)
                return HTMLResponse(_opened(callers, notebook_id, failure, frame), 422, _POLICY)
            after = NOTEBOOKS if deleted else frame.path
            return RedirectResponse(f"{prefix}/{after}?lang={frame.language}{place}", 303)

        return await run_in_threadpool(_answered, frame, changed)


def _add_exports(app: FastAPI, callers: CallerNotebooks, loader: EngineLoader) -> None:
    @app.get(f"/{NOTEBOOKS}/{{notebook_id}}/export.{{kind}}", include_in_schema=False)
    def export(request: Request, notebook_id: str, kind: str) -> Response:
        output, language = find_format(f"export.{kind}"), _language(request)
        notebook = callers.get(notebook_id)
        dossier = notebook_dossier(
            notebook, callers.check(notebook), loader.engine(), language, crops=output.page_images
        )
        return download(dossier, kind, request)


def _opened(callers: CallerNotebooks, notebook_id: str, failure: str, frame: NotebookFrame) -> str:
    notebook = callers.get(notebook_id)
    mine = callers.owns(notebook)
    sharing = None
    if mine and callers.can_share:
        sharing = render_sharing(notebook, failure, frame.language)
    return render_notebook(notebook, callers.check(notebook), sharing, frame, mine=mine)


def _shown(frame: NotebookFrame, render: Callable[[], str]) -> Response:
    """The page that a function renders, or the one that says why not."""
    return _answered(frame, lambda: HTMLResponse(render(), headers=_POLICY))


def _answered(frame: NotebookFrame, answer: Callable[[], Response]) -> Response:
    try:
        return answer()
    except RagError as error:
        said = render_refused(error.message(frame.language), frame)
        return HTMLResponse(said, error_status(error), {**error_headers(error), **_POLICY})


def _language(request: Request) -> Language:
    return preferred_language(
        request.query_params.get("lang"), request.headers.get("accept-language", "")
    )
