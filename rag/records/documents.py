"""Documents, their pages and passages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: where its section starts, its depth from 1, its words.

    The header of a table ends where the table does, at ``end``, excluded; the section of any
    other heading, at the next one of its level.
    """

    start: int
    level: int
    title: str
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Where the characters ``start:end`` of a page's text stand on the page."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document, with the text as it is read by a person.

    ``boxes`` holds one box a word, in the order of the text, and is empty where the
    format has no layout. ``ocr`` is how sure the recognition of characters was of the page's
    words, in 0..1, and ``None`` where the text is the file's own.
    """

    number: int | None
    label: str | None
    text: str
    headings: tuple[Heading, ...] = ()
    boxes: tuple[Box, ...] = ()
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document, without its text.

    ``path`` is relative to ``root`` and written with slashes; ``issuer`` and ``date`` are
    ``None`` where the document does not state them.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its pages, as a reader gives it; ``notices`` are lines for the curator."""

    document: Document
    pages: tuple[Page, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences inside one page, with the headings above it.

    ``ocr`` is that of its page.
    """

    document_id: str
    page: int | None
    start: int
    end: int
    text: str
    language: Language
    headings: tuple[str, ...] = ()
    ocr: float | None = None
