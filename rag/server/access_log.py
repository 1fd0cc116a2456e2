"""The access log, and the format of all logs: one JSON object per line."""

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

_MAX_BYTES, _BACKUPS = 10_000_000, 10  # size of the file before it rotates; older files kept


class AccessLog:
    """Who did what, when, and with what result: JSON lines in a file of mode 0600.

    It never holds text of documents, and holds questions only if ``questions`` is true. Without
    a ``path`` it writes nothing.
    """

    def __init__(self, path: Path | None, *, questions: bool = False) -> None:
        self._questions = questions
        self._lock = threading.Lock()
        self._handler: RotatingFileHandler | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = _PrivateFile(
                path, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8"
            )
            self._handler.setFormatter(JsonFormatter())

    def add(
        self, event: str, caller: Caller | None, *, question: str | None = None, **values: object
    ) -> None:
        """Writes a line; ``question`` is left out unless questions are logged."""
        if self._handler is None:
            return
        who: dict[str, object] = {"who": None}
        if caller is not None:
            who = {"who": caller.name, "role": caller.role, "by": caller.authentication}
        text = {"question": question} if question is not None and self._questions else {}
        record = logging.LogRecord("rag.access", logging.INFO, "", 0, event, None, None)
        record.values = who | values | text
        with self._lock:
            self._handler.emit(record)

    def close(self) -> None:
        """Closes the file."""
        if self._handler is not None:
            self._handler.close()


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read, the older files too."""

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON; a traceback is one of its values."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its line break."""
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
    """Sends all logs to stderr: plain lines in a terminal, JSON elsewhere."""
    handler = logging.StreamHandler()
    if not sys.stderr.isatty():
        handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
