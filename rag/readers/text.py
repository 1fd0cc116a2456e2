"""Plain text files: encoding, wrapped lines, and obvious headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.readers.clean import clean
from rag.readers.content import Block, Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.hyphens import vocabulary
from rag.readers.lines import unwrap
from rag.readers.metadata import is_date_line

_LONGEST = 90  # characters of a heading
_RULE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*$")
_SENTENCE = re.compile(r"[.!?…][»”\"')\]]*\s*$")
_CLOSED = re.compile(r"[.!?:;,…»”\"]\s*$")
_SAMPLE = 4_096  # bytes that show whether a text is UTF-16
_RARELY, _MOSTLY = 0.05, 0.7  # of the pairs of bytes that have an empty one
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, at the start of a file


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number; ``path`` is not used, as no text is damaged."""
    blocks = list(text_blocks(clean(decode(data))))
    return Content((join_blocks(blocks),), untitled=_is_prose(blocks))


def decode(data: bytes) -> str:
    """The text of bytes: UTF-16 if its mark or its pattern shows it, UTF-8, or Windows-1252."""
    if data.startswith(BYTE_ORDER_MARKS):
        return data.decode("utf-16", "replace")
    if utf16 := utf16_of(data):
        return data.decode(utf16, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def utf16_of(data: bytes) -> str | None:
    """The name of UTF-16 without a mark, whose Latin letters have one byte of two empty."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if pairs and min(low, high) < _RARELY * pairs and max(low, high) > _MOSTLY * pairs:
        letters = sample[0::2] if high > low else sample[1::2]
        if sum(chr(one).isprintable() and one < 128 for one in letters) > _MOSTLY * pairs:
            return "utf-16-le" if high > low else "utf-16-be"
    return None


def text_blocks(text: str, top: int = 1) -> Iterator[Block]:
    """The paragraphs and headings of a cleaned text; a heading at its start has level ``top``."""
    lines = text.split("\n")
    width = max(map(len, lines))
    known = vocabulary([text])
    paragraphs = list(_paragraphs(lines))
    for at, paragraph in enumerate(paragraphs):
        underlined = len(paragraph) == 2 and _RULE.match(paragraph[1]) is not None
        after = paragraphs[at + 1] if at + 1 < len(paragraphs) else []
        if underlined or _heading(paragraph, after, first=at == 0):
            yield Block(paragraph[0], level=top if at == 0 else 2)
        else:
            yield Block(unwrap(paragraph, width, known))


def _is_prose(blocks: Sequence[Block]) -> bool:
    """Whether a file without headings starts with a long sentence, which is not a title."""
    if not blocks or any(block.level for block in blocks):
        return False
    first = blocks[0].text.split("\n", 1)[0]
    return len(first) > _LONGEST and _SENTENCE.search(first) is not None


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines without a blank line; a rule on its own is left out."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
        elif run:
            if not (len(run) == 1 and _RULE.match(run[0])):
                yield run
            run = []


def _heading(paragraph: Sequence[str], after: Sequence[str], *, first: bool) -> bool:
    """Whether a paragraph is a heading: one short line, no closing punctuation, text after it.

    That text must be twice as long. For the first line of a file any length will do. The line that
    gives the date is no heading.
    """
    line = paragraph[0].strip()
    if len(paragraph) > 1 or len(line) > _LONGEST or _CLOSED.search(line):
        return False
    if not any(c.isalpha() for c in line) or line[0].islower() or is_date_line(line):
        return False
    length = sum(map(len, after))
    return length > 2 * len(line) or (first and length > 0)


FORMAT = DocumentFormat(
    name="text",
    label="TXT",
    endings=(".txt",),
    media_type="text/plain; charset=utf-8",
    read=read,
    is_text=True,
    inline=True,
)
