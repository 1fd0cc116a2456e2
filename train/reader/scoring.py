"""Figures of a reader: word F1 and exact match of spans, the sentence found, areas under curves."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from rag.language.words import words
from train.reader import network
from train.reader.batches import Batch, TokenizedExamples

LONGEST = 40  # tokens of a short answer
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over examples: the loss; of those with a span the overlap of its tokens with the one
    found (F1); of those with a known sentence whether it is first; and the area under the curve
    of answered against not. NaN where there are none."""

    loss: float
    f1: float
    sentence: float
    auc: float

    def __str__(self) -> str:
        return (
            f"loss {self.loss:.4f} F1 {self.f1:.3f} sentence {self.sentence:.3f} AUC {self.auc:.3f}"
        )


@torch.inference_mode()
def figures(
    reader: network.Reader, held: TokenizedExamples, rows: Sequence[int] | None = None
) -> Figures:
    """The figures of examples in tokens, of all or of some rows."""
    losses: list[float] = []
    overlaps: list[float] = []
    sentences: list[float] = []
    answers: list[tuple[float, float]] = []
    order = sorted(range(len(held)) if rows is None else rows, key=held.lengths.__getitem__)
    for start in range(0, len(order), _AT_ONCE):
        part = order[start : start + _AT_ONCE]
        batch = held.batch(part)
        found = network.scores(reader(*batch.read), batch)
        losses += [network.loss(found, batch).item()] * len(part)
        answers += zip(found.answers.tolist(), batch.answers.tolist(), strict=True)
        overlaps += _overlaps(found, batch)
        sentences += _found_first(found, batch)
    positive, negative = (
        [score for score, answered in answers if answered == wanted] for wanted in (1.0, 0.0)
    )
    return Figures(_mean(losses), _mean(overlaps), _mean(sentences), auc(positive, negative))


def best_span(first: Sequence[float], last: Sequence[float]) -> tuple[int, int, float]:
    """The tokens that the likeliest answer begins and ends with, both included, and its logit."""
    starts, ends = np.asarray(first), np.asarray(last)
    sums = starts[:, None] + ends[None, :]
    near = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(
        np.ones_like(sums, dtype=bool), LONGEST
    )
    place = int(np.where(near, sums, -np.inf).argmax())
    begin, end = divmod(place, len(ends))
    return begin, end, float(sums[begin, end])


def auc(positive: Iterable[float], negative: Iterable[float]) -> float:
    """The probability that a score of the first kind is above one of the second; ties are half.

    Mann & Whitney 1947; NaN where either is empty.
    """
    above, below = np.sort(np.fromiter(positive, float)), np.sort(np.fromiter(negative, float))
    if not len(above) or not len(below):
        return float("nan")
    less = np.searchsorted(below, above, side="left")
    most = np.searchsorted(below, above, side="right")
    return float((less + most).sum() / (2 * len(above) * len(below)))


def word_f1(found: str, wanted: str) -> float:
    """The harmonic mean of precision and recall of the words, as SQuAD counts it, in 0..1."""
    one, other = Counter(_plain(found)), Counter(_plain(wanted))
    shared = sum((one & other).values())
    if not one or not other:
        return float(one == other)
    return 2 * shared / (sum(one.values()) + sum(other.values()))


def exact(found: str, wanted: str) -> float:
    """1 where two answers have the same words in the same order, else 0."""
    return float(_plain(found) == _plain(wanted))


def by(
    rows: Iterable[tuple[str, float]], of: Callable[[str], str] = str
) -> dict[str, tuple[float, int]]:
    """The mean and the count of values by their name."""
    found: dict[str, list[float]] = {}
    for name, value in rows:
        found.setdefault(of(name), []).append(value)
    return {name: (_mean(found[name]), len(found[name])) for name in sorted(found)}


def _overlaps(found: network.Scores, batch: Batch) -> list[float]:
    made = []
    for row in torch.nonzero(batch.first >= 0)[:, 0].tolist():
        begin, end, _ = best_span(found.first[row].tolist(), found.last[row].tolist())
        first, last = int(batch.first[row]), int(batch.last[row])
        shared = max(0, min(end, last) - max(begin, first) + 1)
        made.append(2 * shared / (end - begin + 1 + last - first + 1))
    return made


def _found_first(found: network.Scores, batch: Batch) -> list[float]:
    made = []
    for row in torch.nonzero((batch.wanted == 1).any(dim=1))[:, 0].tolist():
        present = sorted({int(place) for place in batch.sentence[row].tolist() if place})
        if any(batch.wanted[row, place - 1] == 1 for place in present):
            best = max(present, key=lambda place: float(found.sentence[row, place - 1]))
            made.append(float(batch.wanted[row, best - 1] == 1))
    return made


_ARTICLES = frozenset("a an the le la les l un une des du d".split())


def _plain(text: str) -> list[str]:
    """The words in lower case without articles."""
    found = [word.folded for word in words(unicodedata.normalize("NFKC", text))]
    return [word for word in found if word not in _ARTICLES]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
