"""What is exported, whatever the format: sections of quotations, and the evidence for each."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.errors import CitationInvalid, SourceUnavailable, SourceUnknown
from rag.messages import Message, say
from rag.messages.answers import as_of, conflict, day, day_or_undated, place
from rag.messages.checks import reason, tally, verdict
from rag.readers import format_of
from rag.records import Answer, Box, Citation, Document, Language, Page
from rag.records.checks import Check, Claim

_SCALE = 2.0  # pixels a point of a cropped page: 144 dpi, sharp in print
_MARGIN = 42.0  # points of the page kept above and below a quotation
_LONGEST = 20  # citations of an export
_PLACE = re.compile(r"([0-9a-f]{64})\.(\d{0,6})\.(\d{1,9})\.(\d{1,9})")
# What neither XML nor print can carry: control characters, halves of pairs, no characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class DocumentSource(Protocol):
    """Where the documents of citations are; ``rag.engine.Rag`` is one."""

    @property
    def index_id(self) -> str:
        """The identity of what the index holds."""
        ...

    def document(self, document_id: str) -> Document:
        """A document; raises KeyError."""
        ...

    def page(self, document_id: str, number: int | None) -> Page:
        """A page; raises KeyError."""
        ...

    def page_image(
        self,
        document_id: str,
        number: int,
        *,
        highlights: Sequence[tuple[int, int]] = (),
        scale: float = 1.5,
    ) -> bytes:
        """The page as PNG, spans marked; raises SourceUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A citation with what is known of its document.

    ``crop`` is a PNG of the part of the page that holds the quotation, marked; ``None`` where
    the document has no pages to draw, or its file is gone (``lost``).
    """

    cited: Citation
    document: Document
    crop: bytes | None = None
    lost: bool = False

    @property
    def permalink(self) -> str:
        """The quotation by its place and its digest."""
        return self.cited.permalink

    @property
    def parts(self) -> tuple[str, str, str]:
        """The quotation in three: the middle is its short answer, "" where it has none."""
        quote, span = printable(self.cited.quote), self.cited.span
        if span is None:
            return quote, "", ""
        left, right = span.start - self.cited.start, span.end - self.cited.start
        return quote[:left], quote[left:right], quote[right:]

    def facts(self, language: Language) -> list[tuple[str, str]]:
        """What identifies the quotation, as pairs of a label and a value."""
        cited = self.cited
        where = place(cited.page, cited.page_label, language)
        values = {
            "issuer": self.document.issuer,
            "date": day_or_undated(cited.date, language),
            "page": where,
            "file": cited.path,
            "sha256": cited.sha256,
            "permalink": self.permalink,
        }
        return [
            (say(f"exports.{name}", language), printable(told))
            for name, told in values.items()
            if told
        ]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is exported: a heading, lines of ours, then quotations by their numbers.

    ``warnings`` are lines that follow the quotations: which of them disagree.
    """

    heading: str
    lines: tuple[str, ...]
    quotes: tuple[int, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """An answer or a check as it is exported; ``exhibits`` are in the order of its numbers."""

    title: str
    language: Language
    made: dt.date
    index_id: str
    sections: tuple[Section, ...]
    exhibits: tuple[Exhibit, ...]

    def numbered(self, number: int) -> Exhibit:
        """The exhibit of a number."""
        return next(each for each in self.exhibits if each.cited.n == number)

    @property
    def imprint(self) -> str:
        """When and from what it was made, in a line."""
        date = day(self.made, self.language)
        line = say("exports.made", self.language, date=date, index=self.index_id[:12])
        return f"{line} {say('exports.exact', self.language)}" if self.exhibits else line


def of_answer(
    answer: Answer, shelf: DocumentSource, made: dt.date, *, crops: bool = True
) -> Dossier:
    """An answer as it is exported, with the pages of its PDFs where ``crops`` are wanted."""
    language = answer.language
    if answer.found:
        told = of_citations(answer.question, language, answer.citations, shelf, made, crops=crops)
        warnings = tuple(conflict(one, answer.citations, language) for one in answer.conflicts)
        sections = tuple(replace(each, warnings=warnings) for each in told.sections)
        told = replace(told, sections=sections)
    else:
        section = Section("", (answer.text,), ())
        told = Dossier(answer.question, language, made, answer.index_id, (section,), ())
    return told if answer.as_of is None else as_on(told, answer.as_of)


def as_on(told: Dossier, day: dt.date) -> Dossier:
    """The same, which says that it was asked as on a day."""
    first = Section("", (as_of(day, told.language),), ())
    return replace(told, sections=(first, *told.sections))


def of_citations(
    question: str,
    language: Language,
    cited: Sequence[Citation],
    shelf: DocumentSource,
    made: dt.date,
    *,
    crops: bool = True,
) -> Dossier:
    """What was cited for a question as it is exported, quoted in their order."""
    count = len({each.document for each in cited})
    line = say("answers.found", language, count=count)
    order = tuple(each.n for each in cited)
    exhibits = tuple(find_exhibit(each, shelf, crops=crops) for each in cited)
    section = Section("", (line,), order)
    return Dossier(question, language, made, shelf.index_id, (section,), exhibits)


def of_check(check: Check, shelf: DocumentSource, made: dt.date, *, crops: bool = True) -> Dossier:
    """A check as it is exported: each claim with its verdict, why, and its quotations."""
    language = check.language
    lead = (tally(check, language) if check.claims else say("checks.no_claim", language),)
    return Dossier(
        title=say("exports.check", language),
        language=language,
        made=made,
        index_id=check.index_id,
        sections=(Section("", lead, ()), *(_of_claim(claim, language) for claim in check.claims)),
        exhibits=tuple(find_exhibit(cited, shelf, crops=crops) for cited in check.citations),
    )


def _of_claim(claim: Claim, language: Language) -> Section:
    lines = [verdict(claim.verdict, language)]
    for told in claim.evidence:
        between = f"{say('words.semicolon', language)} "
        reasons = between.join(reason(each, language) for each in told.reasons)
        lines += [f"[{told.citation}] {reasons}"] if reasons else []
    quotes = dict.fromkeys(told.citation for told in claim.evidence)
    return Section(" ".join(claim.text.split()), tuple(lines), tuple(quotes))


def find_exhibit(cited: Citation, shelf: DocumentSource, *, crops: bool) -> Exhibit:
    """What is known of a citation; raises SourceUnknown where its document is gone."""
    try:
        document = shelf.document(cited.document)
        if not crops or cited.page is None or not format_of(document.format).has_pages:
            return Exhibit(cited, document)
        page = shelf.page(cited.document, cited.page)
    except KeyError as error:
        raise SourceUnknown(document=cited.document[:12], page=cited.page or "-") from error
    span = (cited.start, cited.end)
    boxes = [box for box in page.boxes if box.start < cited.end and cited.start < box.end]
    try:
        drawn = shelf.page_image(cited.document, cited.page, highlights=[span], scale=_SCALE)
    except SourceUnavailable:
        return Exhibit(cited, document, lost=True)
    return Exhibit(cited, document, _cropped(drawn, boxes))


def cite_places(places: Sequence[str], shelf: DocumentSource) -> tuple[Citation, ...]:
    """The citations of places written "sha256.page.start.end", each read from the index.

    So a quotation cannot be but what its page says. Raises CitationInvalid for a place that
    cannot be read, SourceUnknown for one that the index does not hold.
    """
    if len(places) > _LONGEST:
        raise CitationInvalid(
            text=Message("causes.too_many_citations", count=len(places), limit=_LONGEST)
        )
    return tuple(_cite(number, written, shelf) for number, written in enumerate(places, 1))


def write_place(cited: Citation) -> str:
    """A citation as ``cite_places`` reads it."""
    return f"{cited.document}.{cited.page or ''}.{cited.start}.{cited.end}"


def printable(told: str) -> str:
    """A text without the characters that no document can hold, each shown as U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", told)


def _cite(number: int, written: str, shelf: DocumentSource) -> Citation:
    match = _PLACE.fullmatch(written)
    if match is None:
        raise CitationInvalid(text=written[:200])
    page_number = int(match[2]) if match[2] else None
    start, end = int(match[3]), int(match[4])
    try:
        document = shelf.document(match[1])
        page = shelf.page(document.id, page_number)
    except KeyError as error:
        raise SourceUnknown(document=match[1][:12], page=match[2] or "-") from error
    if not start < end <= len(page.text):
        raise CitationInvalid(text=written)
    return Citation(
        n=number, document=document.id, path=document.path, title=document.title,
        page=page.number, page_label=page.label, start=start, end=end,
        quote=page.text[start:end], language=document.language, date=document.date,
        sha256=document.id, score=1.0,
    )  # fmt: skip


def _cropped(drawn: bytes, boxes: Sequence[Box]) -> bytes:
    """The strip of a drawn page that holds the boxes; the whole page where there are none."""
    from PIL import Image

    image: Image.Image = Image.open(io.BytesIO(drawn))
    if boxes:
        top = max(min(box.top for box in boxes) - _MARGIN, 0) * _SCALE
        bottom = min((max(box.bottom for box in boxes) + _MARGIN) * _SCALE, image.height)
        image = image.crop((0, int(top), image.width, int(bottom)))
    out = io.BytesIO()
    image.convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
