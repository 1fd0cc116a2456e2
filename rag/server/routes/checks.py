"""The route of claim checks."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from rag.records import as_json
from rag.server.engine_loader import EngineLoader


class Text(BaseModel):
    """The body of POST /api/check."""

    text: str


def add_checks(app: FastAPI, opening: EngineLoader) -> None:
    """Adds POST /api/check, which answers with a ``Check``."""

    @app.post("/api/check")
    def check(given: Text) -> Any:
        return JSONResponse(as_json(opening.engine().check(given.text)))
