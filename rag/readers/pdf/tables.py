"""Tables of a PDF: rows under a header row that names their columns.

A PDF draws words, not tables. Rows form a table if their cells are under the cells of a first
row, and if something shows that this row is a header: it alone is bold, or there are numbers
under its words, or it is a series of years. In doubt the rows stay text, read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    """The indices of a table's first and last row among the paragraphs, and its column names.

    ``wider`` are the heads over them, each at the first of its columns; empty without any. Heads
    are two of its rows if there are wider ones; ``header`` are the cells of the lower row. A table
    that a page before begins has no heads of its own.
    """

    first: int
    last: int
    names: tuple[str, ...]
    header: tuple[Cell, ...]
    wider: tuple[str, ...] = ()
    is_continued: bool = False


def find_tables(page: Sequence[Paragraph], before: Table | None = None) -> Iterator[Table]:
    """The tables with a header on a page, from its paragraphs in reading order.

    ``before`` is the table that the page before ends with: it can go on.
    """
    rows = [cells(paragraph) for paragraph in page]
    at = 0
    if before is not None and rows and _table(page, rows, 0) is None:
        rest = _continued(rows, before)
        if rest is not None:
            yield rest
            at = rest.last + 1
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
    names, last = tuple(cell.text.rstrip(" :") for cell in header), first + len(body) - 1
    wider = () if at == 0 or page[at].apart else _wider(rows[at - 1], header)
    return Table(at - bool(wider), last, names, tuple(header), wider)


def _continued(rows: Sequence[Sequence[Cell]], before: Table) -> Table | None:
    """The rows at the top of a page that go on with a table of the page before."""
    body = list(takewhile(lambda row: len(row) > 1 and _is_under(row, before.header), rows))
    if len(body) < _FEWEST:
        return None
    return replace(before, first=0, last=len(body) - 1, is_continued=True)


def _wider(row: Sequence[Cell], header: Sequence[Cell]) -> tuple[str, ...]:
    """The heads over several columns in the row above a header, empty if it has none."""
    texts = [""] * len(header)
    widest, last = 0, -1
    if len(row) < 2 and not (_bold(row) and _bold(header)):
        return ()
    for cell in row:
        over = _columns_under(cell, header)
        named = 0 < len(cell.text) <= _LONGEST and not cell.text.endswith((".", ";"))
        if not over or over[0] <= last or not named or _is_number(cell.text):
            return ()
        texts[over[0]], last = cell.text, over[-1]
        widest = max(widest, len(over))
    return tuple(texts) if widest > 1 and widest < len(header) else ()


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


def _columns_under(cell: Cell, header: Sequence[Cell]) -> list[int]:
    """The columns under a wider head: those it touches, and those it is centred over with them."""
    over = [at for at, name in enumerate(header) if _touches(cell, name)]
    if not over:
        right = next((at for at, name in enumerate(header) if name.left > cell.right), 0)
        return [right - 1, right] if right else []
    first, last = header[over[0]], header[over[-1]]
    before, after = first.left - cell.left, cell.right - last.right
    if before > EDGE > after and over[0] > 0:
        return [over[0] - 1, *over]
    if after > EDGE > before and over[-1] + 1 < len(header):
        return [*over, over[-1] + 1]
    return over


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
