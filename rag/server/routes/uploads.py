"""The deprecated route that uploads documents; POST /v1/documents takes its place."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from rag.server.error_responses import ProblemResponse
from rag.server.library_editor import LibraryEditor
from rag.server.routes.document_changes import outcome
from rag.server.uploads import Uploads


def add_uploads(app: FastAPI, editor: LibraryEditor, uploads: Uploads) -> None:
    """Adds PUT /api/library/{name}, which indexes its body under that name."""

    @app.put("/api/library/{name:path}", status_code=201, include_in_schema=False)
    async def put(name: str, request: Request) -> JSONResponse:
        received = await uploads.receive(request.stream())
        changed = await run_in_threadpool(editor.add, received, name)
        for failure in changed.report.failures:
            return ProblemResponse(request.scope, "DocumentRefused", failure.messages, status=422)
        return JSONResponse(outcome(changed), 201)
