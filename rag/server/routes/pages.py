"""The routes of pages: the text and the image of a page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import Response
from pydantic import Field

from rag.errors import SourceUnknown
from rag.records import Page, as_json
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.openapi import FILE, returns
from rag.server.routes.bodies import Body
from rag.server.routes.documents import find_document

_PAGE = "documents/{document_id}/pages/{number}"
_SCALE = 2.0  # pixels per point: sharp at the width of the panel on a dense screen


class Highlights(Body):
    """The query of the image of a page: where each highlight starts and ends in its text.

    ``scale`` is in pixels per point: small for a thumbnail, large to zoom in.
    """

    start: list[int] = Field([])
    end: list[int] = Field([])
    scale: float = Field(_SCALE, ge=0.1, le=4)


def add_pages(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /v1/documents/{document_id}/pages/{number}, and its image below it."""

    @app.get(f"/api/{_PAGE}", include_in_schema=False)
    @app.get(f"/v1/{_PAGE}", responses=returns(Page))
    def page(document_id: str, number: int) -> Any:
        """Return a page with its text, to which the offsets of quotes refer."""
        return as_json(find_page(loader.engine(), document_id, number))

    @app.get(f"/api/{_PAGE}/image.png", include_in_schema=False)
    @app.get(f"/v1/{_PAGE}/image.png", responses=FILE)
    def image(
        document_id: str,
        number: int,
        marked: Annotated[Highlights, Query()],
    ) -> Response:
        """Draw a page as a PNG image, with parts of its text highlighted."""
        engine = loader.engine()
        find_page(engine, document_id, number)
        spans = list(zip(marked.start, marked.end, strict=False))
        png = engine.page_image(document_id, number, highlights=spans, scale=marked.scale)
        # The id is the sha256 of the file: the image at this address cannot change. But it is not
        # shown from the browser's cache to somebody else, who has another cookie.
        headers = {"cache-control": "private, max-age=3600", "vary": "cookie, authorization"}
        return Response(png, media_type="image/png", headers=headers)


def find_page(engine: Engine, document_id: str, number: int | None) -> Page:
    """A page of a document; page 1 is the whole of a document without pages.

    Raises SourceUnknown.
    """
    find_document(engine, document_id)
    for wanted in (number, None) if number == 1 else (number,):
        try:
            return engine.page(document_id, wanted)
        except KeyError:
            continue
    raise SourceUnknown(document=document_id[:12], page=number)
