"""The record of a verification: what became of a quote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from rag.records.citations import Span, text_of
from rag.records.plain import JsonRecord

QuotationState = Literal["intact", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Verification(JsonRecord):
    """What became of a quote, and its place now (``None`` if it is gone).

    "intact": at its place. "moved": to the letter, elsewhere. "changed": the page has other words
    now. "gone": nothing like it was found.

    ``label`` is the printed label of the page. ``document``, ``path``, ``title`` and ``date`` are
    of the document that was read; if the cited one has left the library, that is another one, or
    "" if there is none. ``newer`` is what became of the quote in the newer version of the cited
    document, if the library has one. ``context`` are the further pieces of the quote, as far as
    they are still to the letter in the page, in reading order.
    """

    schema: ClassVar = "urn:verbatim:schema:verification:1"
    state: QuotationState
    page: int | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    label: str | None = None
    document: str = ""
    path: str = ""
    title: str = ""
    date: dt.date | None = None
    newer: Verification | None = None
    context: tuple[Span, ...] = ()

    @property
    def whole_text(self) -> str:
        """The text and its context in reading order, with ``GAP`` where text is left out."""
        if self.start is None or self.end is None:
            return self.text
        return text_of((Span(self.start, self.end, self.text), *self.context))
