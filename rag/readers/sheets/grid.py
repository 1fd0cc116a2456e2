"""The rows of a sheet as blocks: tables with their column heads, and lines of text.

A row is one line of the document's own words, its cells parted by bars. The heads of its columns
are a heading, so that they are cited beside a row and its text stays as it is in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from rag.language.any_language import any_form
from rag.language.placeholders import SHEET_NAMES
from rag.messages import Message
from rag.readers.clean import one_line
from rag.readers.content import Block, join_blocks
from rag.records import Page

_MOST_ROWS = 20_000  # of a sheet; a sheet of more is a database
_MOST_CELLS = 500_000  # of a file
_MOST_SHEETS = 500
WIDEST = 256  # columns
_LONGEST_CELL = 5_000  # characters; programs allow 32,767
_LONGEST_HEAD = 80  # characters of a column head
_LONGEST_TITLE = 120  # characters of a line above a table that is its title
_FEWEST = 3  # columns that show a header row where no cell under it is a number
_SEPARATOR = " | "
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[^\w]*\d[\d\s.,:/%'’-]*\W*(?:[kM]?€|%|EUR|USD|MAD)?\W*")
_ENDED = re.compile(r"[.!?…;][»”\"')\]\s]*$")
_LABELLED = re.compile(r"\W*\w+(?: \w+)?\s?: \S")  # "Date: 3 May"
_DEFAULT_NAME = re.compile(rf"(?:{any_form(SHEET_NAMES)})[ _]?\d*", re.IGNORECASE)

SheetRow = Sequence[str]


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
            cells = [one_line(cell[:_LONGEST_CELL]) for cell in row[:WIDEST]]
            while cells and not cells[-1]:
                cells.pop()
            self._cells += len(cells)
            if count >= _MOST_ROWS or self._cells > _MOST_CELLS:
                self.notices.append(Message("causes.sheet_cut", name=name, count=count))
                return
            yield cells


def first_line(page: Page) -> str | None:
    """The line alone above everything else on a page, if it can be a title."""
    line = page.text.split("\n", 1)[0]
    headed = page.headings[:1] and page.headings[0].end is not None
    alone = _SEPARATOR not in line and 0 < len(line) <= _LONGEST_TITLE
    return line if alone and not headed and not is_number(line) else None


def is_number(cell: str) -> bool:
    """Whether a cell holds a figure or a date rather than a name; a year can be a name."""
    return _NUMBER.fullmatch(cell) is not None and not _YEAR.fullmatch(cell)


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
    lone = next((at for at, row in enumerate(region) if _filled(row) > 1), len(region))
    above = lone == 1 or 0 < lone < len(region)
    title = lone - 1 if above and _is_title(_line(region[lone - 1])) else None
    for at, row in enumerate(region[:lone]):
        yield Block(_line(row), level if at == title else 0, close=at > 0 and at != title)
    rows = region[lone:]
    at = _header(rows)
    for number, row in enumerate(rows):
        yield Block(_line(row), close=number > 0, table=_part(number, at))


def _part(number: int, header: int | None) -> Literal["", "heads", "row"]:
    if header is None or number < header:
        return ""
    return "heads" if number == header else "row"


def _is_title(line: str) -> bool:
    unlabelled = _LABELLED.match(line) is None and not _ENDED.search(line)
    return len(line) <= _LONGEST_TITLE and unlabelled and not is_number(line)


def _header(rows: Sequence[SheetRow]) -> int | None:
    """The row that names the columns: the first, or the second under wider heads."""
    if len(rows) > 2 and _names_columns(rows[0]) and _names_columns(rows[1]):
        under = any(map(is_number, rows[2]))
        if under and _filled(rows[1]) > _filled(rows[0]):
            return 1
    if len(rows) < 2 or not _names_columns(rows[0]):
        return None
    below = rows[1 : 1 + _FEWEST]
    shown = _filled(rows[0]) >= _FEWEST or any(is_number(cell) for row in below for cell in row)
    return 0 if shown else None


def _names_columns(row: SheetRow) -> bool:
    """Whether the cells of a row are short, distinct names."""
    names = [cell for cell in row if cell]
    short = all(len(name) <= _LONGEST_HEAD and not is_number(name) for name in names)
    distinct = all(left != right for left, right in pairwise(sorted(names)))
    return len(names) > 1 and short and distinct


def _filled(row: SheetRow) -> int:
    return sum(map(bool, row))


def _line(row: SheetRow) -> str:
    return _SEPARATOR.join(row).strip() if _filled(row) > 1 else "".join(row)
