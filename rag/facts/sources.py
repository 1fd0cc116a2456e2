"""A quotation to judge by."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Language


@dataclass(frozen=True, slots=True)
class Source:
    """A quotation to judge by: a sentence, and the words around it that tell its subject.

    ``context`` holds the title, the headings and the sentence before; ``likeness`` is the
    cosine of the claim and the quotation in -1..1, given where their languages differ;
    ``superseded`` tells an older version of a document that is there too.
    """

    text: str
    language: Language
    context: str = ""
    likeness: float | None = None
    superseded: bool = False
