"""The record of a verification: what became of a quotation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

QuotationState = Literal["intact", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a quotation, and where it stands now: ``None`` where it is gone.

    "intact": at its place. "moved": to the letter, elsewhere. "changed": other words stand
    there now. "gone": nothing like it.

    ``label`` is the printed label of the page. ``document``, ``path``, ``title`` and ``date``
    are of the document that was read: another than the cited one where that has left the
    library, "" where there is none to read. ``newer`` is what became of the quotation in the
    newer version of the cited document, where the library has one.
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
