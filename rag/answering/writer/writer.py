"""What a writer is."""

from __future__ import annotations

from typing import Protocol

from rag.encoders import TextSimilarity
from rag.records import Answer
from rag.records.drafts import Draft


class Writer(Protocol):
    """Writes over the quotes of an answer; the quotes stand whatever it does."""

    def write(self, answer: Answer, alike: TextSimilarity) -> Draft:
        """The sentences written, each kept or struck; a fault is in the draft, never raised."""
