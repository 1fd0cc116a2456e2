"""The numbers of a sentence that may be evidence on a claim, and the weight of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalValues:
    """A number for each signal; ``Signals`` in rag/checking/signals.py says what each one is."""

    cosine: float
    in_quote: float
    cover: float
    across: float
    facts: float
    names: float
    about: float
    agrees: float
    differing_facts: float
    differing_names: float
    differing_words: float
    differing_qualifiers: float
    missing_facts: float
    missing_names: float
    alignment: float
    weakest: float
    length: float


@dataclass(frozen=True, slots=True)
class SignalWeights(SignalValues):
    """The weights of what speaks for a sentence as evidence on a claim."""

    bias: float


@dataclass(frozen=True, slots=True)
class RoleThresholds:
    """When two texts with the same words say who does what in the same way."""

    in_order: float
    shared: float
