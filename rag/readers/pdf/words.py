"""Words of a page as pdfium gives them, before any order is found.

Layout works in a frame where the text runs from left to right: ``turn`` tells by how many
quarter turns clockwise that frame is turned on the displayed page. In the frame, x grows to
the right and y downwards, in points.
"""

from __future__ import annotations

from dataclasses import dataclass

SKEWED = 4  # the turn of text that runs in none of the four directions


@dataclass(slots=True)
class PageWord:
    """A run of characters without a blank, on one line.

    ``space`` is the blank before it in the file (empty where there is none); ``soft`` is true
    where it ends in a soft hyphen, which only ever cuts a word.
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

    ``width`` and ``height`` are of the page as displayed; ``hidden`` is the text kept out
    because nobody sees it; ``drawn`` is true where the page shows anything at all,
    ``damaged`` where pdfium could not open it. ``ocr`` is how sure the recognition of its words
    was, in 0..1, ``None`` where they are the file's own.
    """

    width: float
    height: float
    words: dict[int, list[PageWord]]
    hidden: str = ""
    drawn: bool = True
    damaged: bool = False
    ocr: float | None = None

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
    """An entry of the outline: its title, its depth from 1 and its page's index from 0."""

    title: str
    level: int
    index: int
