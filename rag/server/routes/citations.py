"""The route of citations: what became of a quotation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse

from rag.records import as_json
from rag.server.engine_loader import EngineLoader


def add_citations(app: FastAPI, opening: EngineLoader) -> None:
    """Adds GET /api/verify, which answers with a ``Verification``."""

    @app.get("/api/verify")
    def verify(
        citation: Annotated[str, Query(max_length=300)],
        quote: Annotated[str, Query(max_length=10_000)] = "",
    ) -> Any:
        return JSONResponse(as_json(opening.engine().verify(citation, quote)))
