"""The process that draws pages, one after the other: one request and one answer per line.

Started by ``rag.readers.pdf.page_images``. A file that crashes it crashes nothing else.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.errors.transport import dump_error
from rag.messages import Message
from rag.readers.containers import file_bytes
from rag.readers.images import as_pdf, is_image
from rag.readers.pdf.highlights import highlight_rectangles
from rag.readers.pdf.pdfium import Pdf
from rag.records import Box
from rag.runtime.child_limits import limit_time, start


def main() -> None:
    """Answers requests until the input ends."""
    limits = json.loads(sys.argv[-1])
    answers = start(limits["memory"])
    for line in sys.stdin.buffer:
        path, number, boxes, scale = json.loads(line)
        limit_time(limits["seconds"])
        answer = _answer(Path(path), number, boxes, scale, limits["memory"])
        limit_time(0)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _answer(
    path: Path, number: int, boxes: Sequence[Sequence[float]], scale: float, memory: int
) -> dict[str, Any]:
    try:
        png = draw_page(path, number, [_box(*box) for box in boxes], scale)
    except DocumentError as error:
        return dump_error(error)
    except LookupError as error:
        return {"missing": str(error)}
    except MemoryError:
        limit = Message("words.mebibytes", size=memory >> 20)
        more = Message("words.more_than", amount=limit)
        return dump_error(DocumentTooLarge(path=path.name, size=more, limit=limit))
    except OSError as error:
        cause = error.strerror or type(error).__name__
        return dump_error(DocumentUnreadable(path=path.name, cause=cause))
    return {"png": base64.b64encode(png).decode("ascii")}


def _box(start: float, end: float, *sides: float) -> Box:
    left, top, right, bottom = sides
    return Box(int(start), int(end), left, top, right, bottom)


def draw_page(path: Path, number: int, boxes: Sequence[Box], scale: float) -> bytes:
    """A page as ``page_images.render_page`` returns it, drawn in this process."""
    data = file_bytes(path)
    with Pdf(as_pdf(data, path.name) if is_image(data) else data, path.name) as pdf:
        if not 1 <= number <= len(pdf):
            raise LookupError(f"page {number} of {len(pdf)}")
        return pdf.png(number - 1, highlight_rectangles(boxes), scale)
