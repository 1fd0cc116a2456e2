"""Tables as lines of text, each row with its headers, so that a cell can be cited alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.readers.clean import one_line
from rag.readers.content import Block

_BETWEEN = " | "
_FEWEST, _LONGEST = 3, 60  # columns of a table whose headers are guessed, characters of a header


def table(rows: Sequence[Sequence[str]], headers: bool | None) -> Iterator[Block]:
    """A line for each row: ``Country: Morocco | City: Rabat``.

    ``headers`` tells whether the first row names the columns; ``None`` where the file does
    not say: then a first row of short, different names over three columns or more does.
    Empty cells are left out. A table of one column is so many paragraphs.
    """
    cleaned = [[one_line(cell) for cell in row] for row in rows]
    cleaned = [row for row in cleaned if any(row)]
    if max((len(row) for row in cleaned), default=0) < 2:
        yield from (Block(cell) for row in cleaned for cell in row)
        return
    if headers is None:
        headers = _named(cleaned)
    names = cleaned[0] if headers and len(cleaned) > 1 else []
    for at, row in enumerate(cleaned[1:] if names else cleaned):
        yield Block(_BETWEEN.join(_cells(row, names)), close=at > 0)


def _named(rows: Sequence[Sequence[str]]) -> bool:
    first = rows[0]
    alike = len(rows) > 1 and all(len(row) == len(first) for row in rows)
    names = all(0 < len(name) <= _LONGEST and not name.isdigit() for name in first)
    return alike and names and len(first) >= _FEWEST and len(set(first)) == len(first)


def _cells(row: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for at, cell in enumerate(row):
        if cell:
            name = names[at].rstrip(" :\xa0\u202f") if at < len(names) else ""
            yield f"{name}: {cell}" if name and name != cell else cell
