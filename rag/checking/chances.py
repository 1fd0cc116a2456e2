"""How likely a sentence supports or contradicts its claim, from its signals and their weights."""

from __future__ import annotations

from dataclasses import fields
from math import exp

from rag.checking.signals import Signals
from rag.weights import WEIGHTS, SignalWeights, Weights


def weighted(signals: Signals, weights: SignalWeights) -> float:
    """The weighted sum of signals, a logarithm of odds."""
    total = weights.bias
    for field in fields(signals):
        total += float(getattr(signals, field.name)) * float(getattr(weights, field.name))
    return total


def chances(signals: Signals, weights: Weights = WEIGHTS) -> tuple[float, float, float]:
    """How likely a sentence supports its claim, contradicts it, or is not about it."""
    sums = weighted(signals, weights.supports), weighted(signals, weights.contradicts), 0.0
    powers = [exp(one - max(sums)) for one in sums]
    supports, contradicts, neither = (power / sum(powers) for power in powers)
    return supports, contradicts, neither
