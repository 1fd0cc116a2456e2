"""The route that checks the claims of a text."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from rag.records.checks import Check
from rag.server.engine_loader import EngineLoader
from rag.server.openapi import returns
from rag.server.routes.bodies import Body, with_example


class TextToCheck(Body):
    """The body of POST /v1/check; ``scope`` holds the fields of a ``Scope``."""

    model_config = with_example(text="The Council has fifteen members")

    text: str
    scope: dict[str, Any] | None = None


def add_checks(app: FastAPI, loader: EngineLoader) -> None:
    """Adds POST /v1/check, which returns a ``Check``."""

    @app.post("/api/check", include_in_schema=False)
    @app.post("/v1/check", responses=returns(Check))
    def check(body: TextToCheck) -> Any:
        """Compare each claim of a text with the documents."""
        return JSONResponse(loader.engine().check(body.text, scope=body.scope).to_dict())
