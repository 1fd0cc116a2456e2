"""Another process that answers requests, one line of JSON for one, within limits.

Native code such as pdfium can crash, fill the memory or hang on a hostile file. In a process of
its own it ends only itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence

_START = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
importlib.import_module(sys.argv[2]).main()
"""
# The system ends a process with this signal when its processor time is used up.
_OUT_OF_TIME = -signal.SIGPROF if sys.platform != "win32" else None


class ChildEnded(Exception):
    """The process ended, or sent more than it may, before its answer was complete.

    ``out_of_time`` if its time was up, ``too_much`` if the answer was too long, ``cause`` else:
    the name of a signal, or the last line that the process wrote to standard error.
    """

    def __init__(self, cause: str = "", *, out_of_time: bool = False, too_much: bool = False):
        super().__init__(cause)
        self.cause = cause
        self.out_of_time = out_of_time
        self.too_much = too_much


class ChildProcess:
    """One process at a time, started when it is needed and again after its end.

    ``module`` has a function ``main`` that answers the requests; it finds ``limits`` as JSON in
    its last argument. Used by one thread at a time, except for ``kill``.
    """

    def __init__(self, module: str, limits: Mapping[str, object]) -> None:
        self._module = module
        self._limits = json.dumps(limits)
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._ended = threading.Event()

    @property
    def killed(self) -> bool:
        """Whether ``kill`` was called: no process will start."""
        return self._ended.is_set()

    @property
    def pid(self) -> int | None:
        """The number of the process, ``None`` if none runs."""
        return None if self._process is None else self._process.pid

    def exchange(self, request: Sequence[object] | None, *, patience: float, most: int) -> bytes:
        """The next line that the process writes, after a request if one is given.

        Raises ChildEnded if the process ends before, if ``patience`` seconds pass, or if the line
        is longer than ``most`` bytes.
        """
        process, expired = self._process or self._start(), threading.Event()
        timer = threading.Timer(patience, _expire, (process, expired))
        timer.start()
        try:
            line = _exchange(process, request, most)
        finally:
            timer.cancel()
        if expired.is_set():
            self.stop()
            raise ChildEnded(out_of_time=True)
        if not line.endswith(b"\n"):
            raise self._post_mortem(process, len(line) > most)
        return line

    def kill(self) -> None:
        """Ends the process, even at work, and starts no other; can be called from any thread."""
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """Ends the process; the next request starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(BrokenPipeError), process:
                pass  # leaving the context waits for the process and closes the pipes

    def close(self) -> None:
        """Ends the process and closes its files."""
        self.stop()
        self._stderr.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._ended.is_set():
            raise RuntimeError("this process has ended")
        paths = json.dumps([path or os.getcwd() for path in sys.path])
        # -P: a json.py in the current folder must not replace the standard library's.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _START, paths, self._module, self._limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        if self._ended.is_set():  # meanwhile, by another thread
            self._process.kill()
        return self._process

    def _post_mortem(self, process: subprocess.Popen[bytes], too_much: bool) -> ChildEnded:
        if not too_much:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        self.stop()
        if too_much:
            return ChildEnded(too_much=True)
        if process.returncode == _OUT_OF_TIME:
            return ChildEnded(out_of_time=True)
        if process.returncode < 0:
            return ChildEnded(signal.Signals(-process.returncode).name)
        self._stderr.seek(0)
        lines = self._stderr.read().decode(errors="replace").split("\n")
        return ChildEnded(next((line for line in reversed(lines) if line.strip()), "exit")[:200])


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _exchange(
    process: subprocess.Popen[bytes], request: Sequence[object] | None, most: int
) -> bytes:
    """The next line after a request; incomplete if the process ends or exceeds the limit."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process has no pipes")
    try:
        if request is not None:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
        return process.stdout.readline(most + 1)
    except BrokenPipeError:
        return b""
