"""What a reader process sends to its parent: a line of JSON, never a pickle.

A hostile file can take over the process that reads it; unpickling its answer would let it take
over the parent process as well.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from rag.errors import DocumentError
from rag.errors.transport import dump_error, load_error
from rag.records import Passage, as_json
from rag.records.json_text import parse_json
from rag.store import PackedPage, PackedReading
from rag.store.packing import dump_document, load_document

ReaderReply = PackedReading | DocumentError
_LONGEST_STEP = 100  # bytes


def dump(answer: ReaderReply) -> bytes:
    """An answer as one line."""
    if isinstance(answer, DocumentError):
        return _line(dump_error(answer))
    return _line(
        {
            "document": dump_document(answer.document),
            "pages": [_page(page) for page in answer.pages],
            "passages": as_json(answer.passages),
            "notices": as_json(answer.notices),
        }
    )


def dump_step(page: int, of: int) -> bytes:
    """The progress of OCR, page ``page`` of ``of``, as one line."""
    return _line({"page": page, "of": of})


def load_step(line: bytes) -> tuple[int, int] | None:
    """The page and the number of pages of a progress line; ``None`` for any other line."""
    if not line.startswith(b'{"page"') or len(line) > _LONGEST_STEP:
        return None
    try:
        values = parse_json(line)
        return int(values["page"]), int(values["of"])
    except (ValueError, KeyError, TypeError):
        return None


def load(line: bytes) -> ReaderReply:
    """The answer in a line; raises ValueError, KeyError or TypeError if it is not one."""
    values = parse_json(line)
    if "error" in values:
        return load_error(values)
    return PackedReading(
        load_document(values["document"]),
        tuple(_packed(*page) for page in values["pages"]),
        tuple(
            Passage(**passage | {"headings": tuple(passage["headings"])})
            for passage in values["passages"]
        ),
        tuple(values["notices"]),
    )


def _page(page: PackedPage) -> list[Any]:
    text, boxes = base64.b64encode(page.text).decode(), base64.b64encode(page.boxes).decode()
    return [page.number, page.label, text, page.headings, boxes, page.ocr]


def _packed(
    number: int | None, label: str | None, text: str, headings: str, boxes: str, ocr: float | None
) -> PackedPage:
    packed = base64.b64decode(text), headings, base64.b64decode(boxes)
    return PackedPage(number, label, *packed, ocr)


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode("ascii") + b"\n"
