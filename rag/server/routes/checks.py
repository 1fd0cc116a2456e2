"""The route that checks the claims of a text."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from rag.server.engine_loader import EngineLoader
from rag.server.routes.bodies import Body


class TextToCheck(Body):
    """The body of POST /api/check; ``scope`` holds the fields of a ``Scope``."""

    text: str
    scope: dict[str, Any] | None = None


def add_checks(app: FastAPI, loader: EngineLoader) -> None:
    """Adds POST /api/check, which returns a ``Check``."""

    @app.post("/api/check")
    def check(body: TextToCheck) -> Any:
        return JSONResponse(loader.engine().check(body.text, scope=body.scope).to_dict())
