"""Metrics for Prometheus: how many requests, how long, how many wait. They hold no text."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
)

from rag.server.admission_queue import AdmissionQueue
from rag.server.telemetry import Instruments

# Seconds; an answer takes about 30 ms on the sample library (bench/RESULTS.md).
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_TURNED_AWAY = (401, 403, 429, 503)


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
    """The metrics of one application."""

    def __init__(self, queue: AdmissionQueue) -> None:
        self._queue, self._since = queue, dt.datetime.now(dt.UTC)
        self._answered = self._refused = 0
        self._instruments = Instruments()
        self._seconds = 0.0
        self._lock = threading.Lock()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "verbatim_requests", "Requests by route, method and status.",
            ["route", "method", "status"], registry=self.registry,
        )  # fmt: skip
        self._request_seconds = Histogram(
            "verbatim_request_seconds", "Seconds until the end of the response.",
            ["route"], buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._questions = Counter(
            "verbatim_asks", "Questions by status.", ["status"], registry=self.registry
        )
        self._question_seconds = Histogram(
            "verbatim_ask_seconds", "Seconds of a question, waiting included.",
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._logins = Counter(
            "verbatim_logins", "Logins tried.", ["outcome"], registry=self.registry
        )
        working = Gauge("verbatim_asks_working", "Questions worked on.", registry=self.registry)
        working.set_function(lambda: queue.lengths[0])
        waiting = Gauge("verbatim_asks_waiting", "Questions that wait.", registry=self.registry)
        waiting.set_function(lambda: queue.lengths[1])

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
        with self._lock:
            self._seconds += seconds
            if status in _TURNED_AWAY:
                self._refused += 1
            else:
                self._answered += 1

    def load(self) -> Load:
        """The questions since the service started, and those of now."""
        working, waiting = self._queue.lengths
        with self._lock:
            answered, refused, seconds = self._answered, self._refused, self._seconds
        mean = seconds / max(1, answered + refused)
        return Load(self._since, working, waiting, answered, refused, mean)

    def count_login(self, outcome: str) -> None:
        """Counts a login; ``outcome`` is welcome, refused or too_many."""
        self._logins.labels(outcome).inc()
