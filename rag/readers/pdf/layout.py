"""The order in which a person reads the words of a page: pieces, columns, lines.

A piece is a run of words that follow one another on one line, in the file as on the page. The
order of the pieces in the file is not trusted: columns are found by the gutter between them,
a strip that no piece crosses, as tall as can be (after Breuel 2002, "Two geometric algorithms
for layout analysis"). What stands above a gutter is read first, then the left column, then the
right one, then what stands below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.readers.pdf.words import SKEWED, Word

# In sizes of the font, unless said otherwise.
_APART = 1.0  # a wider gap ends a piece
_CELL = 1.6  # a wider gap between pieces of one line is that of a table
_GUTTER = 0.8  # the least width of a gutter
_SAME_LINE = 0.3  # two baselines nearer than this are one line
_RAISED = 0.55  # the same for a smaller font: superscripts and subscripts
_FEWEST = 3  # pieces that a column has at least
_LEADERS, _FEWEST_DOTS = ".…·_", 4
_EDGE = 2.5  # points that the left edges of a column may differ
_LETTERHEAD = 1.8  # a block further away than this, alone on its side, is not in the column
# A marker of a list or a number of a section: it belongs to the text after it at any gap.
MARKER = re.compile(
    r"(?:[•▪▫●○◦■□➢➤❖✓✔–—‣⁃·*\-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,5})[.)°]|\d{1,2}(?:\.\d{1,2})+\.?"
    r"|\[\d{1,3}\])$"
)


@dataclass(slots=True)
class Piece:
    """Words that follow one another on a line; also a whole line, once columns are known.

    ``gaps[i]`` is the text between words i and i + 1: a blank, a tab between the cells of a
    table, or nothing.
    """

    words: list[Word]
    gaps: list[str]
    left: float
    right: float
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """Its words with what stands between them."""
        parts = [self.words[0].text]
        for gap, word in zip(self.gaps, self.words[1:], strict=True):
            parts += (gap, word.text)
        return "".join(parts)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)

    @property
    def mono(self) -> bool:
        """Whether every word is in a font whose letters have one width, as code is."""
        return all(word.mono for word in self.words)


@dataclass(slots=True)
class Block:
    """The lines of one column, from its top down; ``turn`` is that of their frame."""

    lines: list[Piece]
    left: float
    right: float
    turn: int


def pieces(words: Iterable[Word]) -> list[Piece]:
    """The pieces of a page, from its words in the order of the file."""
    found: list[Piece] = []
    piece: Piece | None = None
    for word in words:
        if piece is not None and _follows(piece, word):
            _append(piece, word)
        else:
            piece = Piece([word], [], word.left, word.right, word.baseline, word.size)
            found.append(piece)
    return found


def _follows(piece: Piece, word: Word) -> bool:
    size = piece.size if piece.size > word.size else word.size
    if not -0.5 * size <= word.left - piece.words[-1].right <= _APART * size:
        return False
    return _same_line(piece.baseline - word.baseline, piece.size, word.size)


def _same_line(step: float, one: float, other: float) -> bool:
    """Whether two font sizes whose baselines are a step apart stand on one line."""
    small, large = (one, other) if one < other else (other, one)
    return abs(step) <= (_SAME_LINE if small > 0.85 * large else _RAISED) * large


def _append(piece: Piece, word: Word) -> None:
    touching = word.left - piece.words[-1].right < 0.1 * word.size
    piece.gaps.append(word.space if word.space or touching else " ")
    piece.words.append(word)
    if word.right > piece.right:
        piece.right = word.right
    if word.size > piece.size * 1.15:
        piece.size, piece.baseline = word.size, word.baseline


def rows(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by line of the page, from the top down, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda piece: piece.baseline):
        home = next((row for row in lines[-3:][::-1] if _beside(row, piece)), None)
        if home is None:
            lines.append([piece])
        else:
            home.append(piece)
    for row in lines:
        row.sort(key=lambda piece: piece.left)
    return lines


def _beside(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece stands on the line of a row, beside its pieces."""
    anchor = row[0] if len(row) == 1 else max(row, key=lambda other: other.size)
    if not _same_line(piece.baseline - anchor.baseline, anchor.size, piece.size):
        return False
    slack = 0.3 * min(anchor.size, piece.size)
    return all(piece.left > p.right - slack or piece.right < p.left + slack for p in row)


def blocks(found: Sequence[Piece], turn: int) -> list[Block]:
    """The columns of a page in reading order, from its pieces in one frame."""
    if turn == SKEWED:
        return [_block([[piece] for piece in found], turn)] if found else []
    return [_block(rows(column), turn) for column in _ordered(list(found), 0)]


