"""What an address of the viewer shows: the page and the quote as they are in the library now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.citations.permalinks import Permalink
from rag.errors import RagError
from rag.export import cite_places, write_place
from rag.records import Document, Page, Span, quote_digest
from rag.records.verification import Verification
from rag.server import AccessControl, Engine, EngineLoader, find_document, find_page
from rag.web.html.markup import Html
from rag.web.state import SourcePlace
from rag.web.viewer.address import ViewerAddress
from rag.web.viewer.contents import SectionHeading, WordMatch, find_words, outline
from rag.web.viewer.look import look


@dataclass(frozen=True, slots=True)
class Turning:
    """The place of a quote among others: its number from 1, and the addresses beside it."""

    number: int
    count: int
    previous: ViewerAddress | None
    next: ViewerAddress | None


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A page of a document with what surrounds it.

    ``quotation`` is where the quote of the address is now, ``None`` without one or if it is
    gone, and ``found`` what became of it. ``shape`` is the document as it looks if it has no
    pages, and ``marked`` says that the quote is marked there. ``file_missing`` says that it
    cannot be shown so, because its file is no longer the one that was indexed.
    """

    document: Document
    page: Page
    quotation: SourcePlace | None
    found: Verification | None
    headings: tuple[SectionHeading, ...]
    matches: tuple[WordMatch, ...]
    turning: Turning | None
    shape: Html | None = None
    marked: bool = False
    file_missing: bool = False


class DocumentOpener:
    """Opens addresses of the viewer for the caller of a request."""

    def __init__(self, loader: EngineLoader, access: AccessControl) -> None:
        self._loader, self._access = loader, access
        self._outline = lru_cache(maxsize=64)(_outline)

    def sees_all(self) -> bool:
        """Whether the caller sees the whole library, so that what is missing is not hidden."""
        return self._access.visible() is None

    def open(self, address: ViewerAddress) -> OpenedDocument:
        """What an address shows; raises SourceUnknown if its document is not there."""
        engine = self._loader.engine()
        found = self._verify(engine, address.permalink) if address.permalink else None
        quotation = _place(found) if found else None
        document = find_document(engine, quotation.document if quotation else address.document)
        number = address.show or (quotation.page if quotation else None) or 1
        page = find_page(engine, document.id, number)
        shape, marked, missing = _shape(engine, document, page, quotation)
        words = address.words
        return OpenedDocument(
            document, page, quotation, found,
            self._outline(_Pages(engine, document, engine.index_id)),
            find_words(document.id, _pages(engine, document), words) if words else (),
            _turning(address, quotation, engine), shape, marked, missing,
        )  # fmt: skip

    def _verify(self, engine: Engine, permalink: str) -> Verification:
        """What became of a quote; one that is not at its place is searched through the queue."""
        link = Permalink.parse(permalink)
        try:
            text = engine.page(link.document, link.page).text
        except KeyError:
            text = ""
        if quote_digest(text[link.start : link.end]) == link.digest:
            return engine.verify(permalink)
        with self._access.admitted(None, "verify"):
            return engine.verify(permalink)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a document in a state of the index; equal ones have the same pages."""

    engine: Engine
    document: Document
    index_id: str

    def __hash__(self) -> int:
        return hash((self.document.id, self.index_id))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Pages):
            return NotImplemented
        return (self.document.id, self.index_id) == (other.document.id, other.index_id)


def _outline(pages: _Pages) -> tuple[SectionHeading, ...]:
    return outline(pages.document.id, _pages(pages.engine, pages.document))


def _pages(engine: Engine, document: Document) -> list[Page]:
    return [find_page(engine, document.id, number) for number in range(1, document.page_count + 1)]


def _place(found: Verification) -> SourcePlace | None:
    """Where a quote is now; ``None`` if it is gone."""
    if found.start is None or found.end is None or not found.document:
        return None
    context = tuple((piece.start, piece.end) for piece in found.context)
    return SourcePlace(found.document, found.page, found.start, found.end, context)


def _shape(
    engine: Engine, document: Document, page: Page, quotation: SourcePlace | None
) -> tuple[Html | None, bool, bool]:
    """The document as it looks, whether the quote is marked in it, whether its file is missing.

    One that cannot be shown so is shown as its text.
    """
    if page.number is not None:
        return None, False, False
    spans = quotation.spans if quotation else ()
    quote = [Span(start, end, page.text[start:end]) for start, end in spans]
    try:
        shown = look(document, engine.original(document.id), quote)
    except RagError:
        return None, False, True
    return (*shown, False) if shown else (None, False, False)


def _turning(
    address: ViewerAddress, quotation: SourcePlace | None, engine: Engine
) -> Turning | None:
    """The place of the quote among those of the address; ``None`` if it is not one of several."""
    if quotation is None or len(address.among) < 2:
        return None
    spans = ((quotation.start, quotation.end), *quotation.context)
    written = write_place(quotation.document, quotation.page, spans)
    if written not in address.among:
        return None
    at, places = address.among.index(written), ("", *address.among, "")
    before, after = (_at_place(address, places[at + step], engine) for step in (0, 2))
    return Turning(at + 1, len(address.among), before, after)


def _at_place(address: ViewerAddress, place: str, engine: Engine) -> ViewerAddress | None:
    """The address of another quote; ``None`` if there is none, or it left the library."""
    try:
        (citation,) = cite_places((place,), engine)
    except RagError:
        return None
    return address.at_quote(citation.permalink)
