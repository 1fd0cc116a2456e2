"""Traces and metrics sent by OpenTelemetry, if its standard variables say where.

The packages are an extra, ``otel``. ``OTEL_EXPORTER_OTLP_ENDPOINT`` and the other
variables of OpenTelemetry choose the collector, the name of the service and the sampling.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rag.runtime.spans import annotate, span
from rag.server.paths import REQUEST_KEY, decode_headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)
_PLACES = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
)
_NAME = "verbatim"
STOP_SECONDS = 5.0  # for what is not sent yet when the server stops; a collector may be away
_INSTALL = "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"


class Traced:
    """In front of an application: a span for each request, within the trace that it names."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request inside a span with its method, its status and its id."""
        if scope["type"] != "http" or not is_tracing():
            await self._app(scope, receive, send)
            return
        from opentelemetry import context, propagate

        token = context.attach(propagate.extract(decode_headers(scope)))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                annotate(http__response__status_code=message["status"])
            await send(message)

        facts = {"http__request__method": scope["method"], "request": scope.get(REQUEST_KEY, "")}
        try:
            with span("request", **facts):
                await self._app(scope, receive, sending)
        finally:
            context.detach(token)


def is_tracing() -> bool:
    """Whether a tracer of OpenTelemetry's SDK is in use."""
    return "opentelemetry.sdk.trace" in sys.modules


def start_telemetry() -> Callable[[], None]:
    """Sends traces and metrics from now on if the variables say where; returns what ends it.

    The end sends what is left, for ``STOP_SECONDS`` at most. Without the package, a line of the log
    says how to install it.
    """
    if not any(os.environ.get(name) for name in _PLACES):
        return lambda: None
    try:
        from opentelemetry import metrics, trace
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        _log.warning("OTEL_EXPORTER_OTLP_ENDPOINT: %s", _INSTALL)
        return lambda: None

    os.environ.setdefault("OTEL_SERVICE_NAME", _NAME)
    resource = Resource.create()
    traces = TracerProvider(resource=resource, shutdown_on_exit=False)
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(traces)
    readers = [PeriodicExportingMetricReader(OTLPMetricExporter())]
    measured = MeterProvider(resource=resource, metric_readers=readers, shutdown_on_exit=False)
    metrics.set_meter_provider(measured)

    return lambda: run_within(STOP_SECONDS, traces.shutdown, measured.shutdown)


def run_within(seconds: float, *steps: Callable[[], object]) -> None:
    """Runs steps side by side and returns after some seconds, whether they have ended or not.

    What has not ended is given up when the process ends: its threads are daemons.
    """
    threads = [threading.Thread(target=step, daemon=True) for step in steps]
    for each in threads:
        each.start()
    end = time.monotonic() + seconds
    for each in threads:
        each.join(max(0.0, end - time.monotonic()))
    if any(each.is_alive() for each in threads):
        _log.warning("telemetry: what was left could not be sent in %g seconds", seconds)


class Instruments:
    """The metrics of requests and questions for OpenTelemetry; none where it is not in use."""

    def __init__(self) -> None:
        self._requests: Any = None
        self._questions: Any = None

    def record_request(self, route: str, method: str, *, status: int, seconds: float) -> None:
        """Records how long a request of a route took."""
        if self._ready():
            facts = {"http.route": route, "http.request.method": method,
                     "http.response.status_code": status}  # fmt: skip
            self._requests.record(seconds, facts)

    def record_question(self, status: int, seconds: float) -> None:
        """Records how long a question took, waiting included."""
        if self._ready():
            self._questions.record(seconds, {"http.response.status_code": status})

    def _ready(self) -> bool:
        if self._requests is None and is_tracing():
            from opentelemetry import metrics

            meter = metrics.get_meter(_NAME)
            self._requests = meter.create_histogram("http.server.request.duration", unit="s")
            self._questions = meter.create_histogram("verbatim.question.duration", unit="s")
        return self._requests is not None
