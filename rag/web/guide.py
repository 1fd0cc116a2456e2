"""The route of the help page."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from rag.config import Settings
from rag.web.html.guide import render_guide
from rag.web.presenter import preferred_language
from rag.web.routes import GUIDE
from rag.web.viewer.frame import POLICY


def add_guide(app: FastAPI, settings: Settings) -> None:
    """Adds GET /help, which says nothing of the library and needs no sign-in."""

    @app.get(GUIDE, include_in_schema=False)
    def guide(request: Request, lang: str = "") -> Response:
        language = preferred_language(lang, request.headers.get("accept-language", ""))
        shown = render_guide(settings, language)
        return HTMLResponse(shown, headers={"content-security-policy": POLICY})
