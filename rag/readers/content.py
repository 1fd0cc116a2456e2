"""What every reader returns, and how a format without pages becomes one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from rag.messages import Message
from rag.readers.clean import clean, one_line
from rag.records import Heading, Page

_LONGEST = 300  # characters of a heading: a longer one is a paragraph in the style of a heading
_DEEPEST = 6  # heading levels, as in HTML
HEADER_LEVEL = 7  # of the column heads of a table as a heading: below all other headings
_EXCERPT = 60  # characters of hidden text shown in a notice
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 4_999  # the largest Roman numeral written; letters are repeated far less often


@dataclass(frozen=True, slots=True)
class Content:
    """A file's pages and its metadata fields; a field that is missing is ``None``.

    Without a ``title``, the first heading or line becomes the title, unless ``untitled`` says
    that the document has none: then it goes by the name of its file. ``issuer`` comes from a
    field for the publishing body. ``author`` comes from the field that office programs fill by
    themselves, and is used only if nothing else names an issuer. ``notices`` are lines for the
    curator. ``running`` are the headers and footers that were left out of the text, each once: the
    date of the document can stand there.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    author: str | None = None
    notices: tuple[Message, ...] = ()
    untitled: bool = False
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row, in reading order.

    ``level`` is the heading level, from 1, or 0 for text. ``close`` is true if no blank line
    separates the block from the one before, as between the items of a list. ``table`` is "heads"
    for the column heads of a table and "row" for a row under them.
    """

    text: str
    level: int = 0
    close: bool = False
    table: Literal["", "heads", "row"] = ""


def join_blocks(blocks: Iterable[Block], number: int | None = None) -> Page:
    """The blocks as one page: a blank line between two of them, or a line end.

    The page of a format without pages has no ``number``. Each row of column heads becomes a
    heading, one below the other, that ends with the last row of the table.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    length, heads = 0, 0  # heads: how many rows of column heads are open
    for block in blocks:
        text = _text(block)
        if not text:
            continue
        if parts:
            parts.append("\n" if block.close else "\n\n")
            length += len(parts[-1])
        if block.level and len(text) <= _LONGEST:
            headings.append(Heading(length, min(block.level, _DEEPEST), text))
        elif block.table == "heads":
            heads = heads + 1 if headings and headings[-1].end == length - 1 else 1
            level = HEADER_LEVEL + heads - 1
            headings.append(Heading(length, level, text, length + len(text)))
        parts.append(text)
        length += len(text)
        if block.table and heads:
            headings[-heads:] = [replace(each, end=length) for each in headings[-heads:]]
        else:
            heads = 0
    return Page(number, None, "".join(parts), tuple(headings))


def _text(block: Block) -> str:
    """The text of a block as a page has it; headings and rows have one line."""
    text = clean(block.text).strip()
    return one_line(text) if block.level or block.table else text


def hidden_text_notices(hidden: Iterable[str]) -> tuple[Message, ...]:
    """The notice about invisible text, which is not indexed; empty without such text."""
    text = " ".join(" ".join(hidden).split())
    if not text:
        return ()
    shown = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    return (Message("causes.hidden_text", text=shown),)


def numeral(count: int, form: str) -> str:
    """A list number, from 1, in a form: "1", "a", "A", "i" or "I"; other forms count as "1"."""
    if form in ("a", "A") and 0 < count <= _MOST:
        letter = chr(ord(form) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1)
    if form in ("i", "I") and 0 < count <= _MOST:
        return _roman(count) if form == "i" else _roman(count).upper()
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
