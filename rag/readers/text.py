"""Plain text files."""

from __future__ import annotations

from rag.readers.clean import clean
from rag.readers.content import Content
from rag.records import Page


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number."""
    return Content((Page(None, None, clean(decode(data)).strip()),))


def decode(data: bytes) -> str:
    """The text of bytes whose encoding is not stated: UTF-8, UTF-16 by its mark, else cp1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
