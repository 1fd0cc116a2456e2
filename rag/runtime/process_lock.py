"""A lock between the threads of several processes, which ends with the process that holds it."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PAUSE = 0.05  # seconds between two tries, where the wait has an end


class ProcessLock:
    """A lock with the methods of ``threading.Lock``, on a file; of this process alone without one.

    On Windows, where a service has one process, it is always of this process alone.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = None if sys.platform == "win32" else path
        self._threads = threading.Lock()
        self._descriptor = -1

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Whether the lock could be taken; without ``blocking`` or past ``timeout``, it may not."""
        end = None if timeout < 0 else time.monotonic() + timeout
        if not self._threads.acquire(blocking, timeout):
            return False
        if self._path is None or self._take(self._path, blocking, end):
            return True
        self._threads.release()
        return False

    def release(self) -> None:
        """Lets the lock go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._threads.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _take(self, path: Path, blocking: bool, end: float | None) -> bool:
        assert sys.platform != "win32"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        waits = blocking and end is None
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            except BlockingIOError:
                if not blocking or (end is not None and time.monotonic() >= end):
                    os.close(descriptor)
                    return False
                time.sleep(_PAUSE)
            else:
                self._descriptor = descriptor
                return True
