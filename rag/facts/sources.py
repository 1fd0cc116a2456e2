"""A quotation that other quotations are compared with."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Language


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a document, with the text around it that names its subject.

    ``context`` is the title, the headings and the sentence before. ``title`` is that of the
    document, ``document`` its id, and ``family`` that of its newest version; "" if unknown.
    """

    text: str
    language: Language
    context: str = ""
    title: str = ""
    document: str = ""
    family: str = ""
