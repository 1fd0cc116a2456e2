"""Text that columns make room for: a quote or a box over the gutter between them.

It is read after the columns, so that their sentences stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rag.readers.pdf.gutters import find_gutter
from rag.readers.pdf.pieces import Piece

_LARGER = 1.15  # of the usual font size: the letters of a quote
_PITCH = 1.8  # of the font size: the largest step between two lines of a quote
_BESIDE = 2  # lines of text on each side of a quote
_MOST = 600  # pieces of a page on which quotes are looked for


@dataclass(slots=True)
class _Float:
    """Lines in large letters one under the other, and their edges."""

    lines: list[Piece]

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].baseline - self.lines[0].size

    @property
    def bottom(self) -> float:
        return self.lines[-1].baseline


def find_float(found: Sequence[Piece]) -> list[Piece]:
    """The pieces of a quote over a gutter of the page; none if there is no such quote."""
    if not found or len(found) > _MOST:
        return []
    usual = median(piece.size for piece in found)
    large = [piece for piece in found if piece.size > _LARGER * usual]
    for quote in _floats(large):
        own = {id(line) for line in quote.lines}
        rest = [piece for piece in found if id(piece) not in own]
        if _makes_room(quote, rest) and _is_over_gutter(quote, rest):
            return quote.lines
    return []


def _floats(large: Sequence[Piece]) -> list[_Float]:
    floats: list[_Float] = []
    for piece in sorted(large, key=lambda piece: piece.baseline):
        last = floats[-1] if floats else None
        step = piece.baseline - last.bottom if last else 0.0
        if last and step < _PITCH * piece.size and last.left < piece.right and (
            piece.left < last.right
        ):  # fmt: skip
            last.lines.append(piece)
        else:
            floats.append(_Float([piece]))
    return floats


def _makes_room(quote: _Float, rest: Sequence[Piece]) -> bool:
    """Whether lines of text end before a quote on its left, and start after it on its right."""
    beside = [piece for piece in rest if quote.top < piece.baseline < quote.bottom]
    before = sum(piece.right < quote.left for piece in beside)
    after = sum(piece.left > quote.right for piece in beside)
    return min(before, after) >= _BESIDE and before + after == len(beside)


def _is_over_gutter(quote: _Float, rest: list[Piece]) -> bool:
    """Whether the rest of the page is columns, with their gutter under the quote."""
    gutter = find_gutter(rest)
    if gutter is None:
        return False
    start, end = max(p.right for p in gutter.left), min(p.left for p in gutter.right)
    return quote.left < end and start < quote.right
