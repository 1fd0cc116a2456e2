"""Tables of a PDF: rows under a first row that names their columns.

A PDF draws words, no tables. Found are rows whose cells stand under the cells of the row that
names them, and only where something tells that it does: it alone is bold, or numbers stand
under words, or it counts years. What is in doubt stays text; its rows are read by line anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from rag.readers.pdf.paragraphs import Paragraph
from rag.readers.pdf.pieces import EDGE, Piece

LEVEL = 7  # of the heading that a table's header is: under all others
BETWEEN = " | "
_FEWEST = 2  # rows under the header
_LONGEST = 60  # characters of a header's cell
_NUMBER = re.compile(
    r"[<>≈~±+\-−–]?(?:(?:[$€£]|MAD|EUR|USD)\s?)?\d[\d\s.,'’:/×x-]*"
    r"(?:\s?(?:%|‰|°|€|\$|£|[kMG]?€|MAD|EUR|USD|[a-zµ°]{1,3}[²³]?))?"
)
_NOTHING = re.compile(r"[-–—.…]+|n\.?\s?[adc]\.?|s\.?o\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a line between two tabs, and where they stand."""

    text: str
    left: float
    right: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The places of a table's paragraphs, header and last row included, and its columns' names."""

    first: int
    last: int
    names: tuple[str, ...]


def tables(page: Sequence[Paragraph]) -> Iterator[Table]:
    """The tables of a page whose columns are named, from its paragraphs in reading order."""
    rows = [cells(paragraph) for paragraph in page]
    at = 0
    while at < len(rows):
        found = _table(page, rows, at) if len(rows[at]) > 1 else None
        if found is not None:
            yield found
        at = at + 1 if found is None else found.last + 1


def cells(paragraph: Paragraph) -> list[Cell]:
    """The cells of a paragraph that is a row; one of text, which may go on in a cell."""
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
    """The table whose header starts at a row, if one does."""
    header, first = rows[at], at + 1
    if _goes_on(header, rows[first : first + 2]):
        header, first = _joined(header, rows[first]), first + 1
    body = list(takewhile(lambda row: _stands_under(row, header), rows[first:]))
    while body and len(body[-1]) == 1 and page[first + len(body) - 1].apart:
        del body[-1]  # text after the table
    whole = [row for row in body if len(row) > 1]
    if len(whole) < _FEWEST or not _names(header, whole):
        return None
    return Table(at, first + len(body) - 1, tuple(cell.text.rstrip(" :") for cell in header))


def _goes_on(header: Sequence[Cell], after: Sequence[list[Cell]]) -> bool:
    """Whether a bold header goes on in the next line, over a body that is not bold."""
    if len(after) < 2 or not all(cell.bold for cell in (*header, *after[0])):
        return False
    body = after[1]
    placed = _columns(after[0], header) if after[0] and body else None
    return placed is not None and not all(cell.bold for cell in body)


def _joined(header: Sequence[Cell], line: Sequence[Cell]) -> list[Cell]:
    """A header with the second line of its cells."""
    joined = list(header)
    for column, cell in zip(_columns(line, header) or (), line, strict=True):
        one = joined[column]
        left, right = min(one.left, cell.left), max(one.right, cell.right)
        joined[column] = Cell(f"{one.text} {cell.text}", left, right, one.bold)
    return joined


def _stands_under(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    """Whether the cells of a row stand each under one of the header.

    The first may stand to the left of all: the names of rows often have no name themselves. A
    cell alone goes on from a row beside it, and not in the first column, where text would stand.
    """
    named = row[1:] if row[0].right < header[0].left - EDGE else row
    columns = _columns(named, header) if named else None
    return columns is not None and (len(row) > 1 or columns[0] > 0)


def _columns(row: Sequence[Cell], header: Sequence[Cell]) -> list[int] | None:
    """The column of each cell, in their order; ``None`` where one stands under none or two."""
    found: list[int] = []
    for cell in row:
        under = [at for at, name in enumerate(header) if _touches(cell, name)]
        if len(under) != 1 or under[0] <= max(found, default=-1):
            return None
        found += under
    return found


def _touches(cell: Cell, name: Cell) -> bool:
    """Whether a cell stands under a name: they share some width."""
    return min(cell.right, name.right) - max(cell.left, name.left) > -EDGE


def _names(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row names the columns of the rows under it, for sure."""
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
    """Whether under one of the names nothing but numbers stands, in every row."""
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
