"""Tables of a PDF: rows under a header row that names their columns.

A PDF draws words, not tables. Rows form a table if their cells are under the cells of a first
row, and if something shows that this row is a header: it alone is bold, or there are numbers
under its words, or it is a series of years. In doubt the rows stay text, read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from rag.language.any_language import any_form
from rag.language.documents.missing_values import MISSING_VALUES
from rag.readers.pdf.paragraphs import Paragraph
from rag.readers.pdf.pieces import EDGE, Piece

_FEWEST = 2  # rows under the header
_LONGEST = 60  # characters of a header cell
_NUMBER = re.compile(
    r"[<>≈~±+\-−–]?(?:(?:[$€£]|MAD|EUR|USD)\s?)?\d[\d\s.,'’:/×x-]*"
    r"(?:\s?(?:%|‰|°|€|\$|£|[kMG]?€|MAD|EUR|USD|[a-zµ°]{1,3}[²³]?))?"
)
_NOTHING = re.compile(rf"[-–—.…]+|{any_form(MISSING_VALUES)}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a line between two tabs, and their left and right edges."""

    text: str
    left: float
    right: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The indices of a table's header and last row among the paragraphs, and its column names."""

    first: int
    last: int
    names: tuple[str, ...]


def find_tables(page: Sequence[Paragraph]) -> Iterator[Table]:
    """The tables with a header on a page, from its paragraphs in reading order."""
    rows = [cells(paragraph) for paragraph in page]
    at = 0
    while at < len(rows):
        found = _table(page, rows, at) if len(rows[at]) > 1 else None
        if found is not None:
            yield found
        at = at + 1 if found is None else found.last + 1


def cells(paragraph: Paragraph) -> list[Cell]:
    """The cells of a paragraph that is a row; for text, which may continue a cell, a single one."""
    (line, *more) = paragraph.lines
    if more or "\t" not in line.gaps:
        return [_text(paragraph)]
    cuts = [at + 1 for at, gap in enumerate(line.gaps) if gap == "\t"]
    return [_cell(line, start, end) for start, end in pairwise([0, *cuts, len(line.words)])]


def _cell(line: Piece, start: int, end: int) -> Cell:
    words = line.words[start:end]
    gaps = ["", *line.gaps[start : end - 1]]
    text = "".join(gap + word.text for gap, word in zip(gaps, words, strict=True))
    return Cell(text, words[0].left, words[-1].right, all(word.bold for word in words))


def _text(paragraph: Paragraph) -> Cell:
    lines = paragraph.lines
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return Cell(lines[0].text, left, right, paragraph.bold)


def _table(page: Sequence[Paragraph], rows: Sequence[list[Cell]], at: int) -> Table | None:
    """The table whose header starts at a row, or ``None``."""
    header, first = rows[at], at + 1
    if _header_continues(header, rows[first : first + 2]):
        header, first = _joined(header, rows[first]), first + 1
    body = list(takewhile(lambda row: _is_under(row, header), rows[first:]))
    while body and len(body[-1]) == 1 and page[first + len(body) - 1].apart:
        del body[-1]  # text after the table
    whole = [row for row in body if len(row) > 1]
    if len(whole) < _FEWEST or not _names(header, whole):
        return None
    return Table(at, first + len(body) - 1, tuple(cell.text.rstrip(" :") for cell in header))


def _header_continues(header: Sequence[Cell], after: Sequence[list[Cell]]) -> bool:
    """Whether a bold header continues on the next line, above a body that is not bold."""
    if len(after) < 2 or not all(cell.bold for cell in (*header, *after[0])):
        return False
    body = after[1]
    placed = _columns(after[0], header) if after[0] and body else None
    return placed is not None and not all(cell.bold for cell in body)


def _joined(header: Sequence[Cell], line: Sequence[Cell]) -> list[Cell]:
    """A header with the second line of its cells added."""
    joined = list(header)
    for column, cell in zip(_columns(line, header) or (), line, strict=True):
        name = joined[column]
        left, right = min(name.left, cell.left), max(name.right, cell.right)
        joined[column] = Cell(f"{name.text} {cell.text}", left, right, name.bold)
    return joined


def _is_under(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    """Whether each cell of a row is under one header cell.

    The first may be to the left of all: the column of row names often has no header. A single
    cell continues the row above it, unless it is in the first column: there it is text.
    """
    named = row[1:] if row[0].right < header[0].left - EDGE else row
    columns = _columns(named, header) if named else None
    return columns is not None and (len(row) > 1 or columns[0] > 0)


def _columns(row: Sequence[Cell], header: Sequence[Cell]) -> list[int] | None:
    """The column of each cell, in order; ``None`` if a cell is under no or two header cells."""
    found: list[int] = []
    for cell in row:
        under = [at for at, name in enumerate(header) if _touches(cell, name)]
        if len(under) != 1 or under[0] <= max(found, default=-1):
            return None
        found += under
    return found


def _touches(cell: Cell, name: Cell) -> bool:
    """Whether a cell and a header cell overlap horizontally."""
    return min(cell.right, name.right) - max(cell.left, name.left) > -EDGE


def _names(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row is certainly the header of the rows under it."""
    texts = [cell.text for cell in header]
    if len(set(texts)) < len(texts) or any(len(text) > _LONGEST for text in texts):
        return False
    years = [text for text in texts if _YEAR.fullmatch(text)]
    words = [text for text in texts if text not in years]
    if any(_is_number(text) or _ROMAN.fullmatch(text) for text in words):
        return False
    if years:
        return len(years) > 1 and len(words) < 2 and years == sorted(years)
    if any(text.endswith((".", ",", ";")) for text in words):
        return False
    alone = all(cell.bold for cell in header) and not any(_bold(row) for row in body)
    return alone or _counts(header, body)


def _bold(row: Sequence[Cell]) -> bool:
    return all(cell.bold for cell in row)


def _counts(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column after the first has a word as its header and a number in every row."""
    for at, name in enumerate(header):
        under = [cell.text for row in body for cell in row if _touches(cell, name)]
        numbers = [text for text in under if _is_number(text)]
        blanks = [text for text in under if _NOTHING.fullmatch(text)]
        whole = len(under) == len(body) and len(numbers) + len(blanks) == len(under)
        if at and whole and len(numbers) >= _FEWEST and sum(map(str.isalpha, name.text)) > 2:
            return True
    return False


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
