"""The records of the thresholds from which two texts are alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepeatThresholds:
    """When two quotes are near copies, or two versions of one statement."""

    near_copy: float
    same_statement: float


@dataclass(frozen=True, slots=True)
class EditionThresholds:
    """When a text is another edition of an earlier one, by their wording."""

    shared_runs: float
    same_names: float


@dataclass(frozen=True, slots=True)
class EditedQuoteThreshold:
    """The likeness from which words are an edited form of a quotation."""

    similarity: float
    words: float
