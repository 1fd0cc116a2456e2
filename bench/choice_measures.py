"""What confidences are worth: errors by threshold, areas under the curve, reliability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.choice_data import ACROSS_SETS, NATURAL, WITHIN_SETS
from bench.report import markdown_table

LIMITS = (0.18, 0.2, 0.22, 0.25, 0.3, 0.35, 0.4)
KINDS = ("near-miss", "off-corpus", "adversarial")  # of questions without an answer
BINS = np.linspace(0, 1, 6)
# Sets that are measured together, with their colours in the picture.
TOGETHER = {
    "natural": ((NATURAL,), "#1b6e53"),
    "in one language": (WITHIN_SETS, "#8a5a00"),
    "across languages": (tuple(ACROSS_SETS), "#5b4b8a"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Questions with the confidence in 0..1 of what is answered first, (n,) each.

    ``right`` says whether that is right; ``kinds`` is empty for a question with an answer.
    """

    confidence: np.ndarray
    right: np.ndarray
    kinds: np.ndarray

    def of_kind(self, kind: str) -> np.ndarray:
        """The confidences of the questions of a kind."""
        values: np.ndarray = self.confidence[self.kinds == kind]
        return values


def error_table(sets: dict[str, Judged]) -> str:
    """The shares refused and answered by mistake, by set and threshold."""
    header = ("set", "threshold", "answerable, refused", "rightly quoted, refused")
    answered = (f"{kind}, answered" for kind in KINDS)
    rows = [
        [name, f"{limit}", *errors(each, limit)] for name, each in sets.items() for limit in LIMITS
    ]
    return markdown_table((*header, *answered), rows)


def errors(judged: Judged, limit: float) -> Iterator[str]:
    """The errors of a threshold: refused questions, then those of each kind that are answered."""
    for refused in (judged.of_kind(""), judged.confidence[judged.right]):
        yield share(refused < limit)
    for kind in KINDS:
        yield share(judged.of_kind(kind) >= limit)


def share(truth: np.ndarray) -> str:
    """The share of true values, or a dash if there are no values."""
    return f"{truth.mean():.3f}" if len(truth) else "–"


def area_table(sets: dict[str, Judged]) -> str:
    """Areas under the curve, by set."""
    header = ("set", "right, or not", *(f"answerable, or {kind}" for kind in KINDS))
    rows = []
    for name, each in sets.items():
        areas = [area(each.confidence[each.right], each.confidence[~each.right])]
        areas += [area(each.of_kind(""), each.of_kind(kind)) for kind in KINDS]
        rows.append([name, *("–" if np.isnan(one) else f"{one:.3f}" for one in areas)])
    return markdown_table(header, rows)


def area(high: np.ndarray, low: np.ndarray) -> float:
    """The probability that a value of the first kind is above one of the second; nan without."""
    if not len(high) or not len(low):
        return float("nan")
    pairs = high[:, None] - low[None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2)


def together(sets: dict[str, Judged], names: tuple[str, ...]) -> Judged:
    """The questions of several sets."""
    each = [sets[name] for name in names]
    return Judged(
        np.concatenate([one.confidence for one in each]),
        np.concatenate([one.right for one in each]),
        np.concatenate([one.kinds for one in each]),
    )


def reliability(judged: Judged) -> Iterator[tuple[str, int, float, float]]:
    """By range of confidence: the range, the questions, their mean confidence, the share right."""
    places = np.clip(np.digitize(judged.confidence, BINS) - 1, 0, len(BINS) - 2)
    for place in np.unique(places):
        inside = places == place
        name = f"{BINS[place]:.1f}–{BINS[place + 1]:.1f}"
        mean, right = judged.confidence[inside].mean(), judged.right[inside].mean()
        yield name, int(inside.sum()), float(mean), float(right)


def reliability_table(sets: dict[str, Judged]) -> str:
    """How confidence and the share of right answers compare, by kind of set."""
    rows = [
        [name, bounds, str(count), f"{mean:.2f}", f"{right:.2f}"]
        for name, (members, _) in TOGETHER.items()
        for bounds, count, mean, right in reliability(together(sets, members))
    ]
    return markdown_table(("sets", "confidence", "n", "mean", "right"), rows)


def draw(sets: dict[str, Judged], out: Path) -> None:
    """The reliability diagram: the share of right answers by mean confidence."""
    from matplotlib import pyplot

    drawing, axes = pyplot.subplots(figsize=(5.5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#888", linewidth=1, linestyle=":")
    for name, (members, colour) in TOGETHER.items():
        found = list(reliability(together(sets, members)))
        means, right = [one[2] for one in found], [one[3] for one in found]
        axes.plot(means, right, color=colour, label=name)
        axes.scatter(means, right, s=[8 + one[1] / 2 for one in found], color=colour)
    axes.set(xlabel="confidence", ylabel="share of first sentences that are right")
    axes.set(title="Reliability", xlim=(0, 1), ylim=(0, 1))
    axes.legend(frameon=False)
    out.mkdir(parents=True, exist_ok=True)
    drawing.savefig(out / "reliability.png", dpi=110)
    pyplot.close(drawing)
