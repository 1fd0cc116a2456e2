"""The rows of a sheet as blocks: tables with their column heads, and lines of text.

A row is one line of the document's own words, its cells parted by bars. The heads of its columns
are a heading, so that they are cited beside a row and its text stays as it is in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rag.language.any_language import any_form
from rag.language.documents.placeholders import SHEET_NAMES
from rag.language.rows import SEPARATOR
from rag.messages import Message
from rag.readers.clean import one_line
from rag.readers.content import Block, join_blocks
from rag.readers.whole_rows import (
    SheetRow,
    filled,
    is_number,
    line_of,
    table_as_it_is,
    without_blank_end,
)
from rag.records import Page

_MOST_ROWS = 20_000  # of a sheet; a sheet of more is a database
_MOST_CELLS = 500_000  # of a file
_MOST_SHEETS = 500
WIDEST = 256  # columns
_LONGEST_CELL = 5_000  # characters; programs allow 32,767
_LONGEST_TITLE = 120  # characters of a line above a table that is its title
_ENDED = re.compile(r"[.!?…;][»”\"')\]\s]*$")
_LABELLED = re.compile(r"\W*\w+(?: \w+)?\s?: \S")  # "Date: 3 May"
_DEFAULT_NAME = re.compile(rf"(?:{any_form(SHEET_NAMES)})[ _]?\d*", re.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """The sheets of one file as pages, within limits; what is left out is in ``notices``."""

    notices: list[Message] = field(default_factory=list)
    _cells: int = 0

    def pages(self, sheets: Iterable[tuple[str, Iterable[SheetRow]]]) -> Iterator[Page]:
        """A numbered page for each sheet, given as its name and its rows.

        Empty sheets are pages without text, so that numbers are those that people count.
        """
        for number, (name, rows) in enumerate(sheets, 1):
            if number > _MOST_SHEETS:
                self.notices.append(Message("causes.many_sheets", limit=_MOST_SHEETS))
                return
            yield join_blocks(self.blocks(name, rows), number)

    def blocks(self, name: str, rows: Iterable[SheetRow]) -> Iterator[Block]:
        """The blocks of a sheet, its name first unless a program gave it."""
        level = 1
        if name and not _DEFAULT_NAME.fullmatch(name):
            yield Block(name, level)
            level = 2
        for region in _regions(self._bounded(name, rows)):
            yield from _region_blocks(region, level)
            level = 2

    def _bounded(self, name: str, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """The rows up to the limits, each without blank cells at its end."""
        for count, row in enumerate(rows):
            cells = without_blank_end([one_line(cell[:_LONGEST_CELL]) for cell in row[:WIDEST]])
            self._cells += len(cells)
            if count >= _MOST_ROWS or self._cells > _MOST_CELLS:
                self.notices.append(Message("causes.sheet_cut", name=name, count=count))
                return
            yield cells


def first_line(page: Page) -> str | None:
    """The line alone above everything else on a page, if it can be a title."""
    line = page.text.split("\n", 1)[0]
    headed = page.headings[:1] and page.headings[0].end is not None
    alone = SEPARATOR not in line and 0 < len(line) <= _LONGEST_TITLE
    return line if alone and not headed and not is_number(line) else None


def _regions(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    """Runs of rows without a blank row between them."""
    run: list[SheetRow] = []
    for row in rows:
        if row:
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _region_blocks(region: list[SheetRow], level: int) -> Iterator[Block]:
    """Lines of one cell each, or a table with the lines above it.

    A line alone, or the last one above a table, is a heading of this level if it can be a title.
    """
    lone = next((at for at, row in enumerate(region) if filled(row) > 1), len(region))
    above = lone == 1 or 0 < lone < len(region)
    title: int | None = lone - 1 if above and _is_title(line_of(region[lone - 1])) else None
    for at, row in enumerate(region[:lone]):
        yield Block(line_of(row), level if at == title else 0, close=at > 0 and at != title)
    yield from table_as_it_is(region[lone:])


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or is_number(line):
        return False
    return _LABELLED.match(line) is None and _ENDED.search(line) is None
