"""The route that verifies a citation: what became of a quotation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse

from rag.records import as_json
from rag.server.engine_loader import EngineLoader


def add_citations(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /api/verify, which returns a ``Verification``."""

    @app.get("/api/verify")
    def verify(
        citation: Annotated[str, Query(max_length=300)],
        quote: Annotated[str, Query(max_length=10_000)] = "",
    ) -> Any:
        return JSONResponse(as_json(loader.engine().verify(citation, quote)))
