"""Images of pages, drawn in processes of their own, within limits of time and memory."""

from __future__ import annotations

import atexit
import base64
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from pathlib import Path

from rag.errors import DocumentCrashes, DocumentError, DocumentTooSlow
from rag.errors.service import ServiceBusy
from rag.errors.transport import load_error
from rag.records import Box
from rag.records.json_text import parse_json
from rag.runtime.child_process import ChildEnded, ChildProcess

_PROCESSES = 2
_WAITING = 20  # pages, each of which takes 50 ms: the last waits for half a second
_RETRY_SECONDS = 2
_PATIENCE = 4  # seconds of wall-clock time for one of processor time
_LONGEST = 64 << 20  # bytes of an answer


@dataclass(frozen=True, slots=True)
class DrawingLimits:
    """What drawing one page may use: seconds of processor time, and bytes of memory."""

    seconds: float = 5.0
    memory: int = 1 << 30


class PageImages:
    """Draws pages in up to two processes, started when needed and after a crash.

    Safe to share between threads.
    """

    def __init__(self, limits: DrawingLimits | None = None, *, waiting: int = _WAITING) -> None:
        self._limits = limits or DrawingLimits()
        values = asdict(self._limits)
        module = "rag.readers.pdf.page_worker"
        self._idle = [ChildProcess(module, values) for _ in range(_PROCESSES)]
        self._all = tuple(self._idle)
        self._free = threading.Condition()
        self._waiting, self._most = 0, waiting

    def draw(self, path: Path, number: int, boxes: Sequence[Box], scale: float) -> bytes:
        """What ``render_page`` returns; raises ServiceBusy if too many pages wait."""
        with self._process() as process:
            answer = self._ask(process, path, [str(path), number, [*map(astuple, boxes)], scale])
        if "png" in answer:
            return base64.b64decode(answer["png"])
        if "missing" in answer:
            raise LookupError(answer["missing"])
        raise load_error(answer)

    def pids(self) -> list[int]:
        """The numbers of the processes that run."""
        return [process.pid for process in self._all if process.pid is not None]

    def close(self) -> None:
        """Ends the processes."""
        for process in self._all:
            process.close()

    def _ask(self, process: ChildProcess, path: Path, request: Sequence[object]) -> dict[str, str]:
        seconds = self._limits.seconds
        try:
            line = process.exchange(request, patience=_PATIENCE * seconds, most=_LONGEST)
            answer = parse_json(line)
        except ChildEnded as end:
            raise self._error(end, path.name) from end
        except ValueError as error:
            process.stop()
            raise DocumentCrashes(path=path.name, cause=type(error).__name__) from error
        return dict(answer)

    def _error(self, end: ChildEnded, name: str) -> DocumentError:
        if end.out_of_time:
            return DocumentTooSlow(path=name, seconds=f"{self._limits.seconds:g}")
        return DocumentCrashes(path=name, cause=end.cause or "size")

    @contextmanager
    def _process(self) -> Iterator[ChildProcess]:
        """A process that is idle, the one used last if there are several."""
        with self._free:
            if not self._idle and self._waiting >= self._most:
                raise ServiceBusy(seconds=_RETRY_SECONDS)
            self._waiting += 1
            self._free.wait_for(lambda: bool(self._idle))
            self._waiting -= 1
            process = self._idle.pop()
        try:
            yield process
        finally:
            with self._free:
                self._idle.append(process)
                self._free.notify()


@lru_cache(maxsize=1)
def _shared() -> PageImages:
    images = PageImages()
    atexit.register(images.close)
    return images


def render_page(path: Path, number: int, boxes: Sequence[Box], scale: float = 1.5) -> bytes:
    """A page, counted from 1, as a PNG with boxes highlighted, at ``scale`` pixels per point.

    The boxes of one line are joined into one stroke. Raises LookupError if there is no such page,
    DocumentError as ``read`` does, DocumentTooSlow or DocumentCrashes if the page cannot be drawn
    within limits, and ServiceBusy if too many pages wait to be drawn.
    """
    return _shared().draw(path, number, boxes, scale)
