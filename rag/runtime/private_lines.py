"""A file of lines that only its owner can read, of bounded size."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from rag.runtime.process_lock import ProcessLock


class PrivateLines:
    """Appends lines to a file of mode 0600; safe to share between threads.

    Processes can share it too, with the same ``lock``.

    Before the file grows past ``size`` bytes it is renamed to "name.1", "name.1" to "name.2", and
    so on; the last of ``kept`` older files is deleted.
    """

    def __init__(
        self, path: Path, *, size: int, kept: int, lock: ProcessLock | None = None
    ) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = lock or ProcessLock()
        self._file = _PrivateFile(path, maxBytes=size, backupCount=kept, encoding="utf-8")
        self._file.setFormatter(logging.Formatter("%(message)s"))

    def add(self, line: str) -> None:
        """Appends a line."""
        record = logging.LogRecord("rag", logging.INFO, "", 0, "%s", (line,), None)
        with self._lock:
            self._file.reopen_moved()
            self._file.emit(record)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read, the older files too."""

    def reopen_moved(self) -> None:
        """Goes on with the file of the name, if another process has made the open one older."""
        stream: TextIO | None = self.stream
        if stream is None:  # closed: the next line opens it again
            return
        with suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self.baseFilename), os.fstat(stream.fileno())):
                return
        stream.close()
        self.stream = self._open()  # type: ignore[assignment]

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.chmod(self.baseFilename, 0o600)  # one of an older release may be open to others
        return os.fdopen(descriptor, "a", encoding=self.encoding)
