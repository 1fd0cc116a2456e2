"""Documents, their pages and passages."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: where its section starts, its depth from 1, its words.

    The section of a table header ends with the table, at ``end`` (excluded); that of any other
    heading ends at the next heading of its level.
    """

    start: int
    level: int
    title: str
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """The place on the page of the characters ``start:end`` of its text."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document, with its text in reading order.

    ``boxes`` holds one box for each word, in the order of the text; it is empty if the format has
    no layout. ``ocr`` is the confidence of OCR in the words of the page, in 0..1, and ``None``
    if the text is the file's own.
    """

    number: int | None
    label: str | None
    text: str
    headings: tuple[Heading, ...] = ()
    boxes: tuple[Box, ...] = ()
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The metadata of a document.

    ``path`` is relative to ``root`` and written with slashes; ``issuer`` and ``date`` are
    ``None`` if the document does not state them. ``edited`` names the fields that a curator
    edited, each with its value in the file as text, "" for none. ``collections`` are those that
    a curator chose; ``None`` if the folder decides. ``metadata`` is what a
    program said of it when it added it, by name.
    """

    id: str
    root: str
    path: str
    title: str
    format: str
    language: Language
    date: dt.date | None
    issuer: str | None
    page_count: int
    edited: tuple[tuple[str, str], ...] = ()
    collections: tuple[str, ...] | None = None
    metadata: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def location(self) -> str:
        """The absolute path of the file, which does not depend on the root."""
        # A third of the time of os.path.join, and thousands are compared at each change.
        return f"{self.root}{os.sep if self.root[-1:] not in ('', os.sep) else ''}{self.path}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its pages, as a reader returns it; ``notices`` are for the curator."""

    document: Document
    pages: tuple[Page, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences inside one page, with the headings above it.

    ``ocr`` is the value of its page.
    """

    document_id: str
    page: int | None
    start: int
    end: int
    text: str
    language: Language
    headings: tuple[str, ...] = ()
    ocr: float | None = None
