"""The gutter between two columns of prose: the tallest strip that no piece crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from rag.readers.pdf.pieces import EDGE, Piece, rows

_GUTTER = 0.8  # of the font size: the minimum width of a gutter
_FEWEST = 3  # the fewest pieces of a column
_LETTERHEAD = 1.8  # of the font size: pieces further away are not in the column
_FIGURES = 0.4  # of the lines of a side: as many hold figures alone in a table
_FLOWING = 0.25  # of the lines of a side of prose: as many start in lower case
_BLANK_LINE = 3.0  # of the font size: a step over a blank line
_MOST = 3_000  # pieces of a text page; more are the labels of a map or a drawing
_WORDY = 0.7  # of the pieces: as many hold words in a text, not in a table of figures
_NOTE = 0.5  # of the letters of a text: a note beside it has fewer
_NARROW = 0.6  # of the width of a text: a note beside it is narrower
_SMALLER = 0.92  # of the font size of a text: a note beside it is smaller
_ROWS = 0.8  # of the lines: as many have several cells, at the same height, in a table


@dataclass(slots=True)
class Gutter:
    """The pieces on the two sides of a strip that no piece crosses, each from the top down.

    ``cut`` is true for columns of prose that are part of a longer run, whose rows face each other.
    """

    left: list[Piece]
    right: list[Piece]
    cut: bool = False

    @property
    def height(self) -> int:
        """The pieces of the shorter side."""
        return min(len(self.left), len(self.right))


def find_gutter(found: list[Piece]) -> Gutter | None:
    """The tallest gutter between two columns of prose, if there is one."""
    if not 2 * _FEWEST <= len(found) <= _MOST:
        return None
    best: Gutter | None = None
    for run, edge in strips(found, _FEWEST, 5):
        best = _taller(run, edge, best)
    return best and _widened(found, best)


def _taller(run: list[Piece], edge: float, best: Gutter | None) -> Gutter | None:
    """The gutter of a run if it parts prose and is taller than the best so far, else that."""
    gutter = _trimmed(run, edge)
    if gutter.height < _FEWEST or (best and gutter.height <= best.height):
        return best
    if not beside_each_other(gutter) or _is_table(gutter) or _are_figures(gutter):
        return best
    return gutter if _prose(gutter.left) and _prose(gutter.right) else best


def _widened(found: list[Piece], best: Gutter) -> Gutter:
    """The gutter with the lines over and under it that start in its white space, if they fit.

    Centred lines start at edges of their own, the widest of them before the edge that others share.
    """
    width = _GUTTER * median(piece.size for piece in found)
    start = max(piece.right for piece in best.left) + width
    edge = min(piece.left for piece in best.right)
    between = [piece.left for piece in found if start <= piece.left < edge - 1]
    if not between:
        return best
    ordered = sorted(found, key=lambda piece: piece.baseline)
    wider = best
    for run in _uncrossed(ordered, min(between), width):
        taller = _taller(run, min(between), wider)
        if taller is not None and _gains_words(taller, best):
            wider = taller
        whole = sides(run, min(between))
        inside = whole.height > best.height and whole.right[-1] is best.right[-1]
        best.cut |= inside and _is_table(whole)
    return wider


def _gains_words(taller: Gutter, best: Gutter) -> bool:
    """Whether what a gutter has over another is words, not the figures of a table."""
    own = {id(piece) for piece in (*best.left, *best.right)}
    return has_words([p for p in (*taller.left, *taller.right) if id(p) not in own], _WORDY)


def strips(found: list[Piece], fewest: int, indent: float) -> Iterator[tuple[list[Piece], float]]:
    """The runs of pieces, top down, that a strip divides, with the x where its right side starts.

    At least ``fewest`` pieces start at that x, and it is ``indent`` font sizes from the left.
    """
    ordered = sorted(found, key=lambda piece: piece.baseline)
    size = median(piece.size for piece in found)
    for edge in _edges(found, size * indent, fewest):
        for run in _uncrossed(ordered, edge, _GUTTER * size):
            if len(run) >= 2 * fewest:
                yield run, edge


def _edges(found: list[Piece], indent: float, fewest: int) -> list[float]:
    """The left edges that several pieces share, without those of the leftmost column."""
    lefts = sorted(piece.left for piece in found)
    edges: list[float] = []
    start = 0
    for at in range(1, len(lefts) + 1):
        if at == len(lefts) or lefts[at] - lefts[at - 1] > EDGE:
            if at - start >= fewest and lefts[start] > lefts[0] + indent:
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
    return runs


def sides(run: list[Piece], edge: float) -> Gutter:
    """The two sides of a run."""
    return Gutter(
        [piece for piece in run if piece.left < edge - 1],
        [piece for piece in run if piece.left >= edge - 1],
    )


def note_beside(gutter: Gutter) -> list[Piece]:
    """The side that is a note in smaller letters beside a longer text in wider lines, or empty."""
    both = (gutter.left, gutter.right)
    for note, text in (both, both[::-1]):
        short = sum(map(letters, note)) < _NOTE * sum(map(letters, text))
        narrow = _width(note) < _NARROW * _width(text)
        small = _SMALLER * median(piece.size for piece in text)
        smaller = max(piece.size for piece in note) < small
        if short and narrow and smaller and has_words(text, _WORDY):
            return note
    return []


def under_note(note: Sequence[Piece], text: Sequence[Piece], below: Sequence[Piece]) -> list[Piece]:
    """The pieces of those below that are in the width of a note beside a text, and not larger."""
    left, right = min(p.left for p in note) - EDGE, max(p.right for p in note) + EDGE
    start, end = min(p.left for p in text), max(p.right for p in text)
    left, right = (end, right) if left > start else (left, start)
    size = max(piece.size for piece in note)
    return [p for p in below if left < p.left and p.right < right and p.size <= size]


def _width(side: Sequence[Piece]) -> float:
    return max(piece.right for piece in side) - min(piece.left for piece in side)


def _trimmed(run: list[Piece], edge: float) -> Gutter:
    """The two sides of a run, without isolated pieces far above or below the columns."""
    found = sides(run, edge)
    if found.height:
        for side, other in ((found.left, found.right), (found.right, found.left)):
            _trim(side, other[0].baseline, other[-1].baseline)
    return found


def _trim(side: list[Piece], top: float, bottom: float) -> None:
    """Removes from a side the pieces beyond the other side's ends, after a wide gap."""
    for at in range(len(side) - 1, 0, -1):
        if side[at - 1].baseline < top - 1 and _apart(side[at - 1 : at], side[at]):
            del side[:at]
            break
    usual = median(piece.size for piece in side)
    for at in range(1, len(side)):
        slack = side[at].size if side[at].size < _SMALLER * usual else 1.0  # notes of columns
        if side[at].baseline > bottom + slack and _apart(side[:at], side[at]):
            del side[at:]
            break


