"""A dossier is what is exported, in any format: sections of quotations, and their evidence."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Protocol

from rag.errors import SourceUnavailable, SourceUnknown
from rag.language.words import fold
from rag.messages import say
from rag.messages.answers import (
    absent,
    amendment,
    as_of,
    conflict,
    day,
    day_or_undated,
    place,
    remarks,
    understood,
    understood_in,
)
from rag.messages.library import listed_lines
from rag.messages.scope import scope_line
from rag.readers import format_of
from rag.records import Answer, Box, Citation, Document, Language, Page, Scope
from rag.runtime.cancellation import checkpoint

_SCALE = 2.0  # pixels a point of a cropped page: 144 dpi, sharp in print
_LONGEST_NAME = 60  # characters of a file name before its day
_MARGIN = 42.0  # points of the page above and below a quotation
# Not allowed in XML or print: control characters, single surrogates and noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class DocumentSource(Protocol):
    """Gives the documents and pages that citations name; ``rag.engine.Rag`` is one."""

    @property
    def index_id(self) -> str:
        """The identity of the content of the index."""
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
        """The page as PNG, with the spans marked; raises SourceUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A citation with its document.

    ``crop`` is a PNG of the part of the page with the quotation, marked. It is ``None`` if the
    document has no page images, or if its file is missing or has changed (``file_missing``).
    """

    citation: Citation
    document: Document
    crop: bytes | None = None
    file_missing: bool = False

    @property
    def permalink(self) -> str:
        """The permalink of the quotation."""
        return self.citation.permalink

    @property
    def quote_parts(self) -> tuple[str, str, str]:
        """The quotation before, in and after its short answer; if it has none, only the first."""
        before, short, after = map(printable, self.citation.text_parts)
        return before, short, after

    def remarks(self, language: Language) -> str:
        """What a reader must know of the quotation, in brackets, "" if nothing."""
        said = say("exports.between", language).join(remarks(self.citation, language))
        return f"({said})" if said else ""

    def link(self, site: str) -> str:
        """The address of the quotation in the viewer of a service, "" without one."""
        document, _, place = self.permalink.removeprefix("verbatim:").partition("#")
        return f"{site}/view/{document}?{place}" if site else ""

    def facts(self, language: Language, site: str = "") -> list[tuple[str, str]]:
        """What identifies the quotation, as pairs of a label and a value.

        With the address of a service the permalink is that of its viewer, to be opened.
        """
        citation = self.citation
        where = place(citation.page, citation.page_label, language)
        values = {
            "issuer": self.document.issuer,
            "date": day_or_undated(citation.date, language),
            "page": where,
            "file": citation.path,
            "sha256": citation.sha256,
            "permalink": self.link(site) or self.permalink,
        }
        return [
            (say(f"exports.{name}", language), printable(value))
            for name, value in values.items()
            if value
        ]


@dataclass(frozen=True, slots=True)
class DossierSection:
    """A part of a dossier: a heading, lines of text, then quotations by their numbers.

    ``warnings`` are the lines after the quotations that say which of them disagree.
    """

    heading: str
    lines: tuple[str, ...]
    quotes: tuple[int, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """An answer or a check to export; ``exhibits`` are in the order of their numbers.

    ``site`` is the address of the service that has the viewer, "" if there is none: references link
    to it, and then only the evidence pack has fingerprints.
    """

    title: str
    language: Language
    date: dt.date
    index_id: str
    sections: tuple[DossierSection, ...]
    exhibits: tuple[Exhibit, ...]
    site: str = ""

    def exhibit(self, number: int) -> Exhibit:
        """The exhibit with a number."""
        return next(each for each in self.exhibits if each.citation.n == number)

    def file_name(self, extension: str) -> str:
        """A name for its file: the first words of the title, in plain letters, and the day."""
        words = " ".join(re.findall(r"[a-z0-9]+", fold(self.title)))
        short = shorten(words, _LONGEST_NAME, placeholder="") or "verbatim"
        return f"{short.replace(' ', '-')}-{self.date.isoformat()}.{extension}"

    @property
    def imprint(self) -> str:
        """One line with the date and the index that the dossier was made from."""
        date = day(self.date, self.language)
        line = say("exports.made", self.language, date=date, index=self.index_id[:12])
        return f"{line} {say('exports.exact', self.language)}" if self.exhibits else line


def dossier_of_answer(
    answer: Answer, source: DocumentSource, date: dt.date, *, crops: bool = True
) -> Dossier:
    """The dossier of an answer; ``crops`` adds the marked parts of PDF pages."""
    language = answer.language
    exhibits = tuple(make_exhibit(each, source, crops=crops) for each in answer.citations)
    parts = [_of_part(part) for part in answer.parts] or [_of_part(answer, heading="")]
    said = [*(() if answer.parts else _taken(answer)), answer.note or ""]
    lead = [DossierSection("", lines, ())] if (lines := tuple(filter(None, said))) else []
    title, made = _title(answer.question), answer.index_id
    dossier = Dossier(title, language, date, made, (*lead, *parts), exhibits)
    return limited(dossier, answer.as_of, answer.scope)


def _taken(answer: Answer) -> list[str]:
    """How a question was taken, and what of it the documents lack."""
    language, lacking = answer.language, answer.absent if answer.found else ()
    return [
        understood(answer.understood, language) if answer.understood else "",
        understood_in(answer.named, language) if answer.named else "",
        *(absent(one, language) for one in lacking),
    ]


def _of_part(part: Answer, heading: str | None = None) -> DossierSection:
    """The section of an answer or a part of one: its quotes, or its own sentence and its list."""
    language = part.language
    listed = listed_lines(part.listed, language) if part.listed else ()
    count = len({each.document for each in part.citations})
    said = say("answers.found", language, count=count) if count else part.text
    withheld = [say("answers.withheld", language, count=part.withheld)] if part.withheld else []
    return DossierSection(
        part.question if heading is None else heading,
        (*(() if heading is not None else filter(None, _taken(part))), said, *listed),
        tuple(each.n for each in part.citations),
        (
            *(conflict(each, part.citations, language) for each in part.conflicts),
            *amended_lines(part.citations, language),
            *withheld,
        ),
    )


def amended_lines(citations: Iterable[Citation], language: Language) -> list[str]:
    """A line for each amendment of what is quoted."""
    return [
        f"[{cited.n}] {amendment(one, language)}" for cited in citations for one in cited.amendments
    ]


def limited(dossier: Dossier, day: dt.date | None, scope: Scope | None) -> Dossier:
    """The dossier with first lines that say to which documents the question was limited.

    These are the documents as of a day, and those in a scope; ``None`` for each means no limit.
    """
    lines = [] if day is None else [as_of(day, dossier.language)]
    lines += [] if scope is None else [scope_line(scope, dossier.language)]
    first = [DossierSection("", tuple(lines), ())] if lines else []
    return replace(dossier, sections=(*first, *dossier.sections))


def _title(question: str) -> str:
    """A question on one line: each further line of a title is a line of a page."""
    return " ".join(line.strip() for line in question.splitlines() if line.strip())


def dossier_of_citations(
    question: str,
    language: Language,
    citations: Sequence[Citation],
    source: DocumentSource,
    date: dt.date,
    *,
    crops: bool = True,
) -> Dossier:
    """The dossier of a question and the citations given for it, quoted in their order."""
    count = len({each.document for each in citations})
    line = say("answers.found", language, count=count)
    order = tuple(each.n for each in citations)
    exhibits = tuple(make_exhibit(each, source, crops=crops) for each in citations)
    section = DossierSection("", (line, say("exports.earlier", language)), order)
    return Dossier(_title(question), language, date, source.index_id, (section,), exhibits)


def make_exhibit(citation: Citation, source: DocumentSource, *, crops: bool) -> Exhibit:
    """The exhibit of a citation; raises SourceUnknown if the index has no such document."""
    checkpoint()
    try:
        document = source.document(citation.document)
        if not crops or citation.page is None or not format_of(document.format).is_drawn:
            return Exhibit(citation, document)
        page = source.page(citation.document, citation.page)
    except KeyError as error:
        raise SourceUnknown(document=citation.document[:12], page=citation.page or "-") from error
    spans = [(piece.start, piece.end) for piece in citation.pieces]
    boxes = [
        box
        for box in page.boxes
        if any(box.start < end and start < box.end for start, end in spans)
    ]
    try:
        png = source.page_image(citation.document, citation.page, highlights=spans, scale=_SCALE)
    except SourceUnavailable:
        return Exhibit(citation, document, file_missing=True)
    return Exhibit(citation, document, _cropped(png, boxes))


def printable(text: str) -> str:
    """A text with each character that documents cannot contain replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _cropped(png: bytes, boxes: Sequence[Box]) -> bytes:
    """The horizontal strip of a page image with the boxes; all of it if there are none."""
    from PIL import Image

    image: Image.Image = Image.open(io.BytesIO(png))
    if boxes:
        top = max(min(box.top for box in boxes) - _MARGIN, 0) * _SCALE
        bottom = min((max(box.bottom for box in boxes) + _MARGIN) * _SCALE, image.height)
        image = image.crop((0, int(top), image.width, int(bottom)))
    out = io.BytesIO()
    image.convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
