"""The route that verifies a citation: what became of a quotation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from rag.records.verification import Verification
from rag.server.engine_loader import EngineLoader
from rag.server.openapi import returns
from rag.server.routes.bodies import Body


class CitedQuote(Body):
    """The query of GET /v1/verify: a permalink, and the text of its quote if it is known."""

    citation: str = Field(max_length=300)
    quote: str = Field("", max_length=10_000)


def add_citations(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /v1/verify, which returns a ``Verification``."""

    @app.get("/api/verify", include_in_schema=False)
    @app.get("/v1/verify", responses=returns(Verification))
    def verify(cited: Annotated[CitedQuote, Query()]) -> Any:
        """Say what became of a quote, given by its permalink."""
        return JSONResponse(loader.engine().verify(cited.citation, cited.quote).to_dict())
