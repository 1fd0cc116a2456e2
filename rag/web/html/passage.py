"""The text of a page in the source panel: around a quotation that is marked, or from its start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.records import Offsets, Page
from rag.web.html.markup import Html, join, tag
from rag.web.state import SourcePlace
from rag.web.viewer.marks import blocks_of, render_table
from rag.web.viewer.tables import TextTable, table_in

_EMPTY_LINES = re.compile(r"(\n\s*\n)")
_MAX_PAGE_TEXT = 20_000  # characters; a document without pages is one page
_CONTEXT = 420  # characters of the page on each side of the quotation


def beginning_of(page: Page) -> Html:
    """The text of a page, or the start of a very long one."""
    end = min(len(page.text), _MAX_PAGE_TEXT)
    return join((_shown(page, (0, end), ()), " …" if end < len(page.text) else None))


def around_quotation(page: Page, quotation: SourcePlace) -> Html:
    """The text around a quotation, cut at words, with all its pieces marked."""
    whole = page.text
    spans = _within(quotation.spans, len(whole))
    start, end = spans[0][0], spans[-1][1]
    left, right = max(0, start - _CONTEXT), min(len(whole), end + _CONTEXT)
    cut_left, cut_right = left > 0, right < len(whole)
    while cut_left and left < start and not whole[left - 1].isspace():
        left += 1
    while cut_right and end < right and not whole[right].isspace():
        right -= 1
    while cut_left and left < start and whole[left].isspace():
        left += 1
    while cut_right and end < right and whole[right - 1].isspace():
        right -= 1
    shown = _shown(page, (left, right), spans)
    return join(("… " if cut_left else None, shown, " …" if cut_right else None))


def _shown(page: Page, window: Offsets, spans: Sequence[Offsets]) -> Html:
    """The part of a page in a window: its tables as tables, with spans marked."""
    first = min((start for start, end in spans if start < end), default=-1)
    parts: list[Html] = []
    (at, right), whole = window, page.text
    for table in _tables(page, window):
        parts += _marked(whole, at, max(at, table.start), spans, first)
        parts.append(render_table(whole, table, spans, first))
        at = table.end
    return join((*parts, *_marked(whole, at, right, spans, first)))


def _tables(page: Page, window: Offsets) -> Iterator[TextTable]:
    """The tables in a window, each with its heads and those of its rows that are in it, whole."""
    left, right = window
    for start, end in blocks_of(page.text):
        table = table_in(page, start, end) if start < right and left < end else None
        if table is None or not (table.start < right and left < table.end):
            continue
        heads, rows = table.rows[: table.heads], table.rows[table.heads :]
        rows = tuple(row for row in rows if row[0][0] < right and left < row[-1][1])
        if heads or rows:
            yield replace(table, rows=(*heads, *rows), end=min(table.end, right))


def _marked(
    whole: str, start: int, end: int, spans: Sequence[Offsets], first: int
) -> Iterator[Html]:
    """A part of a text with spans marked; the mark that begins at ``first`` is "v-mark"."""
    at = start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left < right:
            yield _paragraphs(whole[at:left])
            name = "v-mark" if left == first else None
            yield tag("mark", _paragraphs(whole[left:right]), id=name)
            at = right
    yield _paragraphs(whole[at:end])


def _within(spans: Sequence[Offsets], length: int) -> list[Offsets]:
    """The spans in order, cut to a text of a length and apart."""
    found: list[Offsets] = []
    for start, end in sorted(spans):
        left = max(found[-1][1] if found else 0, min(start, length))
        found.append((left, max(left, min(end, length))))
    return found


def _paragraphs(whole: str) -> Html:
    """A text with its empty lines shown as small gaps; copying it gives the text itself."""
    return join(
        tag("span", part, class_="v-gap") if part.isspace() else part
        for part in _EMPTY_LINES.split(whole)
        if part
    )
