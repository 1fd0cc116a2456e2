"""A message as it was typed: what ``MessageReader`` answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Exchange

_FEW_WORDS = 12  # a greeting, thanks and a name


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """A message as it was typed, after the turns before it.

    ``exact`` asks the documents with these very words: nothing is left out, completed, corrected
    or spelt out, and the catalogue is not asked. ``limit`` is the most characters of a question.
    """

    text: str
    conversation: Sequence[Exchange] = ()
    exact: bool = False
    limit: int = 1_000

    def is_more_than(self, question: str) -> bool:
        """Whether so much of the message is no question that the question is to be shown."""
        return len(self.text.split()) - len(question.split()) > _FEW_WORDS
