"""The cells of an HTML table, each repeated in the rows and columns that it spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from rag.readers.html.tree import Steps
from rag.readers.html.visible import UNREAD, Visibility, is_note_mark

_WIDEST = 100  # rows or columns that a cell can span
# Elements that data tables do not contain.
_LAYOUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre")

# By column: how many more rows a cell above spans, and its text.
OpenSpans = dict[int, tuple[int, str]]


def marked_heads(element: Any, visibility: Visibility) -> int | None:
    """How many visible rows of a table are marked as column heads; ``None`` if none is."""
    rows = [row for row in element.iter("tr") if not visibility.hides(row)]
    head = element.find("thead")
    if head is not None:
        return sum(row.getparent() is head for row in rows) or None
    kinds = ({cell.tag for cell in row.iterchildren("th", "td")} for row in rows)
    return len(list(takewhile(lambda kind: kind == {"th"}, kinds))) or None


def grid(element: Any, visibility: Visibility) -> list[list[str]] | None:
    """The visible rows of a table; ``None`` for a table that only lays out the page."""
    if next(element.iterdescendants(*_LAYOUT), None) is not None:
        return None
    spans: OpenSpans = {}
    rows = [row for row in element.iter("tr") if not visibility.hides(row)]
    return [_row(_visible_cells(row, visibility), spans, visibility) for row in rows]


def _visible_cells(row: Any, visibility: Visibility) -> list[Any]:
    return [cell for cell in row.iterchildren("td", "th") if not visibility.hides(cell)]


def _row(cells: Sequence[Any], spans: OpenSpans, visibility: Visibility) -> list[str]:
    row: list[str] = []
    waiting = list(cells)
    while waiting or len(row) in spans:
        column = len(row)
        if column in spans:
            left, text = spans.pop(column)
            if left > 1:
                spans[column] = (left - 1, text)
            row.append(text)
            continue
        cell = waiting.pop(0)
        text, height = cell_text(cell, visibility), _span(cell, "rowspan")
        for at in range(column, column + _span(cell, "colspan")):
            row.append(text if at == column else "")
            if height > 1:
                spans[at] = (height - 1, row[-1])
    return row


def _span(cell: Any, name: str) -> int:
    count = cell.get(name, "1").strip()
    return min(max(int(count), 1), _WIDEST) if count.isdecimal() and len(count) < 6 else 1


def cell_text(cell: Any, visibility: Visibility) -> str:
    """The visible text of a cell on one line."""
    parts: list[str] = []
    steps = Steps(cell)
    for event, element in steps:
        if event == "end":
            if element is not cell:
                parts += (" " if element.tag in ("p", "div", "br") else "", element.tail or "")
        elif (
            element.tag in UNREAD
            or is_note_mark(element)
            or (element is not cell and visibility.hides(element))
        ):
            steps.skip()
        else:
            parts.append(element.text or "")
    return "".join(parts)
