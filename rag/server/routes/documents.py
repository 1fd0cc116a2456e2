"""The routes of documents: the list, one document, its original file."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from rag.errors import SourceUnknown
from rag.records import Document, as_json
from rag.server.engine_loader import Engine, EngineLoader

# The media type that the original of a format is served with. HTML is shown in a sandbox, where
# no script runs and nothing is fetched; formats that are not listed are offered as a download.
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/plain; charset=utf-8",
}
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def add_documents(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /api/documents, and one document and its original below it."""

    @app.get("/api/documents")
    def documents() -> list[dict[str, Any]]:
        return [_document_json(document) for document in loader.engine().documents()]

    @app.get("/api/documents/{document_id}")
    def document(document_id: str) -> dict[str, Any]:
        return _document_json(find_document(loader.engine(), document_id))

    @app.get("/api/documents/{document_id}/original")
    def original(document_id: str) -> Response:
        engine = loader.engine()
        found = find_document(engine, document_id)
        media = _MEDIA_TYPES.get(found.format)
        headers = {"content-security-policy": _SANDBOX} if found.format == "html" else {}
        return FileResponse(
            engine.original(found.id),
            media_type=media or "application/octet-stream",
            filename=found.path.rpartition("/")[2],
            content_disposition_type="inline" if media else "attachment",
            headers=headers,
        )


def find_document(engine: Engine, document_id: str) -> Document:
    """The document with this id; raises SourceUnknown."""
    try:
        return engine.document(document_id)
    except KeyError as error:
        raise SourceUnknown(document=document_id[:12], page="-") from error


def _document_json(document: Document) -> dict[str, Any]:
    """A document as JSON, without the folder that holds it on this machine."""
    values: dict[str, Any] = as_json(document)
    del values["root"]
    return values
