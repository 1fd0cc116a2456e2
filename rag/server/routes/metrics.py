"""The route of metrics, in the text format of Prometheus."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from rag.server.metrics import Metrics


def add_metrics(app: FastAPI, metrics: Metrics) -> None:
    """Adds GET /metrics, which Prometheus reads."""

    @app.get("/metrics", include_in_schema=False)
    def read() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
