"""The routes of documents: the list, one document, its original file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import Field

from rag.errors import SourceUnknown
from rag.readers import DocumentFormat, format_of
from rag.readers.containers import file_bytes
from rag.records import Document
from rag.records.scope import SCOPE_LISTS
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.openapi import FILE, reference, returns
from rag.server.routes.bodies import Body, document_json

# HTML is shown in a sandbox, where no script runs and nothing is fetched.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_MOST_EACH, _LAST_PAGE = 200, 1_000_000
_LIST: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": reference("DocumentPage")}}}
}


class Listing(Body):
    """The query of GET /v1/documents: a page of a list, and the fields of a ``Scope``."""

    page: int = Field(1, ge=1, le=_LAST_PAGE)
    each: int = Field(50, ge=1, le=_MOST_EACH)
    documents: list[str] = Field([])
    folders: list[str] = Field([])
    types: list[str] = Field([])
    issuers: list[str] = Field([])
    languages: list[str] = Field([])
    metadata: list[str] = Field([])
    from_: str = Field("", alias="from")
    until: str = ""

    def scope(self) -> dict[str, object]:
        """The fields of a scope that are set."""
        given: dict[str, object] = {name: getattr(self, name) for name in SCOPE_LISTS}
        given |= {"from": self.from_, "until": self.until}
        return {name: value for name, value in given.items() if value}


def add_documents(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /v1/documents, and one document and its original below it."""

    @app.get("/api/documents", include_in_schema=False)
    def documents() -> list[dict[str, Any]]:
        return [document_json(document) for document in loader.engine().documents()]

    @app.get("/v1/documents", responses=_LIST)
    def listed(wanted: Annotated[Listing, Query()], request: Request) -> Any:
        """List the documents by path, a page at a time, all of them or those in a scope."""
        values = list_page(wanted, loader.engine())
        return JSONResponse(values, headers=_links(request, wanted.page, values["pages"]))

    @app.get("/api/documents/{document_id}", include_in_schema=False)
    @app.get("/v1/documents/{document_id}", responses=returns(Document))
    def document(document_id: str) -> Any:
        """Return what is known of a document."""
        return JSONResponse(document_json(find_document(loader.engine(), document_id)))

    @app.get("/api/documents/{document_id}/original", include_in_schema=False)
    @app.get("/v1/documents/{document_id}/original", responses=FILE)
    def original(document_id: str) -> Response:
        """Return the file of a document, unchanged since it was indexed."""
        engine = loader.engine()
        found = find_document(engine, document_id)
        document_format = format_of(found.format)
        is_html = document_format.media_type.startswith("text/html")
        headers = {"content-security-policy": _SANDBOX} if is_html else {}
        return _sent(engine.original(found.id), document_format, headers)


def _sent(path: Path, document_format: DocumentFormat, headers: dict[str, str]) -> Response:
    """A file, or a document inside a container, as it is sent."""
    shown = "inline" if document_format.inline else "attachment"
    if path.is_file():
        return FileResponse(
            path,
            media_type=document_format.media_type,
            filename=path.name,
            content_disposition_type=shown,
            headers=headers,
        )
    named = f"{shown}; filename*=UTF-8''{quote(path.name, safe='')}"
    return Response(
        file_bytes(path),
        media_type=document_format.media_type,
        headers=headers | {"content-disposition": named},
    )


def list_page(wanted: Listing, engine: Engine) -> dict[str, Any]:
    """One page of the list of documents of an engine; raises as ``Rag.documents``."""
    found = engine.documents(scope=wanted.scope() or None)
    start = (wanted.page - 1) * wanted.each
    shown = [document_json(one) for one in found[start : start + wanted.each]]
    pages = -(-len(found) // wanted.each)
    return {"count": len(found), "page": wanted.page, "pages": pages, "documents": shown}


def find_document(engine: Engine, document_id: str) -> Document:
    """The document with this id; raises SourceUnknown."""
    try:
        return engine.document(document_id)
    except KeyError as error:
        raise SourceUnknown(document=document_id[:12], page="-") from error


def _links(request: Request, page: int, pages: int) -> dict[str, str]:
    """The Link header that leads to the pages before and after one (RFC 8288), if there are any."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    around = {"prev": page - 1, "next": page + 1}
    links = [
        f'<?{urlencode([*given, ("page", number)])}>; rel="{name}"'
        for name, number in around.items()
        if 1 <= number <= pages
    ]
    return {"link": ", ".join(links)} if links else {}
