"""Answers: hits, statements, conflicts, and the turns of a conversation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from rag.records.citations import Citation, Span
from rag.records.document_lists import DocumentList
from rag.records.documents import Document, Language, Passage
from rag.records.drafts import Draft
from rag.records.notebook import heading, note, paragraph, place, quote, short, sources
from rag.records.plain import JsonRecord
from rag.records.scope import Scope

FactKind = Literal["figure", "date", "name"]
AbsentKind = Literal["identifier", "name", "period", "phrase", "document", "document_outside"]


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
class Answer(JsonRecord):
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

    schema: ClassVar = "urn:verbatim:schema:answer:1"
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

    def __repr__(self) -> str:
        """One short line: whether it is found, how sure it is, what it says and its sources."""
        state = f"found, {self.confidence:.2f}" if self.found else "not found"
        places = "; ".join(f"{one.path}{place(one)}" for one in self.citations[:3])
        return f"<Answer ({state}) {short(self.text)!r}{places and f' [{places}]'}>"

    def _repr_html_(self) -> str:
        """The quotes and their sources, or the text if nothing is quoted, for notebooks."""
        notes = "".join(note(line) for line in (self.understood, self.note) if line)
        quoted = (self.citations[each.citations[0] - 1] for each in self.statements)
        said = "".join(map(quote, quoted)) or paragraph(self.text)
        return heading(self.question) + notes + said + sources(self.citations)


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
