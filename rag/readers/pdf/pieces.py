"""Words of a page that follow each other, and the lines that they form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.readers.pdf.words import PageWord

# In font sizes, unless noted.
_APART = 1.0  # a wider gap ends a piece
_PROSE = 5  # letters before the gap, or fewer, can be a formula in letters of several sizes
_NEAR_SIZE = 0.16  # sizes that differ less can be those of one line of text
_CELL = 1.6  # a wider gap between pieces of one line separates table cells
_SAME_LINE = 0.3  # baselines closer than this are on one line
_RAISED = 0.55  # the same for a smaller font: superscripts and subscripts
_LEADERS, _FEWEST_DOTS = ".…·_", 4
_GLUED = re.compile(r"([.…·_]{5,})")
EDGE = 2.5  # points by which the left edges of a column may differ
# A list marker or section number: it belongs to the text after it, however wide the gap.
MARKER = re.compile(
    r"(?:[•▪▫●○◦■□➢➤❖✓✔–—‣⁃·*\-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,5})[.)°]|\d{1,2}(?:\.\d{1,2})+\.?"
    r"|\[\d{1,3}\])$"
)


@dataclass(slots=True)
class Piece:
    """Words that follow each other on a line; also a whole line, once columns are known.

    ``gaps[i]`` is the text between words i and i + 1: a blank, a tab between the cells of a
    table, or nothing.
    """

    words: list[PageWord]
    gaps: list[str]
    left: float
    right: float
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """Its words with the gaps between them."""
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
        """Whether every word is in a monospaced font, as code is."""
        return all(word.mono for word in self.words)


def pieces(words: Iterable[PageWord]) -> list[Piece]:
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


def _follows(piece: Piece, word: PageWord) -> bool:
    small, large = (piece, word) if piece.size < word.size else (word, piece)
    gap = word.left - piece.words[-1].right
    if not -0.5 * large.size <= gap <= _APART * large.size:
        return False
    if gap > _APART * small.size and sum(map(str.isalpha, piece.text)) > _PROSE:
        return False  # a quote in large letters beside a line of text
    return _same_line(piece.baseline - word.baseline, piece.size, word.size)


def _same_line(step: float, one: float, other: float) -> bool:
    """Whether text of two font sizes is on one line, with baselines a step apart."""
    small, large = (one, other) if one < other else (other, one)
    return abs(step) <= (_SAME_LINE if small > 0.85 * large else _RAISED) * large


def _append(piece: Piece, word: PageWord) -> None:
    touching = word.left - piece.words[-1].right < 0.1 * word.size
    piece.gaps.append(word.space if word.space or touching else " ")
    piece.words.append(word)
    if word.right > piece.right:
        piece.right = word.right
    if word.size > piece.size * 1.15:
        piece.size, piece.baseline = word.size, word.baseline


def rows(found: Sequence[Piece]) -> list[list[Piece]]:
    """The lines of a page from the top down, each as its pieces from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda piece: piece.baseline):
        row_of_piece = next((row for row in lines[-3:][::-1] if _beside(row, piece)), None)
        if row_of_piece is None:
            lines.append([piece])
        else:
            row_of_piece.append(piece)
    for row in lines:
        row.sort(key=lambda piece: piece.left)
    return lines


def _beside(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece is on the line of a row and overlaps none of its pieces."""
    anchor = row[0] if len(row) == 1 else max(row, key=lambda other: other.size)
    if not _same_line(piece.baseline - anchor.baseline, anchor.size, piece.size):
        return False
    slack = 0.3 * min(anchor.size, piece.size)
    return all(piece.left > p.right - slack or piece.right < p.left + slack for p in row)


def join_row(row: list[Piece], columns: set[int]) -> Piece:
    """The pieces of a row as one line; ``columns`` are left edges in the rows above and below."""
    anchor = max(row, key=lambda piece: (piece.size, len(piece.words)))
    words, gaps = list(row[0].words), list(row[0].gaps)
    for piece in row[1:]:
        gaps.append(_between(words, piece, round(piece.left / EDGE) in columns))
        words += piece.words
        gaps += piece.gaps
    words, gaps = _without_leaders(words, gaps)
    right = max(piece.right for piece in row)
    return Piece(words, gaps, row[0].left, right, anchor.baseline, _line_size(words, anchor.size))


def _line_size(words: Sequence[PageWord], largest: float) -> float:
    """The font size of most letters of a line, of those close to the largest.

    The first word of a title can be in capitals or typewriter letters of a lower size.
    """
    if all(word.size == largest for word in words):
        return largest
    letters: dict[float, int] = {}
    for word in words:
        if abs(word.size - largest) < _NEAR_SIZE * largest:
            letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: letters[size], default=largest)


def _without_leaders(words: list[PageWord], gaps: list[str]) -> tuple[list[PageWord], list[str]]:
    """A line with a tab for the dot leaders between a title and its page number."""
    words, gaps = _with_leaders_apart(words, gaps)
    dots = [at for at, word in enumerate(words) if word.text[0] in _LEADERS]
    dots = [at for at in dots if not words[at].text.strip(_LEADERS)]
    if len(dots) == len(words) or sum(len(words[at].text) for at in dots) < _FEWEST_DOTS:
        return words, gaps
    kept = [at for at in range(len(words)) if at not in set(dots)]
    between = [gaps[one] if other == one + 1 else "\t" for one, other in pairwise(kept)]
    return [words[at] for at in kept], between


def _with_leaders_apart(words: list[PageWord], gaps: list[str]) -> tuple[list[PageWord], list[str]]:
    """The words of a line, those with leaders inside in parts: "Annexe.......12"."""
    if not any(_GLUED.search(word.text) and not word.mono for word in words):
        return words, gaps
    found: list[PageWord] = []
    between: list[str] = []
    for gap, word in zip(["", *gaps], words, strict=True):
        parts = [word] if word.mono else _parts(word)
        between += [gap, *[""] * (len(parts) - 1)]
        found += parts
    return found, between[1:]


def _parts(word: PageWord) -> list[PageWord]:
    """A word cut before and after the leaders inside it; a dot is half as wide as a letter."""
    texts = [part for part in _GLUED.split(word.text) if part]
    widths = [len(part) / (2 if _GLUED.fullmatch(part) else 1) for part in texts]
    edges = [
        word.left + (word.right - word.left) * sum(widths[:at]) / sum(widths)
        for at in range(len(widths) + 1)
    ]
    return [
        replace(word, text=text, left=left, right=right)
        for text, (left, right) in zip(texts, pairwise(edges), strict=True)
    ]


def _between(before: list[PageWord], piece: Piece, aligned: bool) -> str:
    last, first = before[-1], piece.words[0]
    gap, size = first.left - last.right, max(last.size, first.size)
    if gap < 0.1 * size:
        return first.space
    if gap <= (_APART if aligned else _CELL) * size or (
        len(before) == 1 and MARKER.match(last.text)
    ):
        return " "
    return "\t"
