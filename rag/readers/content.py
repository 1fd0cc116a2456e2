"""What each format's reader gives to the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rag.errors import Cause
from rag.records import Page


@dataclass(frozen=True, slots=True)
class Content:
    """A file's pages and what its own metadata state.

    ``title``, ``date`` and ``issuer`` come from fields meant for them, ``None`` where there
    are none: the door looks in the text then. ``notices`` are lines for the curator.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    notices: tuple[Cause, ...] = ()
