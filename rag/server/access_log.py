"""The access log, and the format of all logs: one JSON object per line."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from contextvars import ContextVar
from pathlib import Path

from rag.runtime.private_lines import PrivateLines
from rag.runtime.process_lock import ProcessLock
from rag.server.identity import Caller

CURRENT_REQUEST: ContextVar[str] = ContextVar("request", default="")  # the id of the request
_MAX_BYTES, _BACKUPS = 10_000_000, 10  # size of the file before it rotates; older files kept


class AccessLog:
    """Who did what, when, and with what result: JSON lines in a file of mode 0600.

    It never holds text of documents, and holds questions only if ``questions`` is true. Without
    a ``path`` it writes nothing. Processes with the same ``lock`` can write the same file.
    """

    def __init__(
        self, path: Path | None, *, questions: bool = False, lock: ProcessLock | None = None
    ) -> None:
        self._questions = questions
        self._lines: PrivateLines | None = None
        if path is not None:
            self._lines = PrivateLines(path, size=_MAX_BYTES, kept=_BACKUPS, lock=lock)
            self._format = JsonFormatter().format

    def add(
        self, event: str, caller: Caller | None, *, question: str | None = None, **values: object
    ) -> None:
        """Writes a line; ``question`` is left out unless questions are logged."""
        if self._lines is None:
            return
        who: dict[str, object] = {"who": None}
        if caller is not None:
            who = {"who": caller.name, "role": caller.role, "by": caller.authentication}
        text = {"question": question} if question is not None and self._questions else {}
        record = logging.LogRecord("rag.access", logging.INFO, "", 0, event, None, None)
        record.values = who | values | text
        self._lines.add(self._format(record))

    def close(self) -> None:
        """Closes the file."""
        if self._lines is not None:
            self._lines.close()


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
        if request := CURRENT_REQUEST.get():
            values["request"] = request
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
