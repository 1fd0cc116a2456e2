"""A file of lines that only its owner can read, of bounded size."""

from __future__ import annotations

import logging
import os
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO


class PrivateLines:
    """Appends lines to a file of mode 0600; safe to share between threads.

    Before the file grows past ``size`` bytes it is renamed to "name.1", "name.1" to "name.2", and
    so on; the last of ``kept`` older files is deleted.
    """

    def __init__(self, path: Path, *, size: int, kept: int) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._file = _PrivateFile(path, maxBytes=size, backupCount=kept, encoding="utf-8")
        self._file.setFormatter(logging.Formatter("%(message)s"))

    def add(self, line: str) -> None:
        """Appends a line."""
        record = logging.LogRecord("rag", logging.INFO, "", 0, "%s", (line,), None)
        with self._lock:
            self._file.emit(record)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read, the older files too."""

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.chmod(self.baseFilename, 0o600)  # one of an older release may be open to others
        return os.fdopen(descriptor, "a", encoding=self.encoding)
