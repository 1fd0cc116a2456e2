"""Metrics for Prometheus: how many requests, how long, how many wait. They hold no text."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from rag.server.admission_queue import AdmissionQueue
from rag.server.telemetry import Instruments

# Seconds; an answer takes about 30 ms on the sample library (bench/RESULTS.md).
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_TURNED_AWAY = ("401", "403", "429", "503")
# Where workers put their metrics, read by the package when it is imported.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True, slots=True)
class Load:
    """The questions since the service started, and those of now.

    ``answered`` and ``refused`` count questions that the service let in or turned away, searches
    and checks included; ``seconds`` is the mean time of all, waiting included.
    """

    since: dt.datetime
    working: int
    waiting: int
    answered: int
    refused: int
    seconds: float


class Metrics:
    """The metrics of a service: of its process or, where it has set the variable, of its workers.

    Those of the process itself, such as its memory, are of the one that is asked.
    """

    def __init__(self, queue: AdmissionQueue, since: dt.datetime | None = None) -> None:
        self._since = since or dt.datetime.now(dt.UTC)
        self._instruments = Instruments()
        registry = CollectorRegistry()
        self._shown = CollectorRegistry() if SHARED_FOLDER in os.environ else registry
        if self._shown is not registry:
            MultiProcessCollector(self._shown)  # type: ignore[no-untyped-call]
        ProcessCollector(registry=self._shown)
        self._requests = Counter(
            "verbatim_requests", "Requests by route, method and status.",
            ["route", "method", "status"], registry=registry,
        )  # fmt: skip
        self._request_seconds = Histogram(
            "verbatim_request_seconds", "Seconds until the end of the response.",
            ["route"], buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self._questions = Counter(
            "verbatim_asks", "Questions by status.", ["status"], registry=registry
        )
        self._question_seconds = Histogram(
            "verbatim_ask_seconds", "Seconds of a question, waiting included.",
            buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self._logins = Counter("verbatim_logins", "Logins tried.", ["outcome"], registry=registry)
        self._working, self._waiting = (
            Gauge(name, text, registry=registry, multiprocess_mode="livesum")
            for name, text in (
                ("verbatim_asks_working", "Questions worked on."),
                ("verbatim_asks_waiting", "Questions that wait."),
            )
        )
        queue.watch(self._note_lengths)

    def text(self) -> bytes:
        """All of them, in the text format of Prometheus."""
        return generate_latest(self._shown)

    def count_request(self, route: str, method: str, *, status: int, seconds: float) -> None:
        """Counts a request under the template of its route, "other" if it has none."""
        template = route or "other"
        self._instruments.record_request(template, method, status=status, seconds=seconds)
        self._requests.labels(template, method, str(status)).inc()
        self._request_seconds.labels(template).observe(seconds)

    def count_question(self, status: int, seconds: float) -> None:
        """Counts a question under the status that it has, or would have, over HTTP."""
        self._instruments.record_question(status, seconds)
        self._questions.labels(str(status)).inc()
        self._question_seconds.observe(seconds)

    def load(self) -> Load:
        """The questions since the service started, and those of now."""
        samples = [one for metric in self._shown.collect() for one in metric.samples]
        by_status = [one for one in samples if one.name == "verbatim_asks_total"]
        sums = {one.name: one.value for one in samples if not one.labels}
        asked = sum(one.value for one in by_status)
        refused = sum(one.value for one in by_status if one.labels["status"] in _TURNED_AWAY)
        return Load(
            self._since,
            working=int(sums.get("verbatim_asks_working", 0)),
            waiting=int(sums.get("verbatim_asks_waiting", 0)),
            answered=int(asked - refused),
            refused=int(refused),
            seconds=sums.get("verbatim_ask_seconds_sum", 0.0) / max(1, asked),
        )

    def count_login(self, outcome: str) -> None:
        """Counts a login; ``outcome`` is welcome, refused or too_many."""
        self._logins.labels(outcome).inc()

    def _note_lengths(self, working: int, waiting: int) -> None:
        self._working.set(working)
        self._waiting.set(waiting)
