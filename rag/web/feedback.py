"""Feedback on answers, stored with the trace of each answer: one JSON object a line."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

from rag.records import Answer, as_json
from rag.runtime.private_lines import PrivateLines
from rag.web.state import FeedbackVerdict

_MAX_BYTES, _BACKUPS = 10_000_000, 5  # a line has some 7 kB
_MOST_REMEMBERED = 10_000


class Feedback:
    """A file to which verdicts are appended; nothing is stored if the path is ``None``.

    Only its owner can read it, and it is of bounded size. A verdict of one person on one answer is
    stored once, as long as the service runs.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stored: dict[tuple[str, ...], None] = {}

    def add(self, answer: Answer, verdict: FeedbackVerdict, person: str = "") -> None:
        """Appends a verdict with the trace: question, quotes, scores and times of the answer."""
        if self._path is None:
            return
        key = (
            person,
            verdict,
            answer.question,
            answer.index_id,
            str(answer.as_of),
            str(answer.scope),
        )
        with self._lock:
            if key in self._stored:
                return
            self._stored[key] = None
            if len(self._stored) > _MOST_REMEMBERED:
                del self._stored[next(iter(self._stored))]
            at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            trace = {"at": at, "verdict": verdict, **_trace(answer)}
            lines = PrivateLines(self._path, size=_MAX_BYTES, kept=_BACKUPS)
            lines.add(json.dumps(trace, ensure_ascii=False))
            lines.close()


def _trace(answer: Answer) -> dict[str, Any]:
    """An answer as JSON; its passages are named by their place, without their text."""
    trace: dict[str, Any] = as_json(answer)
    for hit in trace["hits"]:
        hit["document"] = hit["document"]["id"]
        del hit["passage"]["text"]
    return trace
