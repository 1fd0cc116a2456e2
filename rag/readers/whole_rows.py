"""Tables whose rows stay as they are in the file, under their column heads.

A row is one line, its cells parted by bars; a cell without text keeps its place. The column heads
become a heading, so that they are cited beside a row whose words are the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from rag.readers.content import Block

SheetRow = Sequence[str]
SEPARATOR = " | "
_LONGEST_HEAD = 80  # characters of a column head
_FEWEST = 3  # columns that show a header row where no cell under it is a number
_LONGEST_NUMBER = 40  # characters
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[^\w]*\d[\d\s.,:/%'’-]*\W*(?:[kM]?€|%|EUR|USD|MAD)?\W*")


def table_as_it_is(rows: Sequence[SheetRow]) -> Iterator[Block]:
    """The rows of a table, one block for each; blank rows are left out."""
    rows = [cells for row in rows if (cells := without_blank_end(row))]
    at = _header(rows)
    for number, row in enumerate(rows):
        yield Block(line_of(row), close=number > 0, table=_part(number, at))


def without_blank_end(row: SheetRow) -> SheetRow:
    """A row without the blank cells at its end."""
    last = next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)
    return row[:last]


def is_number(cell: str) -> bool:
    """Whether a cell holds a figure or a date rather than a name; a year can be a name."""
    short = len(cell) <= _LONGEST_NUMBER
    return short and _NUMBER.fullmatch(cell) is not None and not _YEAR.fullmatch(cell)


def filled(row: SheetRow) -> int:
    """How many cells of a row have a text."""
    return sum(map(bool, row))


def line_of(row: SheetRow) -> str:
    """A row as one line."""
    return SEPARATOR.join(row).strip() if filled(row) > 1 else "".join(row)


def _part(number: int, header: int | None) -> Literal["", "heads", "row"]:
    if header is None or number < header:
        return ""
    return "heads" if number == header else "row"


def _header(rows: Sequence[SheetRow]) -> int | None:
    """The row that names the columns: the first, or the second under wider heads."""
    if len(rows) > 2 and _names_columns(rows[0]) and _names_columns(rows[1]):
        under = any(map(is_number, rows[2]))
        if under and filled(rows[1]) > filled(rows[0]):
            return 1
    if len(rows) < 2 or not _names_columns(rows[0]):
        return None
    below = rows[1 : 1 + _FEWEST]
    shown = filled(rows[0]) >= _FEWEST or any(is_number(cell) for row in below for cell in row)
    return 0 if shown else None


def _names_columns(row: SheetRow) -> bool:
    """Whether the cells of a row are short, distinct names."""
    names = [cell for cell in row if cell]
    short = all(len(name) <= _LONGEST_HEAD and not is_number(name) for name in names)
    distinct = all(left != right for left, right in pairwise(sorted(names)))
    return len(names) > 1 and short and distinct
