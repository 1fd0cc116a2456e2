"""JSON lines (JSONL): each object a record of its fields, a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rag.errors import DocumentUnreadable
from rag.messages import Message
from rag.readers.clean import one_line
from rag.readers.content import Block, Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.text import decode
from rag.records.json_text import parse_json

_MOST = 20_000  # records of a file
_DEEPEST = 8  # objects inside objects
_MOST_FIELDS = 200  # of a record
_LONGEST = 20_000  # characters of a value


def read(data: bytes, path: str) -> Content:
    """The records as one page without a number; raises DocumentUnreadable.

    A record is a paragraph whose lines are its fields: ``city: Rabat``. A field inside another
    has the names of both: ``address.city: Rabat``.
    """
    notices: list[Message] = []
    page = join_blocks(_blocks(decode(data), path, notices))
    return Content((page,), untitled=True, notices=tuple(notices))


def _blocks(text: str, path: str, notices: list[Message]) -> Iterator[Block]:
    count = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if count >= _MOST:
            notices.append(Message("causes.records_cut", count=count))
            return
        count += 1
        yield from _record(_value(line, number, path))


def _value(line: str, number: int, path: str) -> object:
    try:
        return parse_json(line)
    except ValueError as error:
        cause = Message("causes.json_line", number=number)
        raise DocumentUnreadable(path=path, cause=cause) from error


def _record(value: object) -> Iterator[Block]:
    fields = (field for field in _fields(value, "", 0) if field[1])
    for at, (name, text) in enumerate(fields):
        if at >= _MOST_FIELDS:
            return
        yield Block(f"{name}: {text}" if name else text, close=at > 0)


def _fields(value: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """The names and the texts of the values inside a value."""
    if depth >= _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, name, depth + 1)
    elif isinstance(value, str):
        yield one_line(name), one_line(value[:_LONGEST])
    elif value is not None:
        yield one_line(name), json.dumps(value)


FORMAT = DocumentFormat(
    name="jsonl",
    label="JSONL",
    endings=(".jsonl", ".ndjson"),
    media_type="application/jsonl; charset=utf-8",
    read=read,
    is_text=True,
)
