"""The steps between the lines of a column: its usual pitch, and that of text set wider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.readers.pdf.columns import TextColumn

_FEW = 4  # steps between lines, or fewer, are too few to measure the pitch
GAP = 1.35  # of the usual pitch: a larger step separates two paragraphs
_WIDEST = 2.2  # font sizes between the lines of a text that is set wide
_SAME_STEP, _FEWEST_WIDE = 0.05, 3  # font sizes; how often such a step comes back


def line_steps(column: TextColumn) -> list[tuple[float, float]]:
    """The steps between close lines of the same font size, with that size."""
    pairs = zip(column.lines, column.lines[1:], strict=False)
    found = [(after.baseline - before.baseline, after.size) for before, after in pairs
             if abs(before.size - after.size) < 0.5]  # fmt: skip
    return [(step, size) for step, size in found if 0.7 * size < step < 3 * size]


def pitch_of(steps: Sequence[float]) -> float | None:
    """The step between the lines of a paragraph: the first quartile; ``None`` for few steps."""
    return sorted(steps)[len(steps) // 4] if len(steps) > _FEW else None


@dataclass(frozen=True, slots=True)
class WideSteps:
    """The steps of the lines of a column that is set wider, and whether most of it is."""

    steps: tuple[float, ...]
    mostly: bool

    def __contains__(self, step: float) -> bool:
        return any(abs(step - other) < _SAME_STEP for other in self.steps)


def wide_steps(column: TextColumn, pitch: float) -> WideSteps:
    """The steps between lines, in font sizes, that come back as the pitch of text set wider."""
    found = Counter(round(step / size, 2) for step, size in line_steps(column))
    near = {
        step: sum(count for other, count in found.items() if abs(step - other) < _SAME_STEP)
        for step in found
        if GAP * pitch < step < _WIDEST
    }
    steps = tuple(step for step, count in near.items() if count >= _FEWEST_WIDE)
    return WideSteps(steps, 2 * sum(found[step] for step in steps) > len(column.lines))
