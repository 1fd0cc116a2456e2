"""The route that uploads documents."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from rag.server.error_responses import ProblemResponse
from rag.server.library_editor import Changed, LibraryEditor
from rag.server.uploads import Uploads


def add_uploads(app: FastAPI, editor: LibraryEditor, uploads: Uploads) -> None:
    """Adds PUT /api/library/{name}, which indexes its body under that name."""

    @app.put("/api/library/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        received = await uploads.receive(request.stream())
        changed = await run_in_threadpool(editor.add, received, name)
        for failure in changed.report.failures:
            return ProblemResponse(request.scope, "DocumentRefused", failure.messages, status=422)
        return JSONResponse(_outcome(changed), 201)


def _outcome(changed: Changed) -> dict[str, Any]:
    """What became of a file; ``replaced`` is the id of the document whose place it took."""
    added, replaced = changed.document, changed.replaced
    state = "known" if added is None else "added" if replaced is None else "replaced"
    return {
        "state": state,
        "documents": changed.report.documents,
        "document": None if added is None else added.id,
        "replaced": None if replaced is None else replaced.id,
    }
