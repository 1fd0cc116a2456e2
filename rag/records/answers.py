"""Answers: hits, citations, statements, conflicts, and the turns of a conversation."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.records.document_lists import DocumentList
from rag.records.documents import Document, Language, Passage
from rag.records.drafts import Draft
from rag.records.scope import Scope

FactKind = Literal["figure", "date", "name"]
AbsentKind = Literal["identifier", "name", "period", "phrase", "document", "document_outside"]
GAP = " … "  # between two pieces of a quote


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its document and its scores.

    ``score`` is the fused score in 0..1. ``semantic`` is a cosine in -1..1 and ``lexical`` a BM25
    score from 0 up; each is ``None`` if that ranking did not find the passage.
    """

    passage: Passage
    document: Document
    label: str | None
    score: float
    semantic: float | None
    lexical: float | None


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


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and its place; ``quote`` is verbatim ``Page.text[start:end]``.

    ``span`` is the short answer inside the quote, if the question asks for one. ``ocr`` is the
    value of the page. ``superseded_by`` is the newer version of the document, if the library has
    one. ``context`` are the further pieces of the page that the quote needs to be understood: the
    lead-in of an item, the sentence that names the subject of a pronoun. They are in reading
    order and do not touch the quote or each other.
    """

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
        page = "" if self.page is None else f"page={self.page}&"
        place = f"{page}chars={self.start}-{self.end}"
        pieces = ",".join(
            f"{each.start}-{each.end}:{quote_digest(each.text)}" for each in self.context
        )
        context = f"&context={pieces}" if pieces else ""
        return f"verbatim:{self.sha256}#{place}&quote={quote_digest(self.quote)}{context}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote of an answer, with the numbers of the citations that support it.

    ``text`` is that of its citation: all pieces, with ``GAP`` where text is left out.
    """

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two citations of different documents, by number, that disagree on one fact.

    The spans locate the fact: each is ``Page.text[start:end]`` inside its quote.
    """

    first: int
    second: int
    topic: FactKind
    first_span: Span
    second_span: Span


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that a question names and the library lacks, as the question writes it.

    An "identifier", a "name" or a "phrase" occurs in no passage; for a "period" there is no answer.
    No title is that of a "document"; a "document_outside" is there, outside the limits given.
    ``present`` are the nearest that the passages have: other identifiers, or other periods. Of a
    document, they are the titles of others, or its further titles.
    """

    kind: AbsentKind
    text: str
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the documents to a question, or that they do not answer it.

    ``found`` is false if no passage answers: ``statements`` and ``citations`` are then empty, and
    ``hits`` are still the nearest passages. An answer that quotes nothing is found too if the
    catalogue gives it, or if nothing was asked ("Hello"). ``confidence`` is in 0..1.
    ``timings_ms`` holds the milliseconds of each step.
    ``understood`` is the question as it was completed from earlier turns, its typing errors
    corrected and its acronyms spelt out; "" if it was taken as it is. ``exact`` is true if it was
    to be taken as it is. ``meanings`` are two questions that a follow-up can mean, both in full,
    if it is not clear which: the first is that of ``understood``, which is answered here.
    ``withheld`` counts the quotes left out because their page, read again, does not hold them to
    the letter.
    ``as_of`` is the day of the question: documents dated later were left out.
    ``conflicts`` are the citations that disagree on a figure, a date or a name.
    ``absent`` is what the question names and the library lacks.
    ``written`` is the draft of a model over the quotes, ``None`` if none is configured.
    ``note`` says what was done instead of what was asked ("Verbatim does not summarise: ...").
    ``listed`` are the documents that answer a question about the library itself: the answer then
    comes from the catalogue, ``text`` says so, and nothing is quoted.
    ``parts`` are the answers to several questions in one message, or the sections of an outline
    or a comparison, each under its own ``question``. Their citations are those of the whole
    answer, with the same numbers. ``compared`` is true if they are the sides of a comparison.
    ``named`` are the titles of the documents that the question itself names and the answer comes
    from, if it wants it from them ("dans le rapport annuel 2023, ...") and the library has others.
    ``scope`` holds the limits that were given: only documents in it were read.
    """

    question: str
    language: Language
    found: bool
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    confidence: float
    index_id: str
    timings_ms: dict[str, float] = field(compare=False)
    understood: str = ""
    withheld: int = 0
    as_of: dt.date | None = None
    conflicts: tuple[Conflict, ...] = ()
    written: Draft | None = None
    absent: tuple[Absent, ...] = ()
    exact: bool = False
    note: str = ""
    listed: DocumentList | None = None
    parts: tuple[Answer, ...] = ()
    compared: bool = False
    meanings: tuple[str, ...] = ()
    scope: Scope | None = None
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier turn of a conversation: the question, how it was understood, what was quoted.

    ``understood`` is "" if the question was taken as it is. ``parts`` are the questions of a
    message of several. A conversation is a sequence of exchanges, the latest last, passed with
    each question; it is stored nowhere else.
    """

    question: str
    understood: str = ""
    quotes: tuple[str, ...] = ()
    parts: tuple[Exchange, ...] = ()

    @classmethod
    def from_answer(cls, answer: Answer) -> Exchange:
        """The turn that an answer closes."""
        quotes = tuple(cited.quote for cited in answer.citations)
        # The sections of an outline are no questions: nothing was searched for them.
        several = not answer.compared and any(part.hits or part.listed for part in answer.parts)
        parts = tuple(map(cls.from_answer, answer.parts)) if several else ()
        return cls(answer.question, answer.understood, quotes, parts)


def text_of(pieces: Sequence[Span]) -> str:
    """The text of pieces of a page in reading order, with ``GAP`` between them."""
    return GAP.join(piece.text for piece in sorted(pieces, key=lambda piece: piece.start))


def quote_digest(text: str) -> str:
    """12 hexadecimal digits of the sha256 of a quote; two of 2**24 quotes may share them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
