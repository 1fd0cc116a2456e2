"""The body of a Word file as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from rag.readers.content import Block
from rag.readers.docx.names import FALLBACK, W, is_on, number, value
from rag.readers.docx.numbering import Numbering
from rag.readers.docx.styles import CODE, CONTENTS, Styles
from rag.readers.lines import join_broken_lines
from rag.readers.whole_rows import table_as_it_is

_P, _TABLE, _RUN, _TEXT, _BOX = (W + name for name in ("p", "tbl", "r", "t", "txbxContent"))
_ROW, _CELL = W + "tr", W + "tc"
_CONTAINERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_SKIPPED = frozenset(
    (FALLBACK, *(W + n for n in ("del", "moveFrom", "instrText", "pPr", "txbxContent")))
)
_GLYPHS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DEEPEST = 30  # nested tables, text boxes and content controls
_MOST_IN_CELL = 3  # paragraphs: a table with more in a cell lays out the page
_SMALLEST = 4  # half points: smaller text counts as hidden


class BodyReader:
    """Reads one file; ``hidden`` collects its invisible text."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.hidden: list[str] = []
        self._styles = styles
        self._numbering = numbering
        self._in_list = False  # whether the paragraph before is in one

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """The blocks of an element, in order."""
        for child in parent if depth < _DEEPEST else ():
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            elif child.tag == _TABLE:
                self._in_list = False
                yield from self._table(child, depth)
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child, depth + 1)

    def notes(self, root: Any) -> Iterator[Block]:
        """The footnotes or endnotes of a part, numbered from 1."""
        found = (note for note in root if note.get(f"{W}type") is None)
        for at, note in enumerate(found, 1):
            text = " ".join(block.text for block in self.blocks(note))
            yield Block(f"{at}. {text}" if text.strip() else "", close=at > 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block]:
        text = self._text(paragraph).strip()
        position = self._styles.list_position(paragraph)
        if text and not self._styles.is_kind(paragraph, CONTENTS):
            if not self._styles.is_kind(paragraph, CODE):
                text = join_broken_lines(text)
            label = self._numbering.label(*position) if position else ""
            close = position is not None and self._in_list
            self._in_list = position is not None
            level = self._styles.level(paragraph)
            yield Block(f"{label} {text}" if label else text, level, close and not level)
        for box in paragraph.iter(_BOX):
            if not any(parent.tag in (FALLBACK, _BOX) for parent in box.iterancestors()):
                yield from self.blocks(box, depth + 1)

    def _text(self, paragraph: Any) -> str:
        """The text of a paragraph as shown: with insertions, without deletions and field codes."""
        parts: list[str] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag == _TEXT:
                parts.append(element.text or "")
            elif element.tag in _GLYPHS:
                parts.append(_GLYPHS[element.tag])
            elif element.tag == _RUN and _is_hidden(element, paragraph):
                self.hidden.append("".join(text.text or "" for text in element.iter(_TEXT)))
            elif element.tag not in _SKIPPED:
                waiting += reversed(element)
        return "".join(parts)

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        rows = [_cells(row, _CELL) for row in _cells(element, _ROW)]
        wide = max((len(row) for row in rows), default=0) > 1
        if not wide or any(self._is_layout(cell) for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        marks = (is_on(row, "trPr", "tblHeader") for row in _cells(element, _ROW))
        heads = sum(1 for _ in takewhile(bool, marks))
        yield from table_as_it_is(list(self._grid(rows)), heads or None)

    def _is_layout(self, cell: Any) -> bool:
        """Whether a cell holds a part of the page rather than a value."""
        filled = [p for p in cell.iter(_P) if any(text.text for text in p.iter(_TEXT))]
        nested = next(cell.iter(_TABLE), None) is not None
        return nested or len(filled) > _MOST_IN_CELL or any(map(self._styles.level, filled))

    def _grid(self, rows: list[list[Any]]) -> Iterator[list[str]]:
        """The texts of the cells, merged cells filled in: the text repeats down, not across."""
        above: list[str] = []
        for row in rows:
            texts: list[str] = []
            for cell in row:
                text = " ".join(self._text(p) for p in cell.iter(_P))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                    text = above[len(texts)] if len(texts) < len(above) else text
                span = number(value(cell, "tcPr", "gridSpan")) or 1
                texts += [text, *[""] * (min(span, 100) - 1)]
            yield texts
            above = texts


def _cells(parent: Any, tag: str) -> list[Any]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    found: list[Any] = []
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            found.append(element)
        elif element.tag in _CONTAINERS:
            waiting += reversed(element)
    return found


def _is_hidden(run: Any, paragraph: Any) -> bool:
    """Whether a run is marked as hidden, too small, or white on no background."""
    if is_on(run, "rPr", "vanish"):
        return True
    size = number(value(run, "rPr", "sz"))
    if size is not None and size < _SMALLEST:
        return True
    if (value(run, "rPr", "color") or "").upper() != "FFFFFF":
        return False
    paths = (run.find(f"{W}rPr/{W}shd"), paragraph.find(f"{W}pPr/{W}shd"))
    shaded = any(shade is not None for shade in paths)
    boxed = any(parent.tag in (_CELL, _BOX) for parent in run.iterancestors())
    return not (shaded or boxed or is_on(run, "rPr", "highlight"))
