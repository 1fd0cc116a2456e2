"""The words of a page as pdfium gives them, before any reading order is found.

Layout works in a frame where the text runs from left to right. ``turn`` is by how many quarter
turns clockwise that frame is rotated on the displayed page. In the frame, x grows to the right
and y downwards, in points.
"""

from __future__ import annotations

from dataclasses import dataclass

Edges = tuple[float, float, float, float]

SKEWED = 4  # the turn of text that runs in none of the four directions


@dataclass(slots=True)
class PageWord:
    """A run of characters without a blank, on one line.

    ``space`` is the blank before it in the file, empty if there is none. ``soft`` is true if it
    ends in a soft hyphen, which is never part of the word.
    """

    text: str
    space: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    mono: bool
    soft: bool


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page by turn, in the order of the file.

    ``width`` and ``height`` are those of the displayed page, in points. ``hidden`` is the
    invisible text that was left out. ``drawn`` is true if the page shows anything at all,
    ``damaged`` if pdfium could not open it. ``ocr`` is the confidence of the recognised words,
    in 0..1, or ``None`` if the words come from the file. ``frames`` are the boxes drawn around or
    behind text: left, top, right and bottom on the displayed page. ``annotated`` is true if form
    fields, annotations or stamps may hold text.
    """

    width: float
    height: float
    words: dict[int, list[PageWord]]
    hidden: str = ""
    drawn: bool = True
    damaged: bool = False
    ocr: float | None = None
    frames: tuple[Edges, ...] = ()
    annotated: bool = False

    def displayed(self, word: PageWord, turn: int) -> tuple[float, float, float, float]:
        """The box of a word on the displayed page: left, top, right, bottom."""
        left, top, right, bottom = word.left, word.top, word.right, word.bottom
        if turn == 1:
            return self.width - bottom, left, self.width - top, right
        if turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if turn == 3:
            return top, self.height - right, bottom, self.height - left
        return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An outline entry: its title, its depth from 1 and the index of its page from 0."""

    title: str
    level: int
    index: int
