"""Blocks side by side that are no columns of prose: boxes, cards, labels, cells of sentences.

Rows of a table are read across, blocks one after the other. Lines at unequal heights are blocks;
so are lines at equal heights if the sentences go on from line to line on both sides. Where white
space runs across both sides, as between two rows of cards, each band is read by itself (the cuts
of Nagy and Seth 1984, "Hierarchical representation of optically scanned documents").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.readers.pdf.gutters import Gutter, beside_each_other, has_words, letters, sides, strips
from rag.readers.pdf.pieces import EDGE, MARKER, Piece
from rag.readers.pdf.words import Edges

_MOST = 600  # pieces of a page on which blocks are looked for
_CLOSE = 1.75  # of the font size: the largest step between two lines of a block
_SAME_HEIGHT = 0.3  # of the font size: baselines closer than this face each other
_FACING = 0.6  # of the lines of the shorter side: as many face lines on the other in a table
_BAND = 1.3  # of the step between lines: a larger one parts two bands
_FEWEST_BANDS = 3  # with fewer, a heading row and its blocks, each side is read as a whole
_LARGER = 1.08  # of the size of the lines under them: larger lines are headings
_ROOM = 0.5  # of the font size: lines that end so near the edge of their block are full
_WORDS = 0.7  # of the pieces of a block: as many hold words
_SHORTEST = 16  # letters of a block
_UNDER = 6.0  # font sizes under a header, in which the figures of a table start
_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")


@dataclass(frozen=True, slots=True)
class _Step:
    """Two pieces one above the other, a line apart, of the same font size."""

    above: Piece
    below: Piece
    height: float

    @property
    def open(self) -> bool:
        """Whether no sentence ends with the upper line."""
        return _ENDED.search(self.above.text) is None

    def full(self, width: float) -> bool:
        """Whether the first word of the lower line does not fit on the upper, of that width."""
        first = self.below.words[0]
        needed = self.above.right - self.above.left + first.right - first.left
        return needed > width - _ROOM * self.above.size

    def runs_on(self, width: float) -> bool:
        """Whether the lower line continues a sentence, in a block of that width.

        Single words in lower case one under the other are the cells of a column.
        """
        if len(self.above.words) < 2:
            return False
        first = self.below.words[0].text[0]
        inside = first.islower() or (first.isdigit() and letters(self.below) > 1)
        return self.open and inside and self.full(width)

    def starts(self, width: float) -> bool:
        """Whether the lower line is a new cell: a capital, though no sentence ended."""
        first = self.below.words[0].text[0]
        return self.open and first.isupper() and not self.full(width)


def find_block_gutter(found: list[Piece], frames: Sequence[Edges]) -> Gutter | None:
    """The gutter between blocks side by side that parts the most lines, if there is one.

    ``frames`` are the boxes drawn around text.
    """
    if not 4 <= len(found) <= _MOST:
        return None
    steps = list(_steps(found))
    if not frames and not any(step.runs_on(0.0) for step in steps):
        return None
    best: Gutter | None = None
    for run, edge in strips(found, 1, 3):
        gutter = sides(run, edge)
        if gutter.height < 2 or (best and gutter.height <= best.height):
            continue
        blocks = beside_each_other(gutter) and _are_blocks(gutter, steps, frames)
        if blocks and not _over_figures(gutter, found):
            best = gutter
    return best


def _steps(found: Iterable[Piece]) -> Iterable[_Step]:
    """For each piece, the step to the next line of its block, if there is one."""
    ordered = sorted(found, key=lambda piece: piece.baseline)
    for at, piece in enumerate(ordered):
        for other in ordered[at + 1 :]:
            height = other.baseline - piece.baseline
            if height > _CLOSE * piece.size:
                break
            if height > 0.7 * piece.size and other.left < piece.right and piece.left < other.right:
                if _same_style(piece, other):
                    yield _Step(piece, other, height)
                break


def _same_style(piece: Piece, other: Piece) -> bool:
    return abs(piece.size - other.size) < 0.5 and piece.mono == other.mono


def _are_blocks(gutter: Gutter, steps: Sequence[_Step], frames: Sequence[Edges]) -> bool:
    """Whether the two sides are blocks and not the cells of rows."""
    both = (gutter.left, gutter.right)
    own = [_inside(side, steps) for side in both]
    if _are_items(gutter.left) or not all(map(_is_text, both, own)):
        return False
    if _are_framed(gutter, frames):
        return True
    running = [_runs_on(*pair) for pair in zip(own, both, strict=True)]
    if all(running):
        return True
    if not any(running) or any(_starts_more(*pair) for pair in zip(own, both, strict=True)):
        return False
    return _have_headings(gutter) or (all(own) and not _face_each_other(gutter))


def _are_framed(gutter: Gutter, frames: Sequence[Edges]) -> bool:
    """Whether the two sides lie in boxes of their own, one of which holds several lines."""
    left, right = ([_frame_of(piece, frames) for piece in side]
                   for side in (gutter.left, gutter.right))  # fmt: skip
    counts = Counter(frame for frame in (*left, *right) if frame)
    if not counts or set(left) & set(right):
        return False
    return max(counts.values()) > 1 and all(sum(map(bool, side)) > len(side) / 2
                                            for side in (left, right))  # fmt: skip


def _frame_of(piece: Piece, frames: Iterable[Edges]) -> Edges | None:
    """The smallest box around a piece."""
    around = [
        frame for frame in frames
        if frame[0] - 1 <= piece.left and piece.right <= frame[2] + 1
        and frame[1] <= piece.baseline <= frame[3] + 1
    ]  # fmt: skip
    return min(around, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]), default=None)


def _is_text(side: Sequence[Piece], steps: Sequence[_Step]) -> bool:
    """Whether a side is words, and as many as a sentence has.

    A short line with a figure is words where a sentence goes on in it.
    """
    going_on = {id(step.below) for step in steps if step.runs_on(_width(step.above, side))}
    words = sum(id(piece) in going_on or has_words([piece]) for piece in side)
    return words > _WORDS * len(side) and sum(map(letters, side)) >= _SHORTEST


def _over_figures(gutter: Gutter, found: Iterable[Piece]) -> bool:
    """Whether figures stand under the two sides: these are then the header of a table."""
    bottom = max(piece.baseline for piece in (*gutter.left, *gutter.right))
    size = max(piece.size for piece in (*gutter.left, *gutter.right))
    under = [piece for piece in found if 0 < piece.baseline - bottom < _UNDER * size]
    return bool(under) and not has_words(under, 0.5)


def _inside(side: Iterable[Piece], steps: Iterable[_Step]) -> list[_Step]:
    """The steps between pieces of a side."""
    members = {id(piece) for piece in side}
    return [step for step in steps if {id(step.above), id(step.below)} <= members]


def _runs_on(steps: Sequence[_Step], side: Sequence[Piece]) -> bool:
    """Whether sentences go on from line to line, at least as often as new cells start."""
    return _running(steps, side) > 0 and not _starts_more(steps, side)


def _running(steps: Iterable[_Step], side: Sequence[Piece]) -> int:
    return sum(step.runs_on(_width(step.above, side)) for step in steps)


def _width(piece: Piece, side: Iterable[Piece]) -> float:
    """The width of the widest line above or below a piece, of its font size."""
    return max(
        other.right - other.left
        for other in side
        if other.left < piece.right and piece.left < other.right and _same_style(piece, other)
    )


def _starts_more(steps: Sequence[_Step], side: Sequence[Piece]) -> bool:
    """Whether lines start new cells more often than they continue sentences."""
    return sum(step.starts(_width(step.above, side)) for step in steps) > _running(steps, side)


def _have_headings(gutter: Gutter) -> bool:
    """Whether each side starts with a line larger than those under it."""
    return all(
        len(side) > 1 and side[0].size > _LARGER * max(piece.size for piece in side[1:])
        for side in (gutter.left, gutter.right)
    )


def _are_items(side: Sequence[Piece]) -> bool:
    """Whether a side holds only the markers or the numbers of list items."""
    return all(MARKER.match(piece.text) or not letters(piece) for piece in side)


def _face_each_other(gutter: Gutter) -> bool:
    """Whether the lines of the shorter side are at the heights of lines on the other."""
    short, long = sorted((gutter.left, gutter.right), key=len)
    heights = [piece.baseline for piece in long]
    top, bottom = min(heights) - EDGE, max(heights) + EDGE
    shared = [piece for piece in short if top <= piece.baseline <= bottom]
    facing = [
        any(abs(piece.baseline - y) <= max(EDGE, _SAME_HEIGHT * piece.size) for y in heights)
        for piece in shared
    ]
    return sum(facing) >= _FACING * len(facing)


def bands(gutter: Gutter, frames: Sequence[Edges]) -> list[Gutter]:
    """The gutter cut where white space runs across both sides; whole if there are few bands.

    The left side of a band that is a row of cells holds all its pieces.
    """
    ordered = sorted((*gutter.left, *gutter.right), key=lambda piece: piece.baseline)
    steps = sorted(step.height for side in (gutter.left, gutter.right) for step in _steps(side))
    if not steps:
        return [gutter]
    wide = _BAND * steps[len(steps) // 4]
    cuts = [
        (before.baseline + after.baseline) / 2
        for before, after in pairwise(ordered)
        if after.baseline - before.baseline > wide
    ]
    found = [
        _between(gutter, top, bottom)
        for top, bottom in pairwise([float("-inf"), *cuts, float("inf")])
    ]
    found = _under_their_headings(found)
    if len(found) < _FEWEST_BANDS and not _are_rows(found):
        return [gutter]
    return [band if _are_blocks(band, list(_steps((*band.left, *band.right))), frames) else
            Gutter([*band.left, *band.right], []) for band in found]  # fmt: skip


def _between(gutter: Gutter, top: float, bottom: float) -> Gutter:
    left, right = (
        [piece for piece in side if top < piece.baseline <= bottom]
        for side in (gutter.left, gutter.right)
    )
    return Gutter(left, right)


def _under_their_headings(found: Sequence[Gutter]) -> list[Gutter]:
    """The bands, those of headings alone joined with the next."""
    joined: list[Gutter] = []
    for band in found:
        if joined and _is_heading(joined[-1], band):
            joined[-1] = Gutter(joined[-1].left + band.left, joined[-1].right + band.right)
        else:
            joined.append(band)
    return joined


def _is_heading(band: Gutter, after: Gutter) -> bool:
    """Whether a band is a row of headings of the blocks under it, in larger letters."""
    if not all((band.left, band.right, after.left, after.right)):
        return False
    under = max(piece.size for piece in (*after.left, *after.right))
    row = (*band.left, *band.right)
    heights = [piece.baseline for piece in row]
    return max(heights) - min(heights) < EDGE and all(p.size > _LARGER * under for p in row)


def _are_rows(found: Sequence[Gutter]) -> bool:
    """Whether each of two bands or more has several lines on a side, as rows of cards have."""
    return len(found) > 1 and all(max(len(band.left), len(band.right)) > 1 for band in found)
