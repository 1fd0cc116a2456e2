"""Tables as lines of text: each row with its headers, so that one cell can be cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.readers.clean import one_line
from rag.readers.content import Block

_SEPARATOR = " | "
# To take the first row for headers: columns of the table, and characters of a header.
_FEWEST, _LONGEST = 3, 60


def table(rows: Sequence[Sequence[str]], headers: bool | None) -> Iterator[Block]:
    """One line for each row: ``Country: Morocco | City: Rabat``.

    ``headers`` says whether the first row names the columns. If the file does not say, it is
    ``None``: then a first row of short, distinct names, in a table of three columns or more,
    counts as headers. Empty cells are left out. The cells of a one-column table become
    paragraphs.
    """
    cleaned = [[one_line(cell) for cell in row] for row in rows]
    cleaned = [row for row in cleaned if any(row)]
    if max((len(row) for row in cleaned), default=0) < 2:
        yield from (Block(cell) for row in cleaned for cell in row)
        return
    if headers is None:
        headers = _has_header_row(cleaned)
    names = cleaned[0] if headers and len(cleaned) > 1 else []
    for at, row in enumerate(cleaned[1:] if names else cleaned):
        yield Block(_SEPARATOR.join(_cells(row, names)), close=at > 0)


def _has_header_row(rows: Sequence[Sequence[str]]) -> bool:
    first = rows[0]
    alike = len(rows) > 1 and all(len(row) == len(first) for row in rows)
    names = all(0 < len(name) <= _LONGEST and not name.isdigit() for name in first)
    return alike and names and len(first) >= _FEWEST and len(set(first)) == len(first)


def _cells(row: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for at, cell in enumerate(row):
        if cell:
            name = names[at].rstrip(" :\xa0\u202f") if at < len(names) else ""
            yield f"{name}: {cell}" if name and name != cell else cell
