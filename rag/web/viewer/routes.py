"""The route of the viewer."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from rag.errors import RagError, SourceUnknown
from rag.messages import say
from rag.server import AccessControl, EngineLoader
from rag.server.error_responses import error_headers, error_status
from rag.web.presenter import preferred_language
from rag.web.viewer.address import VIEW, ViewerAddress, read_address
from rag.web.viewer.html import render_absent, render_viewer
from rag.web.viewer.opened import DocumentOpener

# Nothing of a document can run or load, even if something were missed when it was sanitised.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def add_viewer(app: FastAPI, loader: EngineLoader, access: AccessControl) -> None:
    """Adds GET /view/{document_id}, whose query is that of a ``ViewerAddress``."""
    opener, settings = DocumentOpener(loader, access), access.settings

    @app.get(f"/{VIEW}/{{document_id}}", include_in_schema=False)
    def view(request: Request, document_id: str) -> Response:
        query = request.query_params
        language = preferred_language(query.get("lang"), request.headers.get("accept-language", ""))
        address = ViewerAddress(document_id)
        try:
            address = read_address(document_id, query, query.getlist("c"), language)
            shown = render_viewer(opener.open(address), address, settings, language)
        except SourceUnknown as error:
            key = "viewer.gone" if opener.sees_all() else "viewer.not_there"
            return _answer(error, render_absent(say(key, language), address, settings, language))
        except RagError as error:
            said = error.message(language)
            return _answer(error, render_absent(said, address, settings, language))
        return HTMLResponse(shown, headers={"content-security-policy": _POLICY})


def _answer(error: RagError, shown: str) -> Response:
    headers = {**error_headers(error), "content-security-policy": _POLICY}
    return HTMLResponse(shown, error_status(error), headers)
