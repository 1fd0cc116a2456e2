"""Draws the learning curve of the encoders: nDCG@10 of the development sets by training step.

    python -m train.curve POINTS.tsv bench/images/learning-curve.svg

POINTS.tsv has a header and the columns model, at, set, ndcg, as ``train.evaluate --points`` writes
them. ``at`` is the number of steps. Across a gap of more than half of the training, the line is
dotted.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

PANELS = {
    "static": "static student, 1 024 rows a step",
    "transformer": "transformer student, 128 or 256 rows a step",
}
CurvePoints = list[tuple[int, float]]


def read(points: Path) -> dict[str, dict[str, CurvePoints]]:
    """The points by model and set, in order."""
    lines: dict[str, dict[str, CurvePoints]] = {name: defaultdict(list) for name in PANELS}
    with points.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            lines[row["model"]][row["set"]].append((int(row["at"]), float(row["ndcg"])))
    return {model: {name: sorted(line) for name, line in of.items()} for model, of in lines.items()}


def draw(points: Path, out: Path) -> None:
    """One panel for each model, one line for each set."""
    lines = read(points)
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "0", "font.size": 9})
    figure, axes = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
    names = sorted({name for of in lines.values() for name in of})
    colours = {name: f"C{place}" for place, name in enumerate(names)}
    for axis, (model, title) in zip(axes, PANELS.items(), strict=True):
        for name, line in lines[model].items():
            _one(axis, line, colours[name], name)
        axis.set(title=title, xlabel="steps of training", xlim=(0, None))
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set(ylabel="nDCG@10, encoder alone", ylim=(0, None))
    figure.legend(
        handles=[Line2D([], [], color=colours[name], label=name) for name in names],
        loc="outside lower center", ncols=len(names), frameon=False,
    )  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, metadata={"Date": None})


def _one(axis: Any, line: CurvePoints, colour: str, name: str) -> None:
    """The line of a set, dotted after a gap."""
    places, scores = zip(*line, strict=True)
    gap = next((i for i in range(1, len(places)) if _far(places, i)), len(places))
    axis.plot(places[:gap], scores[:gap], marker=".", color=colour, label=name)
    axis.plot(places[gap - 1 :], scores[gap - 1 :], ls=":", marker=".", color=colour)


def _far(places: tuple[int, ...], at: int) -> bool:
    """Whether a point is more than half of the training after the one before."""
    return places[at] - places[at - 1] > places[-1] / 2


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("points", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    draw(options.points, options.out)
