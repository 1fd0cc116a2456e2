"""The route that uploads documents."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from rag.server.uploads import Uploads


def add_uploads(app: FastAPI, uploads: Uploads) -> None:
    """Adds PUT /api/library/{name}, which indexes its body under that name."""

    @app.put("/api/library/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        received = await uploads.receive(request.stream())
        added = await run_in_threadpool(uploads.add, received, name)
        report = added.report
        for failure in report.failures:
            messages = {f"message_{name}": line for name, line in failure.messages.items()}
            return JSONResponse({"error": "DocumentRefused", **messages}, 422)
        state = "replaced" if added.replaced else "added" if report.added else "known"
        return JSONResponse({"state": state, "documents": report.documents}, 201)
