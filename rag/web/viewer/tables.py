"""Tables in the text of a page: rows whose cells are parted by bars, under their column heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.rows import cells
from rag.records import Offsets, Page

_LINE = re.compile(r"[^\n]+")
_BAR = re.compile(r"(?:^| )\|(?: |$)")
_MOST_CELLS = 50_000  # more would take a browser seconds; they are shown as lines


@dataclass(frozen=True, slots=True)
class TextTable:
    """The rows of a table, each the offsets of its cells; the first ``heads`` name the columns."""

    start: int
    end: int
    heads: int
    rows: tuple[tuple[Offsets, ...], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows))


def table_in(page: Page, start: int, end: int) -> TextTable | None:
    """The table in a paragraph of a page, from its first row to its last; ``None`` without one.

    A line without bars between two rows is one cell. A single line with a bar is no table.
    """
    if page.text.count("|", start, end) > _MOST_CELLS:
        return None
    lines = [match.span() for match in _LINE.finditer(page.text, start, end)]
    barred = [at for at, span in enumerate(lines) if _BAR.search(page.text[slice(*span)])]
    if len(barred) < 2:
        return None
    lines = lines[barred[0] : barred[-1] + 1]
    tops = {heading.start for heading in page.headings if heading.end is not None}
    heads = sum(left in tops for left, _ in lines)
    rows = tuple(tuple(_cells(page.text, *line)) for line in lines)
    return TextTable(lines[0][0], lines[-1][1], heads, rows)


def _cells(whole: str, start: int, end: int) -> Iterator[Offsets]:
    return ((start + left, start + right) for left, right in cells(whole[start:end]))
