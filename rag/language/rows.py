"""Rows of tables as they are read: each cell after the head of its column, with the unit in it.

A page holds a row in the words of the document: "Meal | 16 | 19". What it says is in its column
heads too, "Expense | Rate 2021 (€) | Rate 2024 (€)", which are headings of the passage. A row is
read, searched and compared as "Expense: Meal | Rate 2021: 16 € | Rate 2024: 19 €", and is quoted
as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, takewhile

from rag.language.documents.column_units import unit_in_head

SEPARATOR = " | "
_BAR = re.compile(r"(?:^| )\|(?= |$)|\t")
_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"[-+−–~≈<>]?\d[\d\s.,'’]*")
_END = re.compile(r"\s*[.?!…]+(?=\s|$)")  # a head does not end the sentence that a row is
_LONGEST = 200  # characters of the heads over one column


@dataclass(frozen=True, slots=True)
class RowsAsRead:
    """A text with the heads of its cells in it, and where they were put.

    ``places`` are the offsets of what was put in, in order, and ``added`` how many characters were
    put in up to each.
    """

    text: str
    places: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def original(self, offset: int) -> int:
        """The offset in the original text; inside what was put in, that of its place."""
        at = bisect_right(self.places, offset)
        if not at:
            return offset
        before = self.added[at - 1] - self.lengths[at - 1]
        inside = min(offset - self.places[at - 1], self.lengths[at - 1])
        return offset - before - inside


@lru_cache(maxsize=4_096)
def rows_as_read(text: str, headings: tuple[str, ...]) -> RowsAsRead:
    """A text under some headings, each cell of a row after the head of its column.

    Lines that are no rows, and all lines under headings without column heads, stay as they are.
    """
    names = _column_names(headings)
    if not names:
        return RowsAsRead(text)
    parts: list[str] = []
    places: list[int] = []
    lengths: list[int] = []
    end, length = 0, 0
    for place, words in _additions(text, names):
        parts += (text[end:place], words)
        length += place - end
        places.append(length)
        lengths.append(len(words))
        length += len(words)
        end = place
    whole = "".join((*parts, text[end:]))
    return RowsAsRead(whole, tuple(places), tuple(accumulate(lengths)), tuple(lengths))


def cells(line: str) -> list[tuple[int, int]]:
    """The offsets of the cells of a row, without blanks; a single one for a line that is no row."""
    found: list[tuple[int, int]] = []
    start = 0
    for bar in (*_BAR.finditer(line), None):
        end = len(line) if bar is None else bar.start()
        words = line[start:end]
        left = start + len(words) - len(words.lstrip())
        found.append((left, max(left, start + len(words.rstrip()))))
        start = end if bar is None else bar.end()
    return found


def are_heads(line: str, title: str) -> bool:
    """Whether a line holds the column heads of a title, and not a row under them.

    A table that goes on from another page has its heads there.
    """
    return all(line[slice(*span)] in title for span in cells(line))


def _column_names(headings: Sequence[str]) -> list[str]:
    """The heads over each column, in the last headings; empty if these name no columns."""
    last = [*takewhile(lambda title: _BAR.search(title) is not None, reversed(headings))]
    rows = [[title[slice(*span)] for span in cells(title)] for title in reversed(last)]
    width = max(map(len, rows), default=0)
    return [_name(rows, column)[:_LONGEST] for column in range(width)]


def _name(rows: Sequence[Sequence[str]], column: int) -> str:
    """The heads over a column, each once; one over several columns stands over the first."""
    found: list[str] = []
    for at, row in enumerate(rows):
        name = row[column] if column < len(row) else ""
        below = any(column < len(lower) and lower[column] for lower in rows[at + 1 :])
        if not name and below:
            name = next((each for each in reversed(row[:column]) if each), "")
        if name and name not in found:
            found.append(name)
    return _END.sub("", " ".join(found)).rstrip(" :\xa0\u202f")


def _additions(text: str, names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What to put in before and after the cells of a text, in order."""
    for line in _LINE.finditer(text):
        row = line[0]
        spans = cells(row)
        columns = _columns(row, len(spans), names)
        if columns and not _are_heads([row[slice(*span)] for span in spans], names):
            for (start, end), name in zip(spans, columns, strict=True):
                yield from _around(line.start(), start, end, row[start:end], name)


def _around(offset: int, start: int, end: int, cell: str, name: str) -> Iterator[tuple[int, str]]:
    if not cell or not name or name == cell:
        return
    yield offset + start, f"{name}: "
    unit = unit_in_head(name) if _NUMBER.fullmatch(cell) else ""
    if unit:
        yield offset + end, f" {unit}"


def _columns(row: str, count: int, names: Sequence[str]) -> Sequence[str]:
    """The name of the column of each cell; empty if unknown.

    Cells that are parted by tabs leave out the blank ones; the column of row names often has no
    head.
    """
    if count < 2:
        return ()
    if "\t" not in row:
        return [*names[:count], *[""] * (count - len(names))]
    if count == len(names):
        return names
    return ["", *names] if count == len(names) + 1 else ()


def _are_heads(found: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the cells of a row are column heads: each begins or ends the name of its column."""
    pairs = zip(found, names, strict=False)
    return all(name.startswith(cell) or name.endswith(cell) for cell, name in pairs)
