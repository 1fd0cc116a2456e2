"""The route of the viewer."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from rag.errors import RagError, SourceUnknown
from rag.messages import say
from rag.server import AccessControl, EngineLoader
from rag.server.error_responses import error_headers, error_status
from rag.web.presenter import preferred_language
from rag.web.viewer.address import VIEW, ViewerAddress, read_address
from rag.web.viewer.frame import POLICY
from rag.web.viewer.html import render_absent, render_viewer
from rag.web.viewer.opened import DocumentOpener


def add_viewer(
    app: FastAPI, loader: EngineLoader, access: AccessControl, keeps: Callable[[], bool]
) -> None:
    """Adds GET /view/{document_id}, whose query is that of a ``ViewerAddress``.

    ``keeps`` says whether the caller of the request has notebooks.
    """
    opener, settings = DocumentOpener(loader, access), access.settings

    @app.get(f"/{VIEW}/{{document_id}}", include_in_schema=False)
    def view(request: Request, document_id: str) -> Response:
        query = request.query_params
        language = preferred_language(query.get("lang"), request.headers.get("accept-language", ""))
        address = ViewerAddress(document_id)
        try:
            address = read_address(document_id, query, query.getlist("c"), language)
            shown = render_viewer(opener.open(address), address, settings, language, keeps=keeps())
        except SourceUnknown as error:
            key = "viewer.gone" if opener.sees_all() else "viewer.not_there"
            return _answer(error, render_absent(say(key, language), address, settings, language))
        except RagError as error:
            said = error.message(language)
            return _answer(error, render_absent(said, address, settings, language))
        return HTMLResponse(shown, headers={"content-security-policy": POLICY})


def _answer(error: RagError, shown: str) -> Response:
    headers = {**error_headers(error), "content-security-policy": POLICY}
    return HTMLResponse(shown, error_status(error), headers)
