"""What a reader reads, and what it finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.records import Offsets


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage to be read: ``above`` is its title and headings in one line, as people see them.

    ``sentences`` are offsets into ``text``, in order.
    """

    above: str
    text: str
    sentences: tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence as it was read.

    ``logit`` is the log odds that it answers. ``span`` is the likeliest short answer inside it,
    offsets into the passage; ``span_logit`` is the logarithm of its probability among all spans
    of the passage, if one of them answers: 0 at most.
    """

    logit: float
    span: Offsets
    span_logit: float


@dataclass(frozen=True, slots=True)
class PassageReading:
    """A passage as it was read: ``answers`` is the log odds that it answers the question.

    ``sentences`` has an entry for each sentence, ``None`` for those past what is read at once.
    """

    answers: float
    sentences: tuple[SentenceReading | None, ...]


class PassageReader(Protocol):
    """Reads passages for a question."""

    def __call__(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        """What is found in each passage, in their order."""
