"""Citations: a quote with its place, its pieces and its permalink."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from rag.records.documents import Language

GAP = " … "  # between two pieces of a quote


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a page, to the letter: ``Page.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Successor:
    """The newer version of a document, by its id."""

    document: str
    path: str
    title: str
    date: dt.date


AmendmentKind = Literal["replaced", "repealed", "corrected", "amended"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A sentence that changes the rule that is cited, verbatim ``Page.text[start:end]``.

    ``document`` may be the cited one. ``since`` is the day from which it applies: the one that it
    gives, or the date of its document. ``whole`` is false if it changes only a piece of the rule
    that may not be the quote.
    """

    kind: AmendmentKind
    document: str
    path: str
    title: str
    date: dt.date | None
    page: int | None
    page_label: str | None
    start: int
    end: int
    quote: str
    language: Language
    since: dt.date | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and its place; ``quote`` is verbatim ``Page.text[start:end]``.

    ``span`` is the short answer inside the quote, if the question asks for one. ``ocr`` is the
    value of the page. ``superseded_by`` is the newer version of the document, if the library has
    one. ``context`` are the further pieces of the page that the quote needs to be understood: the
    lead-in of an item, the sentence that names the subject of a pronoun. They are in reading
    order and do not touch the quote or each other. ``metadata`` is that of the document.
    ``amendments`` are the sentences of the library that change what is cited.
    """

    PROPERTIES: ClassVar = ("permalink",)  # written as JSON with the fields
    n: int
    document: str
    path: str
    title: str
    page: int | None
    page_label: str | None
    start: int
    end: int
    quote: str
    language: Language
    date: dt.date | None
    sha256: str
    score: float
    span: Span | None = None
    ocr: float | None = None
    superseded_by: Successor | None = None
    context: tuple[Span, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict, hash=False)
    amendments: tuple[Amendment, ...] = ()

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The quote and its context, in reading order."""
        quote = Span(self.start, self.end, self.quote)
        return tuple(sorted((quote, *self.context), key=lambda piece: piece.start))

    @property
    def text(self) -> str:
        """All pieces in reading order, with ``GAP`` where text between them is left out."""
        return text_of(self.pieces)

    @property
    def text_parts(self) -> tuple[str, str, str]:
        """The text before, in and after its short answer; without one, all of it is before."""
        if self.span is None:
            return self.text, "", ""
        before = [piece.text for piece in self.pieces if piece.end <= self.start]
        at = sum(len(text) + len(GAP) for text in before)
        left, right = at + self.span.start - self.start, at + self.span.end - self.start
        return self.text[:left], self.text[left:right], self.text[right:]

    @property
    def permalink(self) -> str:
        """The citation as one line, with digests of its pieces, to be verified later."""
        quote = Span(self.start, self.end, self.quote)
        return permalink_of(self.sha256, self.page, quote, self.context)


def text_of(pieces: Sequence[Span]) -> str:
    """The text of pieces of a page in reading order, with ``GAP`` between them."""
    return GAP.join(piece.text for piece in sorted(pieces, key=lambda piece: piece.start))


def permalink_of(document: str, page: int | None, quote: Span, context: Sequence[Span] = ()) -> str:
    """The permalink of a quote and its context in a page of a document."""
    numbered = "" if page is None else f"page={page}&"
    place = f"{numbered}chars={quote.start}-{quote.end}&quote={quote_digest(quote.text)}"
    pieces = ",".join(f"{each.start}-{each.end}:{quote_digest(each.text)}" for each in context)
    return f"verbatim:{document}#{place}" + (f"&context={pieces}" if pieces else "")


def quote_digest(text: str) -> str:
    """12 hexadecimal digits of the sha256 of a quote; two of 2**24 quotes may share them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
