"""The routes that change documents: one is added, replaced, described or removed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from rag.errors.service import VersionChanged
from rag.messages import say
from rag.records import Document, Language
from rag.server.document_edits import Condition, DocumentEdit
from rag.server.error_responses import ProblemResponse
from rag.server.etags import etag_of
from rag.server.library_editor import Changed, LibraryEditor
from rag.server.openapi import returns
from rag.server.routes.bodies import Body, document_json, with_example
from rag.server.uploads import Uploads
from rag.store.decisions import FACTS

_FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string"}}},
    }
}
_CHANGED: dict[int | str, dict[str, Any]] = {
    201: {"description": say("reference.file_added", "en")},
    200: {"description": say("reference.file_known", "en")},
}


class NewDocument(Body):
    """The query of POST /v1/documents: the name of the file that is the body."""

    name: str = Field(min_length=1, max_length=1_000)


class DocumentPatch(Body):
    """The body of PATCH /v1/documents/{document_id}; a field that is left out stays.

    ``metadata`` takes the place of what programs said of the document before. ``collections`` is
    ``None`` if the folder decides who sees it.
    """

    model_config = with_example(title="Guide to the reading rooms", metadata={"client": "Port"})

    title: str | None = None
    issuer: str | None = None
    date: str | None = None
    language: Language | None = None
    metadata: dict[str, str] | None = None
    collections: list[str] | None = None

    def edit(self) -> DocumentEdit:
        """What is wanted; ``null`` is none, and what is not given stays."""
        given = self.model_fields_set
        facts = {name: getattr(self, name) or "" for name in FACTS if name in given}
        chosen = None if self.collections is None else tuple(self.collections)
        return DocumentEdit(
            facts,
            chosen if "collections" in given else "kept",
            (self.metadata or {}) if "metadata" in given else None,
        )


def add_document_changes(app: FastAPI, editor: LibraryEditor) -> None:
    """Adds PATCH and DELETE /v1/documents/{document_id}."""

    @app.patch("/v1/documents/{document_id}", responses=returns(Document))
    def describe(document_id: str, body: DocumentPatch, request: Request) -> Any:
        """Change what is known of a document: its facts, or metadata of your own.

        `If-Match` with the ETag of the document refuses the change if somebody else changed it.
        """
        editor.edit(document_id, body.edit(), required_version(request))
        response = JSONResponse(document_json(editor.document(document_id)))
        response.headers["etag"] = f'W/"{etag_of(bytes(response.body))}"'
        return response

    @app.delete("/v1/documents/{document_id}", status_code=204)
    def remove(document_id: str, request: Request) -> Response:
        """Take a document out of the library; curators can restore it in the page."""
        editor.remove(document_id, required_version(request))
        return Response(status_code=204)


def add_new_documents(app: FastAPI, editor: LibraryEditor, uploads: Uploads) -> None:
    """Adds POST /v1/documents and PUT /v1/documents/{document_id}, whose bodies are files."""

    @app.post("/v1/documents", status_code=201, responses=_CHANGED, openapi_extra=_FILE_BODY)
    async def add(given: Annotated[NewDocument, Query()], request: Request) -> Response:
        """Add the file in the body under a name; a document of that name is replaced."""
        received = await uploads.receive(request.stream())
        changed = await run_in_threadpool(editor.add, received, given.name)
        return _response(changed, request)

    @app.put(
        "/v1/documents/{document_id}", status_code=201,
        responses=_CHANGED, openapi_extra=_FILE_BODY,
    )  # fmt: skip
    async def replace(document_id: str, request: Request) -> Response:
        """Put the file in the body in the place of a document, which stays restorable."""
        older = await run_in_threadpool(editor.document, document_id)
        condition = required_version(request)
        condition(older)  # before the file is sent, and again when nothing else can change it
        received = await uploads.receive(request.stream())
        name = older.path.rpartition("/")[2]
        changed = await run_in_threadpool(
            editor.add, received, name, replaces=document_id, condition=condition
        )
        return _response(changed, request)


def required_version(request: Request) -> Condition:
    """Raises VersionChanged for a document of another version than the request names.

    A version is named by the ETag that GET sends (RFC 9110, 13.1.1).
    """
    wanted = request.headers.get("if-match", "*")
    named = [each.strip().removeprefix("W/") for each in wanted.split(",")]

    def condition(document: Document) -> None:
        content = JSONResponse(document_json(document)).body
        if wanted.strip() != "*" and f'"{etag_of(bytes(content))}"' not in named:
            raise VersionChanged(document=document.id[:12])

    return condition


def outcome(changed: Changed) -> dict[str, Any]:
    """What became of a file; ``replaced`` is the id of the document whose place it took.

    ``document`` is that of the new one, or of the one that has the content already, if the caller
    sees it.
    """
    added, replaced = changed.document, changed.replaced
    there = added or changed.known
    state = "known" if added is None else "added" if replaced is None else "replaced"
    return {
        "state": state,
        "documents": changed.report.documents,
        "document": None if there is None else there.id,
        "replaced": None if replaced is None else replaced.id,
    }


def _response(changed: Changed, request: Request) -> Response:
    for failure in changed.report.failures:
        return ProblemResponse(request.scope, "DocumentRefused", failure.messages, status=422)
    values = outcome(changed)
    if changed.document is None:
        return JSONResponse(values)
    place = f"{request.scope.get('root_path', '')}/v1/documents/{changed.document.id}"
    return JSONResponse(values, 201, {"location": place})
