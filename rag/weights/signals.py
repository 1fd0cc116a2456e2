"""The weight of each signal of a sentence that may be evidence on a claim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalWeights:
    """The weights of what speaks for a sentence as evidence on a claim; see ``Signals``."""

    bias: float
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
    differing_scope: float
    missing_facts: float
    missing_names: float
    alignment: float
    weakest: float
    place: float
    length: float
