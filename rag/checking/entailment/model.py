"""What an entailment model reads, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Premise:
    """A sentence that a claim is judged by, and the text that says what it is about.

    ``above`` is the title and the headings in one line, ``before`` the sentence before. They
    support nothing by themselves.
    """

    text: str
    above: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a premise says about a claim: the logits of the three labels.

    ``whole`` is false if the claim was too long to be read to its end.
    """

    supports: float
    contradicts: float
    neutral: float
    whole: bool = True


class EntailmentModel(Protocol):
    """Reads claims with their premises."""

    def __call__(self, pairs: Sequence[tuple[str, Premise]]) -> list[Entailment]:
        """What each premise says about its claim, in the order of the pairs."""
