"""Draws how the encoders learnt: nDCG@10 of the development sets against minutes of training.

    python train/curve.py POINTS.tsv bench/images/learning-curve.svg

POINTS.tsv has a header and the columns model, minutes, set, ndcg; each row is a checkpoint
scored by evaluate.py.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

STYLES = {"transformer": "-", "static": ":"}


def draw(points: Path, out: Path) -> None:
    """One line a model and set, its name at the end of the line."""
    lines: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with points.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            lines[row["model"], row["set"]].append((float(row["minutes"]), float(row["ndcg"])))
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "0", "font.size": 9})
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    colours = {name: f"C{at}" for at, name in enumerate(sorted({key[1] for key in lines}))}
    for (model, name), line in lines.items():
        minutes, scores = zip(*sorted(line), strict=True)
        style = {"ls": STYLES[model], "color": colours[name], "label": f"{name}, {model}"}
        axes.plot(minutes, scores, marker=".", **style)
    axes.set(xlabel="minutes of training on two cores", ylabel="nDCG@10, encoder alone")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, metadata={"Date": None})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("points", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args()
    draw(chosen.points, chosen.out)
