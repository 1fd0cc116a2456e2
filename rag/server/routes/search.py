"""The route of the search."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import Field

from rag.language.figures.dates import read_day
from rag.records import ResultOrder, SearchResults
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.openapi import returns
from rag.server.routes.bodies import Body, results_json, with_example

_MOST_EACH, _LAST_PAGE = 50, 1_000_000


class Search(Body):
    """The body of POST /v1/search; see ``Rag.search``."""

    model_config = with_example(query="reading rooms", order="newest")

    query: str
    order: ResultOrder = "relevance"
    page: int = Field(1, ge=1, le=_LAST_PAGE)
    each: int = Field(3, ge=1, le=_MOST_EACH)
    as_of: str | None = None
    scope: dict[str, Any] | None = None

    def found_by(self, engine: Engine) -> SearchResults:
        """What an engine finds; raises as ``Rag.search``."""
        day = None if self.as_of is None else read_day(self.as_of)
        return engine.search(
            self.query, order=self.order, page=self.page, each=self.each, as_of=day,
            scope=self.scope,
        )  # fmt: skip


def add_search(app: FastAPI, loader: EngineLoader) -> None:
    """Adds POST /v1/search, which returns ``SearchResults``."""

    @app.post("/api/search", include_in_schema=False)
    @app.post("/v1/search", responses=returns(SearchResults))
    def search(body: Search) -> Any:
        """List every passage that matches, by document."""
        return JSONResponse(results_json(body.found_by(loader.engine())))
