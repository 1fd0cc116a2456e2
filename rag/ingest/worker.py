"""The process that reads files, one after the other: a request a line in, an answer a line out.

Started by ``rag.ingest.process``. A file that ends it ends nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from rag.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.ingest.prepare import prepare
from rag.ingest.wire import ReaderReply, dump, dump_step
from rag.readers import Ocr, read

# Bytes of any file that a reader may write: complaints on standard error, no more.
_WRITTEN = 16 << 20


def main() -> None:
    """Answers until its input ends."""
    limits = json.loads(sys.argv[-1])
    # A library that prints must not speak on the line: standard output is kept apart from it.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked decides
    _limit(limits["memory"])

    def told(page: int, of: int) -> None:
        answers.write(dump_step(page, of))
        answers.flush()

    ocr = Ocr(told)
    for line in sys.stdin.buffer:
        path, root = map(Path, json.loads(line))
        _allow(limits["seconds"])
        answer = dump(_answer(path, root, limits["memory"], ocr if limits["ocr"] else None))
        if len(answer) > limits["output"]:
            answer = dump(_too_large(path, root, limits["output"]))
        _allow(0)
        answers.write(answer)
        answers.flush()


def _allow(seconds: float) -> None:
    """Lets the system end this process after so much processor time; 0 for never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _answer(path: Path, root: Path, memory: int, ocr: Ocr | None) -> ReaderReply:
    try:
        return prepare(read(path, root, ocr))
    except DocumentError as error:
        return error
    except MemoryError:
        return _too_large(path, root, memory)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        return DocumentUnreadable(path=path.relative_to(root).as_posix(), cause=cause)


def _too_large(path: Path, root: Path, limit: int) -> DocumentTooLarge:
    shown = f"{limit >> 20} MiB"
    return DocumentTooLarge(path=path.relative_to(root).as_posix(), size=f"> {shown}", limit=shown)


def _limit(memory: int) -> None:
    """Bounds what the process may take, where the system can (not on Windows)."""
    if sys.platform != "win32":
        import resource

        # Data, not address space: maps of files and reserved but unused room count for nothing.
        limits = {
            resource.RLIMIT_DATA: memory,
            resource.RLIMIT_FSIZE: _WRITTEN,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in limits.items():
            _, hard = resource.getrlimit(kind)
            lower = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(kind, (lower, lower))
