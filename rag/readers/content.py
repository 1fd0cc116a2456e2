"""What each format's reader gives to the door, and the page of a format without pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rag.errors import Cause
from rag.readers.clean import clean, one_line
from rag.records import Heading, Page

_DEEPEST = 6  # levels of headings, as in HTML
_EXCERPT = 60  # characters of hidden text
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 4_999  # what Roman numbers reach; letters are repeated far less


@dataclass(frozen=True, slots=True)
class Content:
    """A file's pages and what its own fields state, ``None`` where they do not.

    ``untitled`` says that the document has no title, as its reader knows: the name of the file
    stands in for it. Otherwise, without a ``title``, the first heading or line is taken.
    ``issuer`` is a field for the body that publishes, ``author`` the field that office
    programs fill by themselves: it counts only where nothing else states an issuer.
    ``notices`` are lines for the curator.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    author: str | None = None
    notices: tuple[Cause, ...] = ()
    untitled: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or row of a table, in the order of reading.

    ``level`` is that of a heading, from 1, and 0 for text; ``close`` is true where it
    follows the block before without white space, as the items of a list do.
    """

    text: str
    level: int = 0
    close: bool = False


def flow(blocks: Iterable[Block]) -> Page:
    """The one page of a format without pages: blocks by a blank line, close ones by a line end."""
    parts: list[str] = []
    headings: list[Heading] = []
    length = 0
    for block in blocks:
        text = clean(block.text).strip()
        if block.level:
            text = one_line(text)
        if not text:
            continue
        if parts:
            parts.append("\n" if block.close else "\n\n")
            length += len(parts[-1])
        if block.level:
            headings.append(Heading(length, min(block.level, _DEEPEST), text))
        parts.append(text)
        length += len(text)
    return Page(None, None, "".join(parts), tuple(headings))


def left_out(hidden: Iterable[str]) -> tuple[Cause, ...]:
    """The line that tells of text that nobody sees and that is not indexed; none without any."""
    text = " ".join(" ".join(hidden).split())
    if not text:
        return ()
    shown = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    return (Cause(f"texte invisible écarté : « {shown} »", f"invisible text left out: “{shown}”"),)


def numeral(count: int, form: str) -> str:
    """A number from 1 in a form: "1", "a", "A", "i" or "I"; any other is "1"."""
    if form in ("a", "A") and 0 < count <= _MOST:
        letter = chr(ord(form) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1)
    if form in ("i", "I") and 0 < count <= _MOST:
        return _roman(count) if form == "i" else _roman(count).upper()
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written
