"""From held-out logits to probabilities and a threshold for each pair of languages.

    python -m train.entailment.calibrate OUT/held.npz OUT/thresholds.json

A temperature makes the probabilities as likely as they say (Guo et al. 2017). ``supports`` is the
probability from which a claim may be called supported: fewer than one in a hundred of the rows that
are not supported reach it. ``contradicts`` is the like for claims that are true or absent. What
reaches neither is not sure. Each half of the rows is judged by what the other half gives.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from train.data import SEED
from train.entailment.packed import LABELS, PAIRS

FALSE_SUPPORT, FALSE_CONTRADICTION = 0.01, 0.02
_TEMPERATURES = np.geomspace(0.25, 6, 120)
_BINS = 10
_SUPPORTS, _CONTRADICTS = LABELS.index("supports"), LABELS.index("contradicts")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The temperature of a pair of languages, and the least probabilities of both verdicts."""

    temperature: float
    supports: float
    contradicts: float


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    """(n, 3) probabilities."""
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fitted(logits: np.ndarray, labels: np.ndarray) -> Thresholds:
    """The temperature under which the labels are likeliest, and the thresholds at it."""
    rows = np.arange(len(labels))
    surprises = [
        -np.log(probabilities(logits, each)[rows, labels] + 1e-12).mean() for each in _TEMPERATURES
    ]
    temperature = float(_TEMPERATURES[int(np.argmin(surprises))])
    found = probabilities(logits, temperature)
    return Thresholds(
        temperature,
        _least(found[labels != _SUPPORTS, _SUPPORTS], FALSE_SUPPORT),
        _least(found[labels != _CONTRADICTS, _CONTRADICTS], FALSE_CONTRADICTION),
    )


def _least(wrong: np.ndarray, share: float) -> float:
    """The least probability, at least a half, that fewer than this share of the wrong ones reach.

    Above 1 where nothing can be separated: then no claim is given that verdict.
    """
    allowed = max(0, int(np.ceil(share * len(wrong))) - 1)
    if allowed >= len(wrong):
        return 0.5
    return max(0.5, float(np.nextafter(np.sort(wrong)[::-1][allowed], 2.0)))


def verdicts(found: np.ndarray, at: Thresholds) -> np.ndarray:
    """For each row the place of its label in LABELS, -1 where it is not sure.

    Neutral is a verdict where it is the likeliest label.
    """
    best = found.argmax(axis=1)
    sure = np.where(
        best == _SUPPORTS, found[:, _SUPPORTS] >= at.supports,
        (best != _CONTRADICTS) | (found[:, _CONTRADICTS] >= at.contradicts),
    )  # fmt: skip
    return np.where(sure, best, -1)


def judged(logits: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Verdicts and probabilities of each half of the rows by the thresholds of the other."""
    order = np.random.default_rng(SEED).permutation(len(labels))
    halves = order[::2], order[1::2]
    given, found = np.zeros(len(labels), dtype=np.int64), np.zeros(logits.shape)
    for own, other in (halves, halves[::-1]):
        at = fitted(logits[other], labels[other])
        found[own] = probabilities(logits[own], at.temperature)
        given[own] = verdicts(found[own], at)
    return given, found


def figures(name: str, given: np.ndarray, labels: np.ndarray) -> str:
    """A line: how many are sure, how many of those are right, and false verdicts."""
    sure = given >= 0
    true, false = labels == _SUPPORTS, labels != _SUPPORTS
    absent = labels != _CONTRADICTS
    return (
        f"{name:28} {len(labels):6} sure {sure.mean():.3f}"
        f" right of sure {_share(given[sure] == labels[sure])}"
        f" supported: {_share(given[true] == _SUPPORTS)} of true,"
        f" {_share(given[false] == _SUPPORTS)} of false or absent;"
        f" contradicted: {_share(given[absent] == _CONTRADICTS)} of true or absent"
    )


def _share(found: np.ndarray) -> str:
    return f"{found.mean():.3f}" if len(found) else "  -  "


def reliability(found: np.ndarray, labels: np.ndarray) -> Iterator[str]:
    """Lines: rows by the probability of their likeliest label, with how many are right."""
    best, sure = found.argmax(axis=1), found.max(axis=1)
    places = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    for place in np.unique(places):
        inside = places == place
        right = (best[inside] == labels[inside]).mean()
        yield f"probability {sure[inside].mean():.3f} right {right:.3f} of {inside.sum()}"


def main() -> None:
    """Prints the figures and writes the thresholds of all rows of each pair."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("held", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args()
    with np.load(chosen.held) as held:
        logits, labels = held["logits"], held["labels"].astype(int)
        pairs, kinds, names = held["pairs"], held["kinds"], held["names"]
    given, found = np.zeros(len(labels), dtype=np.int64), np.zeros(logits.shape)
    at: dict[str, Thresholds] = {}
    for place, name in enumerate(PAIRS):
        inside = pairs == place
        if inside.sum() > 1:
            at[name] = fitted(logits[inside], labels[inside])
            given[inside], found[inside] = judged(logits[inside], labels[inside])
            print(figures(name, given[inside], labels[inside]), at[name])
    print(figures("all", given, labels))
    for place, name in enumerate(names):
        if (inside := kinds == place).any():
            print(figures(str(name), given[inside], labels[inside]))
    print(*reliability(found, labels), sep="\n")
    text = json.dumps({name: asdict(each) for name, each in at.items()}, indent=1)
    chosen.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
