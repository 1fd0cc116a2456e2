"""Quotes marked in a page: in its own text by their offsets, in sanitised HTML by their words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import accumulate

from rag.records import Offsets, Page
from rag.web.html.markup import Html, join, tag, text
from rag.web.viewer.tables import TextTable, table_in

_GAPS = re.compile(r"\n\s*\n")
# A tag as a serialiser writes it: values stand between quotation marks.
_TAG = re.compile(r"(<[a-zA-Z/](?:\"[^\"]*\"|'[^']*'|[^'\">])*>)")
# Left out when words are compared: blanks, marks of list items, and characters nobody sees.
_UNSEEN = re.compile(r"[\s•\u00ad\u200b-\u200d\u2060\ufeff]+")
_ITEM_MARK = re.compile(r"(?:•|\(?\w{1,4}[.)])\s+")
_SHORTEST = 12  # characters of a line that is searched by itself


def marked_page(page: Page, spans: Sequence[Offsets], *, below: int = 1) -> Html:
    """The text of a page in paragraphs, headings and tables, with spans marked; the first mark is
    "v-mark".

    The headings are below one of level ``below``, and none is more than one level deeper than
    that before it.
    """
    levels = _levels(page, below)
    first = min((start for start, end in spans if start < end), default=-1)
    blocks = []
    for start, end in blocks_of(page.text):
        table = table_in(page, start, end)
        if table is not None:
            before = _paragraph(page.text, start, table.start, spans, first)
            after = _paragraph(page.text, table.end, end, spans, first)
            blocks += [before, render_table(page.text, table, spans, first), after]
            continue
        name = f"h{levels[start]}" if start in levels else "p"
        blocks.append(tag(name, _marked(page.text, start, end, spans, first)))
    return join(blocks)


def _paragraph(
    whole: str, start: int, end: int, spans: Sequence[Offsets], first: int
) -> Html | None:
    """The lines before or after a table; ``None`` if there are none."""
    if not whole[start:end].strip():
        return None
    return tag("p", _marked(whole, start, end, spans, first))


def render_table(whole: str, table: TextTable, spans: Sequence[Offsets], first: int) -> Html:
    """The rows of a table with spans marked; the mark that holds the offset ``first`` is "v-mark".

    A row of a single cell, such as a title of rows, spans all columns.
    """
    rows = []
    for number, row in enumerate(table.rows):
        shown = [_marked(whole, start, end, spans, first) for start, end in row]
        if number < table.heads:
            found = [tag("th", each, scope="col") if each else tag("td") for each in shown]
        else:
            wide = table.width if len(row) == 1 else None
            found = [tag("td", each, colspan=wide) for each in shown]
        rows.append(tag("tr", *found))
    heads, body = rows[: table.heads], rows[table.heads :]
    parts = (tag("thead", *heads) if heads else None, tag("tbody", *body) if body else None)
    return tag("table", *parts, class_="v-rows")


def _levels(page: Page, below: int) -> dict[int, int]:
    """The level of each heading of a page in HTML, by the offset where it starts."""
    headings = [heading for heading in page.headings if heading.end is None]
    top, before = min((each.level for each in headings), default=1), below
    found = {}
    for each in headings:
        before = found[each.start] = min(each.level - top + below + 1, before + 1, 6)
    return found


def blocks_of(whole: str) -> Iterator[Offsets]:
    """The paragraphs of a text, which empty lines separate."""
    start = 0
    for gap in _GAPS.finditer(whole):
        if start < gap.start():
            yield start, gap.start()
        start = gap.end()
    if start < len(whole):
        yield start, len(whole)


def _marked(whole: str, start: int, end: int, spans: Sequence[Offsets], first: int) -> Html:
    """A block of a text with the parts of spans that lie in it marked."""
    parts: list[object] = []
    at = start
    for left, right in sorted(spans):
        left, right = max(left, at), min(right, end)
        if left < right:
            mark = tag(
                "mark", whole[left:right], id="v-mark" if first in range(left, right) else None
            )
            parts += [whole[at:left], mark]
            at = right
    return join((*parts, whole[at:end]))


def marked_html(markup: str, quotes: Iterable[str]) -> tuple[Html, bool]:
    """Sanitised HTML with the words of quotes marked, and whether any were found.

    Only text is compared, without its blanks: a quote may run over bold words and line ends.
    What is not found as a whole is searched line by line, as items of a list are.
    """
    parts = _TAG.split(markup)  # text at even places, tags between
    words = [unescape(part) for part in parts[::2]]
    seen = [_UNSEEN.sub("", one) for one in words]
    letters, starts = "".join(seen), [0, *accumulate(map(len, seen))]
    spans = [span for quote in quotes for span in _find(letters, quote)]
    cuts: dict[int, Offsets] = {}
    for start, end in spans:
        for place in range(bisect_right(starts, start) - 1, bisect_left(starts, end)):
            cut = max(start - starts[place], 0), min(end, starts[place + 1]) - starts[place]
            cuts[place] = _joined(cuts.get(place), _with_unseen(words[place], cut))
    parts[::2] = [_cut(one, cuts.get(place)) for place, one in enumerate(words)]
    whole = "".join(parts)
    return Html(whole.replace("<mark>", '<mark id="v-mark">', 1)), bool(spans)


def _find(letters: str, quote: str) -> list[Offsets]:
    """Where a quote is among the characters that count: as a whole, or line by line in order."""
    whole = _UNSEEN.sub("", quote)
    if whole and (at := letters.find(whole)) >= 0:
        return [(at, at + len(whole))]
    found, after = [], 0
    for line in quote.splitlines():
        wanted = _UNSEEN.sub("", _ITEM_MARK.sub("", line, count=1))
        at = letters.find(wanted, after) if len(wanted) >= _SHORTEST else -1
        if at >= 0:
            after = at + len(wanted)
            found.append((at, after))
    return found


def _with_unseen(whole: str, cut: Offsets) -> Offsets:
    """The offsets in a text of a span that is counted without what is not compared."""
    seen = [at for at, letter in enumerate(whole) if not _UNSEEN.match(letter)][slice(*cut)]
    return (seen[0], seen[-1] + 1) if seen else (0, 0)


def _joined(one: Offsets | None, other: Offsets) -> Offsets:
    """Two spans of a text as one with what is between them."""
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))


def _cut(whole: str, span: Offsets | None) -> Html:
    """A text, escaped, with a span marked."""
    if span is None or span[0] == span[1]:
        return text(whole)
    start, end = span
    return join((whole[:start], tag("mark", whole[start:end]), whole[end:]))
