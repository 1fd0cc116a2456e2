"""The routes of documents: the list, one document, its original file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from rag.errors import SourceUnknown
from rag.readers import DocumentFormat, format_of
from rag.readers.containers import file_bytes
from rag.records import Document
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.routes.bodies import document_json

# HTML is shown in a sandbox, where no script runs and nothing is fetched.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def add_documents(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /api/documents, and one document and its original below it."""

    @app.get("/api/documents")
    def documents() -> list[dict[str, Any]]:
        return [document_json(document) for document in loader.engine().documents()]

    @app.get("/api/documents/{document_id}")
    def document(document_id: str) -> dict[str, Any]:
        return document_json(find_document(loader.engine(), document_id))

    @app.get("/api/documents/{document_id}/original")
    def original(document_id: str) -> Response:
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


def find_document(engine: Engine, document_id: str) -> Document:
    """The document with this id; raises SourceUnknown."""
    try:
        return engine.document(document_id)
    except KeyError as error:
        raise SourceUnknown(document=document_id[:12], page="-") from error
