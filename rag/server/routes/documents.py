"""The routes of documents: the list, one of them, its original file."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from rag.errors import SourceUnknown
from rag.records import Document, as_json
from rag.server.engine_loader import Engine, EngineLoader

# How the original of each format is handed over. HTML is shown in a sandbox, where its scripts
# do not run and nothing is fetched; what a browser does not show is saved.
_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/plain; charset=utf-8",
}
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def add_documents(app: FastAPI, opening: EngineLoader) -> None:
    """Adds GET /api/documents, and a document and its original below it."""

    @app.get("/api/documents")
    def documents() -> list[dict[str, Any]]:
        return [_shown(document) for document in opening.engine().documents()]

    @app.get("/api/documents/{document_id}")
    def document(document_id: str) -> dict[str, Any]:
        return _shown(find_document(opening.engine(), document_id))

    @app.get("/api/documents/{document_id}/original")
    def original(document_id: str) -> Response:
        engine = opening.engine()
        found = find_document(engine, document_id)
        media = _TYPES.get(found.format)
        headers = {"content-security-policy": _SANDBOX} if found.format == "html" else {}
        return FileResponse(
            engine.original(found.id),
            media_type=media or "application/octet-stream",
            filename=found.path.rpartition("/")[2],
            content_disposition_type="inline" if media else "attachment",
            headers=headers,
        )


def find_document(engine: Engine, document_id: str) -> Document:
    """The document of that id; raises SourceUnknown."""
    try:
        return engine.document(document_id)
    except KeyError as error:
        raise SourceUnknown(document=document_id[:12], page="-") from error


def _shown(document: Document) -> dict[str, Any]:
    """A document as JSON, without the folder of this machine that holds it."""
    values: dict[str, Any] = as_json(document)
    del values["root"]
    return values
