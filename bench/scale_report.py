"""The table and the picture of ``bench.scale``: costs by size, against the floor and the goals."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from bench.report import markdown_table

# What is measured, its unit, and the goal at 1,000,000 passages.
LINES = {
    "nothing changed": ("s", "5"),
    "one document added": ("s", "1"),
    "one document added, written": ("MB", "20"),
    "one document given by its path": ("s", "1"),
    "one document removed": ("s", "1"),
    "one document removed, written": ("MB", "20"),
    "open": ("s", "1"),
    "first answer": ("s", ""),
    "search, p50": ("ms", "2 times the floor"),
    "floor: FAISS and tantivy alone, p50": ("ms", ""),
    "search / floor": ("", "2"),
    "recall@100 of the vectors": ("", ".99"),
    "whole answer, p50": ("ms", ""),
    "whole answer, p95": ("ms", "1000"),
    "memory of serving": ("MB", "2000"),
    "of it, not of mapped files": ("MB", ""),
    "disk": ("MB", ""),
}
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


def read_points(path: Path) -> dict[str, dict[int, float]]:
    """The last figure of each line and size."""
    found: dict[str, dict[int, float]] = {name: {} for name in LINES}
    with path.open(encoding="utf-8") as file:
        for size, name, value in csv.reader(file, delimiter="\t"):
            found[name][int(size)] = float(value)
    return found


def table(points: dict[str, dict[int, float]]) -> str:
    """The figures by size, with the goals."""
    sizes = sorted({size for line in points.values() for size in line})
    header = ["", *(f"{size:,}" for size in sizes), "goal at 1,000,000"]
    rows = []
    for name, (unit, goal) in LINES.items():
        values = [points[name].get(size) for size in sizes]
        shown = ["" if value is None else _shown(value) for value in values]
        rows.append([f"{name}, {unit}" if unit else name, *shown, goal])
    return markdown_table(header, rows)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


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
