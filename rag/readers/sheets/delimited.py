"""Text with separators (CSV, TSV): one table, its encoding and its separator detected."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rag.errors import DocumentUnreadable
from rag.messages import Message
from rag.readers.clean import clean
from rag.readers.content import Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.sheets.grid import Grid, first_line
from rag.readers.text import decode
from rag.readers.whole_rows import SheetRow

_SEPARATORS = ",;\t|"
_SAMPLE, _SAMPLE_LENGTH = 200, 200_000  # rows and characters that decide the separator
_LARGEST_FIELD = (1 << 31) - 1  # characters
_STATED = "sep="  # Excel's first line, which names the separator


def read(data: bytes, path: str, separators: str = _SEPARATORS) -> Content:
    """The rows as one page without a number; raises DocumentUnreadable.

    ``separators`` are those that the text may have.
    """
    text = clean(decode(data))
    grid = Grid()
    try:
        page = join_blocks(grid.blocks("", rows_of(text, separators)))
    except csv.Error as error:
        cause = Message("causes.damaged_file", format="CSV", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    title = first_line(page)
    return Content((page,), title, notices=tuple(grid.notices), untitled=title is None)


def read_tsv(data: bytes, path: str) -> Content:
    """The rows of a text whose cells are parted by tabs, as ``read`` gives them."""
    return read(data, path, "\t")


def rows_of(text: str, separators: str = _SEPARATORS) -> Iterator[SheetRow]:
    """The rows of a text, by the separator that it states or that fits it best.

    Raises csv.Error.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_STATED) and len(first) == len(_STATED) + 1:
        separator, text = first[-1], rest
    else:
        separator = _separator(text, separators)
    yield from _parsed(text, separator)


def _parsed(text: str, separator: str) -> Iterator[SheetRow]:
    csv.field_size_limit(_LARGEST_FIELD)  # the file is in memory: a long cell takes no more
    return csv.reader(text.splitlines(keepends=True), delimiter=separator)


def _separator(text: str, separators: str) -> str:
    """The separator that gives the most rows of one width; a comma if none gives two columns."""
    scores = {each: _regularity(text, each) for each in separators}
    return max(scores, key=lambda each: scores[each])


def _regularity(text: str, separator: str) -> tuple[float, int]:
    """The share of rows that have the commonest width above one, and that width."""
    rows = list(islice(_parsed(text[:_SAMPLE_LENGTH], separator), _SAMPLE))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return count / sum(map(bool, rows)), width


CSV = DocumentFormat(
    name="csv",
    label="CSV",
    endings=(".csv",),
    media_type="text/csv; charset=utf-8",
    read=read,
    is_text=True,
)
TSV = DocumentFormat(
    name="tsv",
    label="TSV",
    endings=(".tsv", ".tab"),
    media_type="text/tab-separated-values; charset=utf-8",
    read=read_tsv,
    is_text=True,
)
