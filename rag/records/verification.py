"""The record of a verification: what became of a quote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

QuotationState = Literal["intact", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a quote, and its place now (``None`` if it is gone).

    "intact": at its place. "moved": to the letter, elsewhere. "changed": the page has other words
    now. "gone": nothing like it was found.

    ``label`` is the printed label of the page. ``document``, ``path``, ``title`` and ``date`` are
    of the document that was read; if the cited one has left the library, that is another one, or
    "" if there is none. ``newer`` is what became of the quote in the newer version of the cited
    document, if the library has one.
    """

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
