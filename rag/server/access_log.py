"""The log of accesses, and the form of all logs: a JSON object a line."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from rag.server.identity import Caller

_BYTES, _KEPT = 10_000_000, 10  # of the file of accesses, before it is turned over


class AccessLog:
    """Who did what, when, and what came of it: lines of JSON in a file of mode 0600.

    It holds no text of documents, and questions only where ``questions`` is true.
    """

    def __init__(self, path: Path | None, *, questions: bool = False) -> None:
        self._questions = questions
        self._lock = threading.Lock()
        self._handler: RotatingFileHandler | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = _Private(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
            self._handler.setFormatter(JsonLines())

    def add(
        self, event: str, caller: Caller | None, *, question: str | None = None, **values: object
    ) -> None:
        """Writes a line; ``question`` is left out unless questions are logged."""
        if self._handler is None:
            return
        who = (
            {"who": caller.name, "role": caller.role, "by": caller.by} if caller else {"who": None}
        )
        asked = {"question": question} if question is not None and self._questions else {}
        record = logging.LogRecord("rag.access", logging.INFO, "", 0, event, None, None)
        record.values = who | values | asked
        with self._lock:
            self._handler.emit(record)

    def close(self) -> None:
        """Lets the file go."""
        if self._handler is not None:
            self._handler.close()


class _Private(RotatingFileHandler):
    """A file that only its owner reads, its older parts too."""

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)


class JsonLines(logging.Formatter):
    """A record of a log as one line of JSON; its traceback is a value of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        values: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.getMessage(),
        }
        values |= getattr(record, "values", {})
        if record.exc_info:
            values["trace"] = self.formatException(record.exc_info)
        return json.dumps(values, ensure_ascii=False, default=str)


def log_to_stderr() -> None:
    """Sends all logs to stderr: plain lines for a person, JSON where no terminal reads them."""
    handler = logging.StreamHandler()
    if not sys.stderr.isatty():
        handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
