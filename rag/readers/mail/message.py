"""A mail as one page: its headers, then its body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.readers.clean import clean, one_line
from rag.readers.content import Block, Content, hidden_text_notices, join_blocks
from rag.readers.html.body import body
from rag.readers.html.tree import parse
from rag.readers.text import text_blocks

MOST_ATTACHMENTS = 500
LARGEST = 150_000_000  # bytes of a mail


@dataclass(frozen=True, slots=True)
class MailMessage:
    """What a mail file holds: ``headers`` as (name, value), in the order in which they are shown.

    ``sender`` is the name of who sent it. ``html`` is read if there is no ``text``.
    """

    subject: str
    sender: str
    date: dt.date | None
    headers: Sequence[tuple[str, str]]
    text: str = ""
    html: str = ""

    def content(self) -> Content:
        """The mail as one page without a number; its subject is its title and first heading."""
        hidden: list[str] = []
        blocks = [*self._head(), *self._body(hidden)]
        subject = one_line(self.subject)
        return Content(
            (join_blocks(blocks),), subject or None, self.date, author=self.sender,
            notices=hidden_text_notices(hidden), untitled=not subject,
        )  # fmt: skip

    def _head(self) -> Iterator[Block]:
        yield Block(self.subject, level=1)
        lines = [(name, one_line(value)) for name, value in self.headers]
        for at, (name, value) in enumerate(line for line in lines if line[1]):
            yield Block(f"{name}: {value}", close=at > 0)

    def _body(self, hidden: list[str]) -> Iterator[Block]:
        root = parse(self.html) if self.html.strip() else None
        if root is None:
            yield from text_blocks(clean(self.text), top=2)
            return
        found = body(root)
        hidden += found.hidden
        yield from found.blocks
