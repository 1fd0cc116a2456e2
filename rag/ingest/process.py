"""Another process that reads files, within limits of time, memory and output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import DocumentCrashes, DocumentError, DocumentTooLarge, DocumentTooSlow
from rag.ingest import wire
from rag.messages import Message
from rag.runtime.child_process import ChildEnded, ChildProcess

# A process is replaced after this many files, so that memory leaks do not count against a file.
_SERVES = 500
_SMALL_SECONDS, _SECONDS_PER_BYTE = 8, 30e-6
_PATIENCE = 4  # seconds of wall-clock time for one of processor time
_STEPS = 1_000  # progress reports accepted for one file: a hijacked process could send them forever
PageProgress = Callable[[str, int, int], None]  # file, page being recognised, pages to recognise


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may use, and what indexing may remove.

    ``seconds`` is processor time, so that files do not fail on a busy machine. A small file gets
    less: see ``seconds_for``. Wall-clock time is limited to four times as much (on Windows, this
    is the only limit); with OCR, to four times ``seconds``. Both start again with each recognised
    page. ``memory`` and ``output``, the size of the answer, are in bytes. ``ocr`` turns on the
    recognition of scanned pages. ``allow_removal`` lets documents go though all or most files of
    their folder are gone. ``rehash`` reads every file again to compare it, even one whose
    size and times are those of the last time.
    """

    seconds: float = 300.0
    memory: int = 2 << 30
    output: int = 256 << 20
    ocr: bool = False
    allow_removal: bool = False
    rehash: bool = False

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
        self._child = ChildProcess("rag.ingest.worker", asdict(limits))
        self._served = 0

    @property
    def pid(self) -> int | None:
        """The number of the process, ``None`` if none runs."""
        return self._child.pid

    def kill(self) -> None:
        """Ends the process, even at work, and starts no other; can be called from any thread."""
        self._child.kill()

    def close(self) -> None:
        """Ends the process and closes its files."""
        self._child.close()

    def read(self, root: Path, path: Path) -> wire.ReaderReply:
        """The document of a file, or the error."""
        alone = self._served == 0
        answer = self._ask(root, path)
        if isinstance(answer, DocumentCrashes) and not alone and not self._child.killed:
            # An earlier file may have damaged the process: try again with a new one.
            answer = self._ask(root, path)
        if self._served >= _SERVES:
            self._stop()
        return answer

    def _ask(self, root: Path, path: Path) -> wire.ReaderReply:
        name, seconds = path.relative_to(root).as_posix(), self._limits.seconds_for(_size(path))
        try:
            line = self._answer([str(path), str(root), seconds], name, seconds)
        except ChildEnded as end:
            self._served = 0
            return self._error(end, name, seconds)
        self._served += 1
        try:
            return wire.load(line)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._stop()
            return DocumentCrashes(path=name, cause=type(error).__name__)

    def _answer(self, request: list[object], name: str, seconds: float) -> bytes:
        """The line with the answer; reports the progress before it. Raises ChildEnded."""
        patience, most = self._limits.patience(seconds), self._limits.output
        line = self._child.exchange(request, patience=patience, most=most)
        for _ in range(_STEPS):
            step = wire.load_step(line)
            if step is None:
                break
            self._progress(name, *step)
            line = self._child.exchange(None, patience=patience, most=most)
        return line

    def _stop(self) -> None:
        self._child.stop()
        self._served = 0

    def _error(self, end: ChildEnded, name: str, seconds: float) -> DocumentError:
        """The error for a file on which the process ended, or sent more than it may."""
        if end.out_of_time:
            return DocumentTooSlow(path=name, seconds=f"{seconds:g}")
        if end.too_much:
            shown = Message("words.mebibytes", size=self._limits.output >> 20)
            more = Message("words.more_than", amount=shown)
            return DocumentTooLarge(path=name, size=more, limit=shown)
        return DocumentCrashes(path=name, cause=end.cause)


def _size(path: Path) -> int:
    """The bytes of a file, 0 if it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