def _apart(above: Sequence[Piece], below: Piece) -> bool:
    """Whether more than a blank line parts a piece from those above it, less in a new style."""
    gap = (below.baseline - above[-1].baseline) / below.size
    return gap > (_BLANK_LINE if any(_alike(piece, below) for piece in above) else _LETTERHEAD)


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces have the same size, weight and left edge."""
    same = abs(one.size - other.size) < 0.5 and one.bold == other.bold
    return same and abs(one.left - other.left) < EDGE


def beside_each_other(gutter: Gutter) -> bool:
    """Whether the two sides share half the height of the shorter."""
    tops = [side[0].baseline - side[0].size for side in (gutter.left, gutter.right)]
    ends = [side[-1].baseline for side in (gutter.left, gutter.right)]
    shared = min(ends) - max(tops)
    return shared >= 0.5 * min(end - top for top, end in zip(tops, ends, strict=True))


def _is_table(gutter: Gutter) -> bool:
    """Whether a side is rows of cells that continue on the other side, row by row.

    Lines of prose on one side are not aligned with rows on the other, except for a few.
    """
    left, right = rows(gutter.left), rows(gutter.right)
    heights = [row[0].baseline for row in right]
    facing = sum(any(abs(row[0].baseline - y) < EDGE for y in heights) for row in left)
    several = sum(len(row) > 1 for row in left)
    return several >= _ROWS * len(left) and facing >= _ROWS * len(left)


def _are_figures(gutter: Gutter) -> bool:
    """Whether one of the sides is the figures of a table, and the other its labels, not prose."""
    both = (rows(gutter.left), rows(gutter.right))
    figures = [sum(not has_words(row, 0.0) for row in side) / len(side) for side in both]
    return max(figures) > _FIGURES and not any(map(_flows, both))


def _flows(side: Sequence[Sequence[Piece]]) -> bool:
    """Whether many lines of a side start inside a sentence."""
    return sum(row[0].text[0].islower() for row in side) > _FLOWING * len(side)


def has_words(side: Sequence[Piece], share: float = 0.6) -> bool:
    """Whether more than that share of the pieces of a side are more than a figure or a sign."""
    return sum(map(_is_wordy, side)) > share * len(side)


def _is_wordy(piece: Piece) -> bool:
    """Whether a piece is more than a figure with its unit."""
    count = letters(piece)
    return count > 2 or (count > 1 and not any(map(str.isdigit, piece.text)))


def letters(piece: Piece) -> int:
    """The letters of a piece."""
    return sum(map(str.isalpha, piece.text))


def _prose(side: list[Piece]) -> bool:
    """Whether the lines of a side are long and full enough to be text, not table cells."""
    left, right = min(p.left for p in side), max(p.right for p in side)
    lines = rows(side)
    lengths = median(sum(len(p.text) for p in row) for row in lines)
    full = median((row[-1].right - left) / max(right - left, 1.0) for row in lines)
    return (lengths >= 15 and full >= 0.7) or (lengths >= 30 and full >= 0.5)
