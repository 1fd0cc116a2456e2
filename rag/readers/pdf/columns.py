"""The reading order of the pieces of a page: columns, and lines in them.

The order of the pieces in the file is not used. Columns are found by the gutter between them, the
tallest strip that no piece crosses (after Breuel 2002, "Two geometric algorithms for layout
analysis"); without one, blocks side by side are looked for. The text above a gutter is read first,
then the left side, then the right one, then the text below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.readers.pdf.blocks import bands, find_block_gutter
from rag.readers.pdf.floats import find_float
from rag.readers.pdf.gutters import Gutter, find_gutter, note_beside, under_note
from rag.readers.pdf.pieces import EDGE, Piece, join_row, rows
from rag.readers.pdf.words import SKEWED, Edges

_DEEPEST = 12  # nested gutters


@dataclass(slots=True)
class TextColumn:
    """The lines of one column from the top down; ``turn`` is that of their frame.

    ``flows`` is false for a block beside others: its text never continues in the next.
    """

    lines: list[Piece]
    left: float
    right: float
    turn: int
    flows: bool = True


def text_columns(
    found: Sequence[Piece], turn: int, frames: Sequence[Edges] = ()
) -> list[TextColumn]:
    """The columns of a page in reading order, given the pieces of one turn.

    ``frames`` are the boxes drawn around text, in the frame of that turn.
    """
    if turn == SKEWED:
        return [_column([[piece] for piece in found], turn)] if found else []
    quote = find_float(found)
    own = {id(piece) for piece in quote}
    ordered = _ordered([piece for piece in found if id(piece) not in own], 0, frames)
    ordered.sort(key=lambda group: group.beside)
    if quote:
        ordered.append(_Group(quote, flows=False))
    return [_column(rows(group.pieces), turn, flows=group.flows) for group in ordered]


@dataclass(frozen=True, slots=True)
class _Group:
    """The pieces of a column; ``flows`` as in ``TextColumn``.

    A note ``beside`` a text is read after the page: the text goes on under it or in a next column.
    """

    pieces: list[Piece]
    flows: bool
    beside: bool = False


def _column(lines: list[list[Piece]], turn: int, *, flows: bool = True) -> TextColumn:
    columns = [{round(piece.left / EDGE) for piece in row[1:]} for row in lines]
    beside = zip([set[int](), *columns], [*columns[1:], set[int]()], strict=False)
    joined = [
        join_row(row, above | below) for row, (above, below) in zip(lines, beside, strict=False)
    ]
    left = min(line.left for line in joined)
    return TextColumn(joined, left, max(line.right for line in joined), turn, flows)


def _ordered(
    found: list[Piece], depth: int, frames: Sequence[Edges], *, flows: bool = True
) -> list[_Group]:
    """Columns of pieces in reading order."""
    if not found:
        return []
    gutter = find_gutter(found) if depth < _DEEPEST else None
    block: Gutter | None = None
    if (gutter is None or gutter.cut) and depth < _DEEPEST:
        block = find_block_gutter(found, frames)
    if block and gutter and block.height > gutter.height:
        gutter = None
    gutters = [gutter] if gutter else bands(block, frames) if block else []
    if not gutters:
        return [_Group(found, flows)]
    sides = [side for gutter in gutters for side in (gutter.left, gutter.right)]
    inside = {id(piece) for side in sides for piece in side}
    rest = [piece for piece in found if id(piece) not in inside]
    top = min(piece.baseline for side in sides for piece in side)
    above = [piece for piece in rest if piece.baseline < top]
    below = [piece for piece in rest if piece.baseline >= top]
    note = note_beside(gutter) if gutter else []
    if note:
        (text,) = (side for side in sides if side is not note)
        more = under_note(note, text, below)
        own = {id(piece) for piece in more}
        text += [piece for piece in below if id(piece) not in own]
        sides, below, note = [text], [], [*note, *more]
    inner = flows and gutter is not None
    columns = [group for side in sides for group in _ordered(side, depth + 1, frames, flows=inner)]
    return [
        *_ordered(above, depth + 1, frames, flows=flows),
        *columns,
        *_ordered(below, depth + 1, frames, flows=flows),
        *([_Group(note, flows=False, beside=True)] if note else []),
    ]