def _block(lines: list[list[Piece]], turn: int) -> Block:
    columns = [{round(piece.left / _EDGE) for piece in row[1:]} for row in lines]
    around = zip([set[int](), *columns], [*columns[1:], set[int]()], strict=False)
    joined = [_line(row, above | below) for row, (above, below) in zip(lines, around, strict=False)]
    left = min(line.left for line in joined)
    return Block(joined, left, max(line.right for line in joined), turn)


def _line(row: list[Piece], columns: set[int]) -> Piece:
    """The pieces of a row as one line; ``columns`` are edges of pieces in the rows beside it."""
    anchor = max(row, key=lambda piece: (piece.size, len(piece.words)))
    words, gaps = list(row[0].words), list(row[0].gaps)
    for piece in row[1:]:
        gaps.append(_between(words, piece, round(piece.left / _EDGE) in columns))
        words += piece.words
        gaps += piece.gaps
    words, gaps = _without_leaders(words, gaps)
    right = max(piece.right for piece in row)
    return Piece(words, gaps, row[0].left, right, anchor.baseline, anchor.size)


def _without_leaders(words: list[Word], gaps: list[str]) -> tuple[list[Word], list[str]]:
    """A line without the row of dots that leads from a title to its page: a tab instead."""
    dots = [at for at, word in enumerate(words) if word.text[0] in _LEADERS]
    dots = [at for at in dots if not words[at].text.strip(_LEADERS)]
    if len(dots) == len(words) or sum(len(words[at].text) for at in dots) < _FEWEST_DOTS:
        return words, gaps
    kept = [at for at in range(len(words)) if at not in set(dots)]
    between = [gaps[one] if other == one + 1 else "\t" for one, other in pairwise(kept)]
    return [words[at] for at in kept], between


def _between(before: list[Word], piece: Piece, aligned: bool) -> str:
    last, first = before[-1], piece.words[0]
    gap, size = first.left - last.right, max(last.size, first.size)
    if gap < 0.1 * size:
        return first.space if first.space.strip(" ") else ""
    if gap <= (_APART if aligned else _CELL) * size or (
        len(before) == 1 and MARKER.match(last.text)
    ):
        return " "
    return "\t"


def _ordered(found: list[Piece], depth: int) -> list[list[Piece]]:
    """Columns of pieces in reading order."""
    if not found:
        return []
    gutter = _gutter(found) if len(found) >= 2 * _FEWEST and depth < 12 else None
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
    """The pieces on the two sides of a strip that none crosses."""

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
            if _beside_each_other(gutter) and _prose(gutter.left) and _prose(gutter.right):
                best = gutter
    return best


def _edges(found: list[Piece], size: float) -> list[float]:
    """The left edges that several pieces share, but for those of the leftmost column."""
    lefts = sorted(piece.left for piece in found)
    edges: list[float] = []
    start = 0
    for at in range(1, len(lefts) + 1):
        if at == len(lefts) or lefts[at] - lefts[at - 1] > _EDGE:
            if at - start >= _FEWEST and lefts[start] > lefts[0] + 5 * size:
                edges.append(lefts[start])
            start = at
    return edges


def _uncrossed(ordered: list[Piece], edge: float, width: float) -> list[list[Piece]]:
    """The runs of pieces, top down, that no piece crossing the strip before an edge parts."""
    runs: list[list[Piece]] = [[]]
    for piece in ordered:
        if piece.left < edge - 1 and piece.right > edge - width:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [run for run in runs if len(run) >= 2 * _FEWEST]


def _trimmed(run: list[Piece], edge: float) -> _Gutter:
    """The two sides of a run, without what stands alone far above or below the columns."""
    sides = _Gutter(
        [piece for piece in run if piece.left < edge - 1],
        [piece for piece in run if piece.left >= edge - 1],
    )
    if sides.height:
        for side, other in ((sides.left, sides.right), (sides.right, sides.left)):
            _trim(side, other[0].baseline, other[-1].baseline)
    return sides


def _trim(side: list[Piece], top: float, bottom: float) -> None:
    """Takes from a side the pieces above or below the other, where a wide gap parts them."""
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


def _prose(side: list[Piece]) -> bool:
    """Whether the lines of a side are long and full enough to be text, not cells of a table."""
    left, right = min(p.left for p in side), max(p.right for p in side)
    lines = rows(side)
    lengths = median(sum(len(p.text) for p in row) for row in lines)
    full = median((row[-1].right - left) / max(right - left, 1.0) for row in lines)
    return (lengths >= 15 and full >= 0.7) or (lengths >= 30 and full >= 0.5)
