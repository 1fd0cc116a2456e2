"""The routes of the documentation: OpenAPI, and a page made from it that needs no other host."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from rag.server.error_responses import accepted_language
from rag.server.openapi import describe
from rag.server.reference_page import reference_page


def add_reference(app: FastAPI) -> None:
    """Adds GET /v1/openapi.json and GET /docs, for those who may ask questions."""
    known: dict[str, Any] = {}

    def description() -> dict[str, Any]:
        if not known:  # once all routes are there
            known.update(describe(app))
        return known

    @app.get("/v1/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        root = str(request.scope.get("root_path", ""))
        return JSONResponse(description() | {"servers": [{"url": root or "/"}]})

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        language = accepted_language(request.headers.get("accept-language", ""))
        return HTMLResponse(reference_page(description(), language))
