"""The routes of health: whether the server lives, and whether it answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response

from rag._version import __version__
from rag.server.access_control import AccessControl
from rag.server.engine_loader import EngineLoader


def add_health(app: FastAPI, opening: EngineLoader, keeper: AccessControl) -> None:
    """Adds GET /healthz and GET /readyz."""

    @app.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    def ready(response: Response) -> dict[str, Any]:
        if opening.state != "ready":
            response.status_code = 503
            return {"status": opening.state}
        if not keeper.may_count():  # what is there is nobody's business but theirs who may read
            return {"status": "ready"}
        engine = opening.engine()
        count, notice = len(engine.documents()), engine.notice("en")
        state = {"status": "ready", "index_id": engine.index_id, "documents": count}
        return state | {"notice": notice} if notice else state
