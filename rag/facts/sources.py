"""A quotation that claims and other quotations are compared with."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Language


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a document, with the text around it that names its subject.

    ``context`` is the title, the headings and the sentence before. ``likeness`` is the cosine
    of the claim and the sentence in -1..1, given if their languages differ. ``superseded`` is
    true if the library has a newer version of the document. ``title`` is that of the document,
    ``document`` its id, and ``family`` that of its newest version; "" if unknown.
    """

    text: str
    language: Language
    context: str = ""
    likeness: float | None = None
    superseded: bool = False
    title: str = ""
    document: str = ""
    family: str = ""
