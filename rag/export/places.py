"""Places of citations as text: what the links of an export carry in place of quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.errors import CitationInvalid, SourceUnknown
from rag.export.dossier import DocumentSource
from rag.messages import Message
from rag.records import Citation, Offsets, Span

_MAX_CITATIONS = 20
_PLACE = re.compile(r"([0-9a-f]{64})\.(\d{0,6})((?:\.\d{1,9}\.\d{1,9}){1,50})")
_SPAN = re.compile(r"(\d+)\.(\d+)")


def cite_places(places: Sequence[str], source: DocumentSource) -> tuple[Citation, ...]:
    """The citations of places written "sha256.page.start.end", with quotes read from the index.

    Each further piece of a quotation is written ".start.end" after it. A quotation is therefore
    always what its page says. Raises CitationInvalid for a place that cannot be parsed,
    SourceUnknown for one that is not in the index.
    """
    if len(places) > _MAX_CITATIONS:
        raise CitationInvalid(
            text=Message("causes.too_many_citations", count=len(places), limit=_MAX_CITATIONS)
        )
    return tuple(_cite(number, written, source) for number, written in enumerate(places, 1))


def format_place(citation: Citation) -> str:
    """The place of a citation as ``cite_places`` parses it."""
    spans = [(citation.start, citation.end), *((one.start, one.end) for one in citation.context)]
    return write_place(citation.document, citation.page, spans)


def write_place(document: str, page: int | None, spans: Sequence[Offsets]) -> str:
    """A place as ``cite_places`` parses it; the first span is the quote, the others its context."""
    return ".".join((document, f"{page or ''}", *(f"{start}.{end}" for start, end in spans)))


def _cite(number: int, written: str, source: DocumentSource) -> Citation:
    match = _PLACE.fullmatch(written)
    if match is None:
        raise CitationInvalid(text=written[:200])
    page_number = int(match[2]) if match[2] else None
    try:
        document = source.document(match[1])
        page = source.page(document.id, page_number)
    except KeyError as error:
        raise SourceUnknown(document=match[1][:12], page=match[2] or "-") from error
    (start, end), *context = [(int(a), int(b)) for a, b in _SPAN.findall(match[3])]
    if not _are_apart([(start, end), *context], len(page.text)):
        raise CitationInvalid(text=written[:200])
    return Citation(
        n=number, document=document.id, path=document.path, title=document.title,
        page=page.number, page_label=page.label, start=start, end=end,
        quote=page.text[start:end], language=document.language, date=document.date,
        sha256=document.id, score=1.0, metadata=document.metadata, ocr=page.ocr,
        context=tuple(Span(a, b, page.text[a:b]) for a, b in context),
    )  # fmt: skip


def _are_apart(spans: Sequence[Offsets], length: int) -> bool:
    """Whether spans lie in a text of a length, none empty and none over another."""
    ordered = sorted(spans)
    apart = all(before[1] <= after[0] for before, after in pairwise(ordered))
    return apart and ordered[-1][1] <= length and all(start < end for start, end in ordered)
