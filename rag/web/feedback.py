"""What people say of answers, kept with the trace of each: one JSON object a line."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

from rag.records import Answer, as_json
from rag.web.state import FeedbackVerdict


class Feedback:
    """A file that verdicts are added to; ``None`` for a path keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def add(self, answer: Answer, verdict: FeedbackVerdict) -> None:
        """Adds a verdict with what answered: the question, the quotes, the scores, the times."""
        if self._path is None:
            return
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        line = json.dumps({"at": at, "verdict": verdict, **_trace(answer)}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _trace(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, its passages by their place only."""
    told: dict[str, Any] = as_json(answer)
    for hit in told["hits"]:
        hit["document"] = hit["document"]["id"]
        del hit["passage"]["text"]
    return told
