"""Rich Text Format (RTF): paragraphs, headings and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.errors import DocumentTooLarge, DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import megabytes
from rag.readers.clean import clean, one_line
from rag.readers.content import Block, Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.whole_rows import table_as_it_is

_START = b"{\\rtf"
_LARGEST = 50_000_000  # bytes; more is pictures
_PICTURE = re.compile(rb"\{\\\*?\\?pict[^{}]*\}")
# A heading is a paragraph of an outline level. Its text is marked before striprtf drops the level:
# two characters of private use, the second of which holds the level.
_OUTLINE = re.compile(rb"\\outlinelevel([0-8])(?![0-9]) ?")
_PLAIN = re.compile(rb"\\pard(?![a-z])")
_MARK, _LEVELS = "\ue000", "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009"
_FIELD = rb"\{\\%s ((?:[^{}\\]|\\'[0-9a-f]{2}|\\u-?\d+ ?\??)*)\}"
_TITLE, _AUTHOR, _COMPANY = (
    re.compile(_FIELD % name) for name in (b"title", b"author", rb"\*\\company")
)
_ROW = re.compile(r"\|[ \t]*$")  # striprtf ends each cell with a bar
_ITEM = re.compile(r"^[\u00b7\u2022\uf0b7]\t")


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number; raises DocumentUnreadable and DocumentTooLarge."""
    data = _PICTURE.sub(b"{}", data)
    if len(data) > _LARGEST:
        size, limit = megabytes(len(data)), megabytes(_LARGEST)
        raise DocumentTooLarge(path=path, size=size, limit=limit)
    if not data.startswith(_START):
        cause = Message("causes.not_format", format="RTF")
        raise DocumentUnreadable(path=path, cause=cause)
    page = join_blocks(_blocks(_text(_marked(data), path)))
    title, company, author = (_field(data, name, path) for name in (_TITLE, _COMPANY, _AUTHOR))
    return Content((page,), title, issuer=company, author=author)


def _marked(data: bytes) -> bytes:
    """The file with a mark in the text of each heading."""

    def mark(found: re.Match[bytes]) -> bytes:
        level = int(found.group(1))
        return found.group() + rb"{\uc1\u%d?\u%d?}" % (0xE000 - 65536, 0xE001 + level - 65536)

    return _OUTLINE.sub(mark, data)


def _text(data: bytes, path: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(data.decode("latin-1"), errors="replace"))
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as error:
        cause = Message("causes.damaged_file", format="RTF", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error


def _field(data: bytes, pattern: re.Pattern[bytes], path: str) -> str | None:
    """A field of the file's information, ``None`` without it."""
    found = pattern.search(data[:100_000])
    if found is None:
        return None
    return one_line(_text(b"{\\rtf1\\ansi " + found.group(1) + b"}", path)) or None


def _blocks(text: str) -> Iterator[Block]:
    """A block for each paragraph; rows that follow each other are a table."""
    rows: list[list[str]] = []
    item = False
    for line in clean(text).split("\n"):
        if _ROW.search(line):
            rows.append([one_line(cell) for cell in _unmarked(line)[1].rstrip(" \t").split("|")])
            continue
        yield from table_as_it_is(rows)
        rows = []
        level, words = _unmarked(line)
        bullet = _ITEM.match(words) is not None
        if words.strip():
            yield Block(_ITEM.sub("• ", words), level, close=item and bullet)
            item = bullet
    yield from table_as_it_is(rows)


def _unmarked(line: str) -> tuple[int, str]:
    """The level that marks a line, 0 without one, and the line without marks."""
    at = line.find(_MARK)
    level = 0 if at < 0 else 1 + _LEVELS.find(line[at + 1 : at + 2])
    return level, re.sub(f"[{_MARK}{_LEVELS}]", "", line)


def _has_signature(data: bytes, path: str) -> bool:
    """Whether a file starts as RTF does; ``path`` is not used."""
    return data.startswith(_START)


FORMAT = DocumentFormat(
    name="rtf",
    label="RTF",
    endings=(".rtf",),
    media_type="application/rtf",
    read=read,
    parsers=("striprtf",),
    signature=_has_signature,
)
