"""Tables whose rows stay as they are in the file, under their column heads.

A row is one line, its cells parted by bars; a cell without text keeps its place. The column heads
become a heading, so that they are cited beside a row whose words are the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from rag.language.rows import SEPARATOR
from rag.readers.clean import one_line
from rag.readers.content import Block

SheetRow = Sequence[str]
_LONGEST_HEAD = 80  # characters of a column head
_MOST_HEADS = 3  # rows of column heads; more of them are marked by mistake
_FEWEST = 3  # columns that show a header row where no cell under it is a number
_LONGEST_NUMBER = 40  # characters
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[^\w]*\d[\d\s.,:/%'’-]*\W*(?:[kM]?€|%|EUR|USD|MAD)?\W*")


def table_as_it_is(rows: Sequence[SheetRow], heads: int | None = None) -> Iterator[Block]:
    """The rows of a table, one block for each; blank rows are left out.

    ``heads`` is how many of the first rows name the columns; if it is ``None``, they are guessed.
    The cells of a one-column table become paragraphs.
    """
    cleaned = [without_blank_end([one_line(cell) for cell in row]) for row in rows]
    if heads:
        heads = min(sum(map(bool, cleaned[:heads])), _MOST_HEADS) or None
    rows = [row for row in cleaned if row]
    if max(map(len, rows), default=0) < 2:
        yield from (Block(cell) for row in rows for cell in row)
        return
    guessed = _guessed_heads(rows)
    count = guessed if heads is None else max(heads, guessed) if heads == 1 else heads
    count = count if count < len(rows) else 0
    for number, row in enumerate(rows):
        part: Literal["", "heads", "row"] = "heads" if number < count else "row" if count else ""
        yield Block(line_of(row), close=number > 0, table=part)


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


def _guessed_heads(rows: Sequence[SheetRow]) -> int:
    """How many of the first rows name the columns: none, one, or two.

    Of two, the first has wider cells.
    """
    both = len(rows) > 2 and _names_columns(rows[0]) and _names_columns(rows[1])
    if both and any(map(is_number, rows[2])) and _is_wider(rows[0], rows[1]):
        return 2
    if len(rows) < 2 or not _names_columns(rows[0]):
        return 0
    below = rows[1 : 1 + _FEWEST]
    shown = filled(rows[0]) >= _FEWEST or any(is_number(cell) for row in below for cell in row)
    return int(shown)


def _is_wider(row: SheetRow, below: SheetRow) -> bool:
    """Whether a cell of a row stands over two columns that the row below names."""
    above = [*row, *[""] * (len(below) - len(row))]
    pairs = zip(pairwise(above), pairwise(below), strict=False)
    return any(wide and not blank and all(names) for (wide, blank), names in pairs)


def _names_columns(row: SheetRow) -> bool:
    """Whether the cells of a row are short, distinct names."""
    names = [cell for cell in row if cell]
    short = all(len(name) <= _LONGEST_HEAD and not is_number(name) for name in names)
    distinct = all(left != right for left, right in pairwise(sorted(names)))
    return len(names) > 1 and short and distinct
