"""Another process that reads files, within limits of time, memory and output."""

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
from rag.messages import Message

# A process is replaced after this many files, so that memory leaks do not count against a file.
_SERVES = 500
_SMALL_SECONDS, _SECONDS_PER_BYTE = 8, 30e-6
_PATIENCE = 4  # seconds of wall-clock time for one of processor time
_STEPS = 1_000  # progress reports accepted for one file: a hijacked process could send them forever
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from rag.ingest.worker import main
main()
"""

# The system ends a process with this signal when its processor time is used up.
_OUT_OF_TIME = -signal.SIGPROF if sys.platform != "win32" else None


PageProgress = Callable[[str, int, int], None]  # file, page being recognised, pages to recognise


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may use.

    ``seconds`` is processor time, so that files do not fail on a busy machine. A small file gets
    less: see ``seconds_for``. Wall-clock time is limited to four times as much (on Windows, this
    is the only limit); with OCR, to four times ``seconds``. Both start again with each recognised
    page. ``memory`` and ``output``, the size of the answer, are in bytes. ``ocr`` turns on the
    recognition of scanned pages.
    """

    seconds: float = 300.0
    memory: int = 2 << 30
    output: int = 256 << 20
    ocr: bool = False

    def seconds_for(self, size: int) -> float:
        """The processor time for a file of ``size`` bytes: eight seconds, and more with its size.

        Ordinary files take a tenth of it. Only a file made to be slow needs long for few bytes.
        """
        return min(self.seconds, round(_SMALL_SECONDS + _SECONDS_PER_BYTE * size))

    def patience(self, seconds: float) -> float:
        """The wall-clock time for a file that gets so many seconds of processor time."""
        return _PATIENCE * (self.seconds if self.ocr else seconds)


class ReaderProcess:
    """Reads one file at a time in another process, started when needed and after a crash."""

    def __init__(
        self, limits: ReadingLimits, progress: PageProgress = lambda path, page, of: None
    ) -> None:
        self._limits = limits
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``
        self._served = 0
        self._ended = threading.Event()

    def kill(self) -> None:
        """Ends the process, even at work, and starts no other; can be called from any thread."""
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Ends the process and closes its files."""
        self._stop()
        self._stderr.close()

    def read(self, root: Path, path: Path) -> wire.ReaderReply:
        """The document of a file, or the error."""
        alone = self._served == 0
        answer = self._ask(root, path)
        if isinstance(answer, DocumentCrashes) and not alone and not self._ended.is_set():
            # An earlier file may have damaged the process: try again with a new one.
            answer = self._ask(root, path)
        if self._served >= _SERVES:
            self._stop()
        return answer

    def _ask(self, root: Path, path: Path) -> wire.ReaderReply:
        process = self._process or self._start()
        expired = threading.Event()
        name = path.relative_to(root).as_posix()
        seconds = self._limits.seconds_for(_size(path))
        patience = self._limits.patience(seconds)
        line = self._next_line(process, [str(path), str(root), seconds], patience, expired)
        for _ in range(_STEPS):
            step = wire.load_step(line)
            if step is None:
                break
            self._progress(name, *step)
            line = self._next_line(process, None, patience, expired)
        if expired.is_set():
            self._stop()
            return _too_slow(name, seconds)
        if not line.endswith(b"\n"):
            return self._post_mortem(process, name, len(line), seconds)
        self._served += 1
        try:
            return wire.load(line)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._stop()
            return DocumentCrashes(path=name, cause=type(error).__name__)

    def _next_line(
        self,
        process: subprocess.Popen[bytes],
        request: list[str | float] | None,
        patience: float,
        expired: threading.Event,
    ) -> bytes:
        """The next line from a process, which is killed if it takes longer than ``patience``."""
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
        # -P: a json.py in the current folder must not replace the standard library's.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _START, paths, limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        if self._ended.is_set():  # meanwhile, by another thread
            self._process.kill()
        return self._process

    def _stop(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            with contextlib.suppress(BrokenPipeError), process:
                pass  # leaving the context waits for the process and closes the pipes

    def _post_mortem(
        self, process: subprocess.Popen[bytes], name: str, answered: int, seconds: float
    ) -> DocumentError:
        """The error for a file on which the process ended, or sent more than it may."""
        too_much = answered > self._limits.output
        if not too_much:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        self._stop()
        if too_much:
            shown = Message("words.mebibytes", size=self._limits.output >> 20)
            more = Message("words.more_than", amount=shown)
            return DocumentTooLarge(path=name, size=more, limit=shown)
        if process.returncode == _OUT_OF_TIME:
            return _too_slow(name, seconds)
        if process.returncode < 0:
            return DocumentCrashes(path=name, cause=signal.Signals(-process.returncode).name)
        self._stderr.seek(0)
        lines = self._stderr.read().decode(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "exit")
        return DocumentCrashes(path=name, cause=last[:200])


def _too_slow(name: str, seconds: float) -> DocumentTooSlow:
    return DocumentTooSlow(path=name, seconds=f"{seconds:g}")


def _size(path: Path) -> int:
    """The bytes of a file, 0 if it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _exchange(
    process: subprocess.Popen[bytes], request: list[str | float] | None, limit: int
) -> bytes:
    """The next line after a request; incomplete if the process ends or exceeds the limit."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reader has no pipes")
    try:
        if request is not None:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
        return process.stdout.readline(limit + 1)
    except BrokenPipeError:
        return b""
