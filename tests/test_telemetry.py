"""Traces of OpenTelemetry: the steps of an answer as spans within a request, and no text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
