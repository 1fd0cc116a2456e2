"""The reading order of the pieces of a page: columns, and lines in them.

The order of the pieces in the file is not used. Columns are found by the gutter between them, the
tallest strip that no piece crosses (after Breuel 2002, "Two geometric algorithms for layout
analysis"). The text above a gutter is read first, then the left column, then the right one,
then the text below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rag.readers.pdf.pieces import EDGE, Piece, join_row, rows
from rag.readers.pdf.words import SKEWED

_GUTTER = 0.8  # of the font size: the minimum width of a gutter
_FEWEST = 3  # the fewest pieces of a column
_LETTERHEAD = 1.8  # of the font size: pieces further away are not in the column
_MOST = 3_000  # pieces of a text page; more are the labels of a map or a drawing
_ROWS = 0.8  # of the lines: as many have several cells, at the same height, in a table
_DEEPEST = 12  # nested gutters


@dataclass(slots=True)
class TextColumn:
    """The lines of one column from the top down; ``turn`` is that of their frame."""

    lines: list[Piece]
    left: float
    right: float
    turn: int


def text_columns(found: Sequence[Piece], turn: int) -> list[TextColumn]:
    """The columns of a page in reading order, given the pieces of one turn."""
    if turn == SKEWED:
        return [_column([[piece] for piece in found], turn)] if found else []
    return [_column(rows(column), turn) for column in _ordered(list(found), 0)]


def _column(lines: list[list[Piece]], turn: int) -> TextColumn:
    columns = [{round(piece.left / EDGE) for piece in row[1:]} for row in lines]
    beside = zip([set[int](), *columns], [*columns[1:], set[int]()], strict=False)
    joined = [
        join_row(row, above | below) for row, (above, below) in zip(lines, beside, strict=False)
    ]
    left = min(line.left for line in joined)
    return TextColumn(joined, left, max(line.right for line in joined), turn)


def _ordered(found: list[Piece], depth: int) -> list[list[Piece]]:
    """Columns of pieces in reading order."""
    if not found:
        return []
    possible = 2 * _FEWEST <= len(found) <= _MOST and depth < _DEEPEST
    gutter = _gutter(found) if possible else None
    if gutter is None:
        return [found]
    inside = {id(piece) for piece in (*gutter.left, *gutter.right)}
    rest = [piece for piece in found if id(piece) not in inside]
    top = min(piece.baseline for piece in (*gutter.left, *gutter.right))
    parts = (
        [piece for piece in rest if piece.baseline < top],
        gutter.left,
        gutter.right,
        [piece for piece in rest if piece.baseline >= top],
    )
    return [column for part in parts for column in _ordered(part, depth + 1)]


@dataclass(slots=True)
class _Gutter:
    """The pieces on the two sides of a strip that no piece crosses."""

    left: list[Piece]
    right: list[Piece]

    @property
    def height(self) -> int:
        return min(len(self.left), len(self.right))


def _gutter(found: list[Piece]) -> _Gutter | None:
    """The tallest gutter between two columns of prose, if there is one."""
    ordered = sorted(found, key=lambda piece: piece.baseline)
    size = median(piece.size for piece in found)
    best: _Gutter | None = None
    for edge in _edges(found, size):
        for run in _uncrossed(ordered, edge, _GUTTER * size):
            gutter = _trimmed(run, edge)
            if gutter.height < _FEWEST or (best and gutter.height <= best.height):
                continue
            if not _beside_each_other(gutter) or _is_table(gutter):
                continue
            if _prose(gutter.left) and _prose(gutter.right):
                best = gutter
    return best


def _edges(found: list[Piece], size: float) -> list[float]:
    """The left edges that several pieces share, without those of the leftmost column."""
    lefts = sorted(piece.left for piece in found)
    edges: list[float] = []
    start = 0
    for at in range(1, len(lefts) + 1):
        if at == len(lefts) or lefts[at] - lefts[at - 1] > EDGE:
            if at - start >= _FEWEST and lefts[start] > lefts[0] + 5 * size:
                edges.append(lefts[start])
            start = at
    return edges


def _uncrossed(ordered: list[Piece], edge: float, width: float) -> list[list[Piece]]:
    """The pieces, top down, in runs between those that cross the strip before an edge."""
    runs: list[list[Piece]] = [[]]
    for piece in ordered:
        if piece.left < edge - 1 and piece.right > edge - width:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [run for run in runs if len(run) >= 2 * _FEWEST]


def _trimmed(run: list[Piece], edge: float) -> _Gutter:
    """The two sides of a run, without isolated pieces far above or below the columns."""
    sides = _Gutter(
        [piece for piece in run if piece.left < edge - 1],
        [piece for piece in run if piece.left >= edge - 1],
    )
    if sides.height:
        for side, other in ((sides.left, sides.right), (sides.right, sides.left)):
            _trim(side, other[0].baseline, other[-1].baseline)
    return sides


def _trim(side: list[Piece], top: float, bottom: float) -> None:
    """Removes from a side the pieces beyond the other side's ends, after a wide gap."""
    for at in range(len(side) - 1, 0, -1):
        gap = side[at].baseline - side[at - 1].baseline
        if side[at - 1].baseline < top - 1 and gap > _LETTERHEAD * side[at].size:
            del side[:at]
            break
    for at in range(1, len(side)):
        gap = side[at].baseline - side[at - 1].baseline
        if side[at].baseline > bottom + 1 and gap > _LETTERHEAD * side[at].size:
            del side[at:]
            break


def _beside_each_other(gutter: _Gutter) -> bool:
    """Whether the two sides share half the height of the shorter."""
    tops = [side[0].baseline - side[0].size for side in (gutter.left, gutter.right)]
    ends = [side[-1].baseline for side in (gutter.left, gutter.right)]
    shared = min(ends) - max(tops)
    return shared >= 0.5 * min(end - top for top, end in zip(tops, ends, strict=True))


def _is_table(gutter: _Gutter) -> bool:
    """Whether the left side is rows of cells that continue on the right side, row by row.

    Lines of prose on the right are not aligned with rows on the left, except for a few.
    """
    left, right = rows(gutter.left), rows(gutter.right)
    heights = [row[0].baseline for row in right]
    facing = sum(any(abs(row[0].baseline - y) < EDGE for y in heights) for row in left)
    several = sum(len(row) > 1 for row in left)
    return several >= _ROWS * len(left) and facing >= _ROWS * len(left)


def _prose(side: list[Piece]) -> bool:
    """Whether the lines of a side are long and full enough to be text, not table cells."""
    left, right = min(p.left for p in side), max(p.right for p in side)
    lines = rows(side)
    lengths = median(sum(len(p.text) for p in row) for row in lines)
    full = median((row[-1].right - left) / max(right - left, 1.0) for row in lines)
    return (lengths >= 15 and full >= 0.7) or (lengths >= 30 and full >= 0.5)
