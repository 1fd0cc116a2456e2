"""The highlighter strokes over a quotation, from the boxes of its words."""

from __future__ import annotations

from collections.abc import Iterable

from rag.records import Box

Rectangle = tuple[float, float, float, float]
_MARGIN = 1.0  # points around the words
_BRIDGED = 1.5  # of the height: a wider gap between two words is not highlighted


def highlight_rectangles(boxes: Iterable[Box]) -> list[Rectangle]:
    """One rectangle per line: left, top, right, bottom in points, as in the boxes."""
    found: list[Rectangle] = []
    for box in boxes:
        rectangle = (
            box.left - _MARGIN,
            box.top - _MARGIN,
            box.right + _MARGIN,
            box.bottom + _MARGIN,
        )
        if found and _one_line(found[-1], rectangle):
            found[-1] = _around(found[-1], rectangle)
        else:
            found.append(rectangle)
    return found


def _one_line(before: Rectangle, after: Rectangle) -> bool:
    heights = (before[3] - before[1], after[3] - after[1])
    shared = min(before[3], after[3]) - max(before[1], after[1])
    gap = max(after[0] - before[2], before[0] - after[2])
    return shared > 0.5 * min(heights) and gap < _BRIDGED * max(heights)


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
