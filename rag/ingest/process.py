"""A process that reads files for this one, within limits of time, memory and output."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import DocumentCrashes, DocumentError, DocumentTooLarge, DocumentTooSlow
from rag.ingest import wire

# A process is replaced after so many files, lest what the libraries leak count for a file.
_SERVES = 500
_PATIENCE = 4  # seconds by the clock for one of processor time
_STEPS = 1_000  # pages told of one file at most: a process that was taken over could go on for ever
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from rag.ingest.worker import main
main()
"""

# The system ends a process by this signal when its timer of processor time has run down.
_OUT_OF_TIME = -signal.SIGPROF if sys.platform != "win32" else None


PageProgress = Callable[[str, int, int], None]  # a file, the page that is recognised, of how many


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What the reading of one file may take.

    ``seconds`` are of processor time, so that a busy machine fails no file, and four times as
    many by the clock (on Windows, only these), begun anew with each page that is recognised;
    ``memory`` and ``output``, the answer, are in bytes. ``ocr`` allows the recognition.
    """

    seconds: float = 300.0
    memory: int = 2 << 30
    output: int = 256 << 20
    ocr: bool = False


class ReaderProcess:
    """Reads one file at a time in another process, started at need and anew after a crash."""

    def __init__(
        self, limits: ReadingLimits, told: PageProgress = lambda path, page, of: None
    ) -> None:
        self._limits = limits
        self._told = told
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._served = 0
        self._ended = threading.Event()

    def kill(self) -> None:
        """Ends the process, at work or not, and starts no other; from any thread."""
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Ends the process and closes its files."""
        self._stop()
        self._complaints.close()

    def read(self, root: Path, path: Path) -> wire.ReaderReply:
        """The document of a file, or why there is none."""
        alone = self._served == 0
        answer = self._ask(root, path)
        if isinstance(answer, DocumentCrashes) and not alone and not self._ended.is_set():
            # A file before this one may have left the process unsound: give it a fresh one.
            answer = self._ask(root, path)
        if self._served >= _SERVES:
            self._stop()
        return answer

    def _ask(self, root: Path, path: Path) -> wire.ReaderReply:
        process = self._process or self._start()
        expired = threading.Event()
        name = path.relative_to(root).as_posix()
        line = self._hear(process, [str(path), str(root)], expired)
        for _ in range(_STEPS):
            step = wire.load_step(line)
            if step is None:
                break
            self._told(name, *step)
            line = self._hear(process, None, expired)
        if expired.is_set():
            self._stop()
            return self._too_slow(name)
        if not line.endswith(b"\n"):
            return self._post_mortem(process, name, len(line))
        self._served += 1
        try:
            return wire.load(line)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._stop()
            return DocumentCrashes(path=name, cause=type(error).__name__)

    def _hear(
        self, process: subprocess.Popen[bytes], request: list[str] | None, expired: threading.Event
    ) -> bytes:
        """The next line of a process, which is killed where it takes too long."""
        patience = _PATIENCE * self._limits.seconds
        timer = threading.Timer(patience, _expire, (process, expired))
        timer.start()
        try:
            return _exchange(process, request, self._limits.output)
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._ended.is_set():
            raise RuntimeError("this reader has ended")
        paths = json.dumps([path or os.getcwd() for path in sys.path])
        limits = json.dumps(asdict(self._limits))
        # -P: a json.py among the documents must not be taken for the library's.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _START, paths, limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        if self._ended.is_set():  # by another thread, meanwhile
            self._process.kill()
        return self._process

    def _stop(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            with contextlib.suppress(BrokenPipeError), process:
                pass  # its end waits for the process and closes the pipes

    def _too_slow(self, name: str) -> DocumentTooSlow:
        return DocumentTooSlow(path=name, seconds=f"{self._limits.seconds:g}")

    def _post_mortem(
        self, process: subprocess.Popen[bytes], name: str, answered: int
    ) -> DocumentError:
        """Why the process ended, or answered more than it may, on a file."""
        too_much = answered > self._limits.output
        if not too_much:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        self._stop()
        if too_much:
            shown = f"{self._limits.output >> 20} MiB"
            return DocumentTooLarge(path=name, size=f"> {shown}", limit=shown)
        if process.returncode == _OUT_OF_TIME:
            return self._too_slow(name)
        if process.returncode < 0:
            return DocumentCrashes(path=name, cause=signal.Signals(-process.returncode).name)
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "exit")
        return DocumentCrashes(path=name, cause=last[:200])


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], request: list[str] | None, limit: int) -> bytes:
    """The next line, after a request; cut short where the process ends or passes the limit."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reader has no pipes")
    try:
        if request is not None:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
        return process.stdout.readline(limit + 1)
    except BrokenPipeError:
        return b""
