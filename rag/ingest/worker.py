"""The process that reads files, one after the other: one request and one answer per line.

Started by ``rag.ingest.process``. A file that crashes it crashes nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import BinaryIO

from rag.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.ingest.prepare import prepare
from rag.ingest.wire import ReaderReply, dump, dump_step
from rag.messages import Message
from rag.readers import Ocr, read
from rag.runtime.child_limits import limit_time, start


def main() -> None:
    """Answers requests until the input ends."""
    limits = json.loads(sys.argv[-1])
    answers = start(limits["memory"])
    for line in sys.stdin.buffer:
        *paths, seconds = json.loads(line)
        path, root = map(Path, paths)
        ocr = _reported_ocr(answers, seconds) if limits["ocr"] else None
        limit_time(seconds)
        answer = dump(_answer(path, root, limits["memory"], ocr))
        if len(answer) > limits["output"]:
            answer = dump(_too_large(path, root, limits["output"]))
        limit_time(0)
        answers.write(answer)
        answers.flush()


def _reported_ocr(answers: BinaryIO, seconds: float) -> Ocr:
    """OCR that reports each page to the parent process, and gives it the time of a whole file."""

    def report(page: int, of: int) -> None:
        answers.write(dump_step(page, of))
        answers.flush()
        limit_time(seconds)

    return Ocr(report)


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
    shown = Message("words.mebibytes", size=limit >> 20)
    more = Message("words.more_than", amount=shown)
    return DocumentTooLarge(path=path.relative_to(root).as_posix(), size=more, limit=shown)
