"""The routes of health: whether the server runs, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response

from rag._version import __version__
from rag.server.access_control import AccessControl
from rag.server.engine_loader import EngineLoader


def add_health(app: FastAPI, loader: EngineLoader, access: AccessControl) -> None:
    """Adds GET /healthz and GET /readyz."""

    @app.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    def ready(response: Response) -> dict[str, Any]:
        if loader.state != "ready":
            response.status_code = 503
            return {"status": loader.state}
        if not access.may_count():  # the number of documents is for those who may read them
            return {"status": "ready"}
        engine = loader.engine()
        count, notice = len(engine.documents()), engine.notice("en")
        state = {"status": "ready", "index_id": engine.index_id, "documents": count}
        return state | {"notice": notice} if notice else state
