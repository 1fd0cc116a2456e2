"""Feedback on answers, stored with the trace of each answer: one JSON object a line."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

from rag.records import Answer, as_json
from rag.web.state import FeedbackVerdict


class Feedback:
    """A file to which verdicts are appended; nothing is stored if the path is ``None``."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def add(self, answer: Answer, verdict: FeedbackVerdict) -> None:
        """Appends a verdict with the trace: question, quotes, scores and times of the answer."""
        if self._path is None:
            return
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        line = json.dumps({"at": at, "verdict": verdict, **_trace(answer)}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _trace(answer: Answer) -> dict[str, Any]:
    """An answer as JSON; its passages are named by their place, without their text."""
    trace: dict[str, Any] = as_json(answer)
    for hit in trace["hits"]:
        hit["document"] = hit["document"]["id"]
        del hit["passage"]["text"]
    return trace
