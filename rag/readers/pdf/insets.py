"""Boxes and captions that stand inside a column, in the middle of a sentence.

They are read after the columns of their page, so that the sentence is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.readers.pdf.columns import TextColumn
from rag.readers.pdf.pieces import MARKER, Piece
from rag.readers.pdf.words import Edges

_FEWEST = 3  # words of a line of running text
_MOST = 15  # lines of an inset
_MOST_FRAMES = 200  # of a page on which insets are looked for by their frames
_APART = 1.5  # of the font size: the white space over and under an inset without a frame
_OTHER_SIZE = 1.08  # of the font size of the text, or its inverse: that of a caption or a box
_SLACK = 2.0  # points by which text may stand out of its frame
_ROOM = 0.7  # of the font size: a line that ends nearer to the edge than the next word is full
_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")


def insets_last(columns: Sequence[TextColumn], frames: Sequence[Edges]) -> list[TextColumn]:
    """The columns of a page, those with an inset in parts, and the insets after them.

    ``frames`` are the boxes drawn around text, in the frame of upright text.
    """
    if len(frames) > _MOST_FRAMES:
        frames = ()
    texts: list[TextColumn] = []
    insets: list[TextColumn] = []
    for column in columns:
        left = column
        while (found := _find_inset(left, () if left.turn else frames)) is not None:
            start, end = found
            texts.append(replace(left, lines=left.lines[:start]))
            insets.append(replace(left, lines=left.lines[start:end], flows=False))
            left = replace(left, lines=left.lines[end:])
        texts.append(left)
    return texts + insets


def _find_inset(column: TextColumn, frames: Sequence[Edges]) -> tuple[int, int] | None:
    """The first lines of a column that part a sentence, end excluded."""
    lines = column.lines
    for start in range(1, len(lines) - 1):
        above = lines[start - 1]
        if len(above.words) < _FEWEST or "\t" in above.gaps or above.mono:
            continue
        if _ENDED.search(above.words[-1].text):
            continue
        if _alike(above, lines[start]) and not _frames_of(lines[start], frames):
            continue
        for end in range(start + 1, min(start + _MOST, len(lines) - 1) + 1):
            if not _goes_on(above, lines[end], column.right):
                continue
            if _is_inset(above, lines[start:end], lines[end], frames):
                return start, end
            break
    return None


def _goes_on(above: Piece, below: Piece, right: float) -> bool:
    """Whether a sentence goes on from a full line to another."""
    first = below.words[0]
    if not (first.text[0].islower() and _alike(above, below)) or "\t" in below.gaps:
        return False
    room = right - above.right
    return not MARKER.match(first.text) and room < first.right - first.left + _ROOM * above.size


def _alike(one: Piece, other: Piece) -> bool:
    sizes = one.size < _OTHER_SIZE * other.size and other.size < _OTHER_SIZE * one.size
    return sizes and one.bold == other.bold and one.mono == other.mono


def _is_inset(above: Piece, inside: Sequence[Piece], below: Piece, frames: Sequence[Edges]) -> bool:
    """Whether lines are in a frame of their own, or apart and in another style."""
    own = set.intersection(*(_frames_of(line, frames) for line in inside))
    if own - _frames_of(above, frames) - _frames_of(below, frames):
        return True
    over, under = inside[0].baseline - above.baseline, below.baseline - inside[-1].baseline
    apart = over > _APART * inside[0].size and under > _APART * below.size
    return apart and not any(_alike(above, line) for line in inside)


def _frames_of(line: Piece, frames: Sequence[Edges]) -> set[Edges]:
    """The frames around a line."""
    return {
        frame
        for frame in frames
        if frame[0] - _SLACK <= line.left
        and line.right <= frame[2] + _SLACK
        and frame[1] - _SLACK <= line.baseline <= frame[3] + _SLACK
    }
