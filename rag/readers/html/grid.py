"""The cells of an HTML table, those that span rows and columns where each of them reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rag.readers.html.tree import Steps
from rag.readers.html.visible import UNREAD, Visibility, is_note_mark

_WIDEST = 100  # rows or columns that a cell may span
_LAYOUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre")  # not in a cell of data

Below = dict[int, tuple[int, str]]  # by column: rows that a cell above still spans, and its text


def named(element: Any) -> bool | None:
    """Whether the first row of a table is marked as that of its headers; ``None`` if unknown."""
    if element.find("thead") is not None:
        return True
    first = next(element.iter("tr"), None)
    cells = [] if first is None else [cell.tag for cell in first.iterchildren("th", "td")]
    return True if cells and set(cells) == {"th"} else None


def grid(element: Any, sight: Visibility) -> list[list[str]] | None:
    """The rows of a table that are seen; ``None`` where it only lays out a page."""
    if next(element.iterdescendants(*_LAYOUT), None) is not None:
        return None
    below: Below = {}
    return [
        _row([cell for cell in row.iterchildren("td", "th") if not sight.hides(cell)], below, sight)
        for row in element.iter("tr")
        if not sight.hides(row)
    ]


def _row(cells: Sequence[Any], below: Below, sight: Visibility) -> list[str]:
    row: list[str] = []
    waiting = list(cells)
    while waiting or len(row) in below:
        column = len(row)
        if column in below:
            left, text = below.pop(column)
            if left > 1:
                below[column] = (left - 1, text)
            row.append(text)
            continue
        cell = waiting.pop(0)
        text, deep = cell_text(cell, sight), _span(cell, "rowspan")
        for at in range(column, column + _span(cell, "colspan")):
            row.append(text if at == column else "")
            if deep > 1:
                below[at] = (deep - 1, row[-1])
    return row


def _span(cell: Any, name: str) -> int:
    told = cell.get(name, "1").strip()
    return min(max(int(told), 1), _WIDEST) if told.isdecimal() and len(told) < 6 else 1


def cell_text(cell: Any, sight: Visibility) -> str:
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
            or (element is not cell and sight.hides(element))
        ):
            steps.skip()
        else:
            parts.append(element.text or "")
    return "".join(parts)
