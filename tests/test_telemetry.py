"""Traces of OpenTelemetry: the steps of an answer as spans within a request, and no text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from served import sent, started

from rag.server.process import GRACE_SECONDS
from rag.server.telemetry import STOP_SECONDS, run_within

pytest.importorskip("opentelemetry.sdk", reason="pip install opentelemetry-sdk")
QUESTION = "When does the boathouse open?"
PROGRAM = """
import json, logging, sys
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

kept, reader = InMemorySpanExporter(), InMemoryMetricReader()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(kept))
trace.set_tracer_provider(provider)
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))

from fastapi.testclient import TestClient
from rag import Rag, Settings
from rag.config import Service
from rag.server import EngineLoader, create_app

settings = Settings(encoder="hashing-64", service=Service(log_questions="words" in sys.argv))
library = Rag.open("index", settings=settings)
loader = EngineLoader(lambda: library)
loader.wait(60)
client = TestClient(create_app(loader), base_url="http://127.0.0.1")
parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
headers = {"traceparent": parent, "x-request-id": "mine"}
client.post("/v1/ask", json={"question": "When does the boathouse open?"}, headers=headers)
client.post("/v1/ask", json={"question": " "}, headers=headers)
spans = [json.loads(one.to_json()) for one in kept.get_finished_spans()]
print(json.dumps({"spans": spans, "metrics": json.loads(reader.get_metrics_data().to_json())}))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telemetry")
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    (folder / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.\n")
    subprocess.run(
        [sys.executable, "-m", "rag", "index", "hours.md"],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder


def traced(place: Path, *words: str) -> dict[str, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=place, env=os.environ, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


def test_the_steps_of_an_answer_are_spans_within_the_request_and_hold_no_text(place: Path) -> None:
    found = traced(place)
    spans = {str(one["name"]): one for one in reversed(found["spans"])}
    ids = {name: one["context"]["span_id"] for name, one in spans.items()}  # type: ignore[index]
    asked, request = spans["verbatim.ask"], spans["verbatim.request"]
    assert request["parent_id"] == "0xb7ad6b7169203331"
    assert asked["parent_id"] == ids["verbatim.request"]
    steps = [one for one in found["spans"] if one["parent_id"] == ids["verbatim.ask"]]
    assert len(steps) >= 3
    assert asked["attributes"]["verbatim.found"] is True  # type: ignore[index]
    assert request["attributes"] == {
        "http.request.method": "POST", "verbatim.request": "mine",
        "http.response.status_code": 200, "http.route": "/v1/ask",
    }  # fmt: skip
    text = json.dumps(found)
    assert "boathouse" not in text
    assert "seven" not in text
    assert "verbatim.question.duration" in text
    assert "http.server.request.duration" in text


def test_a_question_is_in_a_trace_only_if_the_settings_log_it(place: Path) -> None:
    found = traced(place, "words")
    asked = next(one for one in found["spans"] if one["name"] == "verbatim.ask")
    assert asked["attributes"]["verbatim.question"] == QUESTION  # type: ignore[index]


class Collector(ThreadingHTTPServer):
    """A collector that keeps what exporters send it by OTLP over HTTP, as paths and bytes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CollectorRequest)
        self.received: list[tuple[str, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def messages(self, path: str, kind: type[Any]) -> list[Any]:
        """The messages sent to a path, read as what they should be."""
        return [kind.FromString(body) for sent_to, body in self.received if sent_to == path]


class CollectorRequest(BaseHTTPRequestHandler):
    """Takes what is sent."""

    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert self.headers["content-type"] == "application/x-protobuf"
        self.server.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def test_a_collector_gets_traces_and_metrics_of_the_service_by_otlp(
    place: Path, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service as it is started, with the exporters of OpenTelemetry, and a real socket."""
    for package in ("trace", "metric"):
        pytest.importorskip(f"opentelemetry.exporter.otlp.proto.http.{package}_exporter")
    from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
    from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
    with started(place) as (port, _):
        body = json.dumps({"question": QUESTION}).encode()
        assert sent(port, "POST", "/v1/ask", body)[0] == 200
    kind = trace_service_pb2.ExportTraceServiceRequest
    resources = [
        each for one in collector.messages("/v1/traces", kind) for each in one.resource_spans
    ]
    named = {one.key: one.value.string_value for one in resources[0].resource.attributes}
    assert named["service.name"] == "verbatim"
    spans = [span for one in resources for each in one.scope_spans for span in each.spans]
    asked = next(span for span in spans if span.name == "verbatim.ask")
    request = next(span for span in spans if span.span_id == asked.parent_span_id)
    assert request.name == "verbatim.request"
    assert sum(span.parent_span_id == asked.span_id for span in spans) >= 3
    metrics = collector.messages("/v1/metrics", metrics_service_pb2.ExportMetricsServiceRequest)
    assert "verbatim.question.duration" in str(metrics)
    everything = b"".join(body for _, body in collector.received)
    assert b"boathouse" not in everything
    assert b"seven" not in everything


def test_a_collector_that_is_away_costs_no_answer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Collector() as gone:
        nobody = gone.address
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", nobody)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with started(place) as (port, _):
        body = json.dumps({"question": QUESTION}).encode()
        status, answer = sent(port, "POST", "/v1/ask", body)
    assert status == 200
    assert json.loads(answer)["found"] is True


def test_a_collector_that_never_answers_does_not_keep_the_server_from_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    never, done = threading.Event(), threading.Event()
    run_within(0.05, never.wait, done.set)  # returns, although the first never does
    assert done.is_set()
    assert "could not be sent" in caplog.text
    caplog.clear()
    run_within(60.0, done.set)
    assert caplog.text == ""
    never.set()


def test_the_unit_leaves_time_for_the_end_of_requests_and_of_telemetry() -> None:
    unit = (Path(__file__).parent.parent / "deploy" / "verbatim.service").read_text("utf-8")
    (allowed,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(allowed) >= GRACE_SECONDS + STOP_SECONDS + 10
