"""Feedback on answers, stored with the trace of each answer: one JSON object a line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.records import Answer, as_json
from rag.records.json_text import parse_json
from rag.runtime.private_lines import PrivateLines
from rag.server.worker import Worker
from rag.web.state import FeedbackVerdict

_MAX_BYTES, _BACKUPS = 10_000_000, 5  # a line has some 7 kB
_MOST_REMEMBERED = 10_000
_SETTLED = ".settled"  # of the file with the keys of settled verdicts


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """A verdict that somebody gave: its key, when (ISO 8601, UTC), on which question and quote."""

    key: str
    at: str
    verdict: FeedbackVerdict
    question: str
    quote: str


class Feedback:
    """A file to which verdicts are appended; nothing is stored if the path is ``None``.

    Only its owner can read it, and it is of bounded size. A verdict of one person on one answer is
    stored once, as long as the service runs, by whichever of its workers.
    """

    def __init__(self, path: Path | None, worker: Worker | None = None) -> None:
        self._path = path
        worker = worker or Worker()
        self._lock = worker.lock("feedback")
        self._stored = worker.shelf("feedback", _MOST_REMEMBERED)

    def add(self, answer: Answer, verdict: FeedbackVerdict, person: str = "") -> None:
        """Appends a verdict with the trace: question, quotes, scores and times of the answer."""
        if self._path is None:
            return
        said = (person, verdict, answer.question, answer.index_id, answer.as_of, answer.scope)
        key = hashlib.sha256(str(said).encode(errors="replace")).hexdigest()
        with self._lock:
            if self._stored.get(key) is not None:
                return
            self._stored.change(key, lambda _: True)
            at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            trace = {"at": at, "verdict": verdict, **_trace(answer)}
            lines = PrivateLines(self._path, size=_MAX_BYTES, kept=_BACKUPS)
            lines.add(json.dumps(trace, ensure_ascii=False))
            lines.close()

    def unsettled(self, most: int) -> tuple[GivenFeedback, ...]:
        """The verdicts that nobody has settled, the latest first."""
        settled = set(self._lines(_SETTLED))
        found = [given for line in self._lines() if (given := _given(line)) is not None]
        return tuple(each for each in reversed(found) if each.key not in settled)[:most]

    def settle(self, key: str) -> None:
        """Notes that a verdict needs nothing more."""
        if self._path is None or key in self._lines(_SETTLED):
            return
        if key not in {each.key for each in map(_given, self._lines()) if each is not None}:
            return
        with self._lock:
            path = self._path.with_suffix(_SETTLED)
            lines = PrivateLines(path, size=_MAX_BYTES, kept=_BACKUPS)
            lines.add(key)
            lines.close()

    def _lines(self, suffix: str = "") -> list[str]:
        """The lines of the file, or of the file beside it with another suffix."""
        if self._path is None:
            return []
        path = self._path.with_suffix(suffix) if suffix else self._path
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []


def _given(line: str) -> GivenFeedback | None:
    """The verdict of a line, ``None`` if it is damaged."""
    try:
        trace = parse_json(line)
        quotes = [each["quote"] for each in trace["citations"]]
        key = hashlib.sha256(line.encode()).hexdigest()[:16]
        quote = str(quotes[0]) if quotes else ""
        return GivenFeedback(key, trace["at"], trace["verdict"], trace["question"], quote)
    except (ValueError, KeyError, TypeError):
        return None


def _trace(answer: Answer) -> dict[str, Any]:
    """An answer as JSON; its passages are named by their place, without their text."""
    trace: dict[str, Any] = as_json(answer)
    for hit in trace["hits"]:
        hit["document"] = hit["document"]["id"]
        del hit["passage"]["text"]
    return trace
