"""The picture of ``bench.scale``: what a library costs by its size, against the floor and goals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

# By panel: its title, its unit, its lines with their names there, its goal.
PANELS: tuple[tuple[str, str, Mapping[str, str], float | None], ...] = (
    (
        "indexing again and opening",
        "seconds",
        {
            "nothing changed": "nothing changed",
            "one document added": "one added",
            "one document removed": "one removed",
            "open": "open",
        },
        1,
    ),
    (
        "written by one change",
        "MB",
        {
            "one document added, written": "one added",
            "one document removed, written": "one removed",
        },
        20,
    ),
    (
        "search, p50",
        "milliseconds",
        {"search, p50": "search", "floor: FAISS and tantivy alone, p50": "FAISS and tantivy alone"},
        None,
    ),
    (
        "whole answer",
        "milliseconds",
        {"whole answer, p50": "p50", "whole answer, p95": "p95"},
        1_000,
    ),
    (
        "memory of serving",
        "MB",
        {"memory of serving": "all", "of it, not of mapped files": "not of mapped files"},
        2_000,
    ),
)


def draw(points: Mapping[str, Mapping[int, float]], out: Path) -> None:
    """Writes the picture: one panel a cost, both axes in powers of ten."""
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "0", "font.size": 9})
    figure, axes = plt.subplots(1, len(PANELS), figsize=(16, 3.4), layout="constrained")
    for axis, panel in zip(axes, PANELS, strict=True):
        _one(axis, points, *panel)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, metadata={"Date": None})
    plt.close(figure)


def _one(
    axis: Any,
    points: Mapping[str, Mapping[int, float]],
    title: str,
    unit: str,
    lines: Mapping[str, str],
    goal: float | None,
) -> None:
    for name, label in lines.items():
        sizes = sorted(points[name])
        axis.plot(sizes, [points[name][size] for size in sizes], marker="o", label=label)
    if goal is not None:
        axis.axhline(goal, color="0.6", linestyle="--", linewidth=1, label="goal")
    axis.set(title=title, xlabel="passages", ylabel=unit, xscale="log", yscale="log")
    axis.legend(frameon=False, fontsize=8)
    axis.spines[["top", "right"]].set_visible(False)
