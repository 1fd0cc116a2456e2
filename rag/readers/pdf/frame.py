"""From the user space of a PDF page to points from the top left of the displayed page."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.readers.pdf.words import SKEWED

Floats = npt.NDArray[np.float64]
_FAR = 1e6  # points: beyond any page
_STRAIGHT = 3.0  # degrees that text may slant and still count as straight


class Frame:
    """What a page's rotation and crop box do to its coordinates (PDF 32000-1, 8.3.2)."""

    def __init__(self, page: Any) -> None:
        self.rotation = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.width, self.height = page.get_size()

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """User space coordinates, (n,) each, as displayed ones; made finite for damaged files."""
        x, y = (np.clip(np.nan_to_num(side), -_FAR, _FAR) for side in (x, y))
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, raw: Floats) -> Floats:
        """(n, 4) of x0, y0, x1, y1 in user space as (n, 4) of left, top, right, bottom."""
        x0, y0 = self.points(raw[:, 0], raw[:, 1])
        x1, y1 = self.points(raw[:, 2], raw[:, 3])
        sides = (np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1))
        return np.stack(sides, axis=1)

    def turn(self, x: float, y: float) -> int:
        """The quarter turns clockwise of text that advances by (x, y) in user space."""
        if not (math.isfinite(x) and math.isfinite(y)):
            return SKEWED
        degrees = math.degrees(math.atan2(-y, x)) + self.rotation
        quarters = round(degrees / 90)
        return quarters % 4 if abs(degrees - 90 * quarters) <= _STRAIGHT else SKEWED

    def upright(self, boxes: Floats, turn: int) -> Floats:
        """Displayed boxes, (n, 4), in the frame where text of that turn runs from left to right."""
        left, top, right, bottom = boxes.T
        if turn == 1:
            sides = (top, self.width - right, bottom, self.width - left)
        elif turn == 2:
            sides = (self.width - right, self.height - bottom, self.width - left, self.height - top)
        elif turn == 3:
            sides = (self.height - bottom, left, self.height - top, right)
        else:
            return boxes
        return np.stack(sides, axis=1)
