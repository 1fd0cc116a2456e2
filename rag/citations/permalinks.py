"""Permalinks of citations, and their verification in the pages of a document."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from rag.errors import CitationInvalid
from rag.language.sentences import sentences
from rag.records import Citation, Page, Span, quote_digest
from rag.records.verification import QuotationState, Verification
from rag.weights import WEIGHTS

_PERMALINK = re.compile(
    r"verbatim:(?P<document>[0-9a-f]{64})#(?:page=(?P<page>\d{1,9})&)?"
    r"chars=(?P<start>\d{1,9})-(?P<end>\d{1,9})"
    r"&quote=(?P<digest>[0-9a-f]{12})"
    r"(?:&context=(?P<context>\d{1,9}-\d{1,9}:[0-9a-f]{12}(?:,\d{1,9}-\d{1,9}:[0-9a-f]{12})*))?"
)
_PIECE = re.compile(r"(\d+)-(\d+):(\w+)")
# Characters. A quote is at most a passage of 1,800. A link to a longer text would need a hash
# of that length at each word of a book.
_MAX_LENGTH = 10_000
_STATES: tuple[QuotationState, ...] = get_args(QuotationState)  # the best first


@dataclass(frozen=True, slots=True)
class Permalink:
    """The place of a quote: the sha256 of its document, the page, the offsets in the page's text.

    ``digest`` is the start of the sha256 of the quote, which detects a change without its text.
    ``context`` are the further pieces of the quote, each as a permalink of its own.
    """

    document: str
    page: int | None
    start: int
    end: int
    digest: str
    context: tuple[Permalink, ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> Permalink:
        """The permalink of a citation."""
        return cls.parse(citation.permalink)

    @classmethod
    def parse(cls, text: str) -> Permalink:
        """The permalink in a text; raises CitationInvalid."""
        match = _PERMALINK.fullmatch(text.strip())
        if match is None:
            raise CitationInvalid(text=text[:200])
        document, page = match["document"], int(match["page"]) if match["page"] else None
        context = tuple(
            cls(document, page, int(start), int(end), digest)
            for start, end, digest in _PIECE.findall(match["context"] or "")
        )
        start, end = int(match["start"]), int(match["end"])
        link = cls(document, page, start, end, match["digest"], context)
        if any(not 0 < each.end - each.start <= _MAX_LENGTH for each in (link, *context)):
            raise CitationInvalid(text=text[:200])
        return link


def verify(link: Permalink, pages: Sequence[Page], *, quote: str = "") -> Verification:
    """What became of a quote in the pages of its document, or of a later version of it.

    ``quote`` is the quoted text. Without it, an edited quote is found only at its old place,
    where it cannot be distinguished from another text. If its digest is not that of the link,
    it is used only to find an edited form. Without pages, the quote is "gone".

    The further pieces of the quote are searched in the page where it is now. It is "moved" if one
    of them is elsewhere in the page, and "changed" if one is no longer there.
    """
    found = _verify_piece(link, pages, quote)
    here = [page for page in pages if page.number == found.page]
    if not link.context or found.state == "gone":
        return found
    pieces = [_verify_piece(each, here) for each in link.context]
    kept = [each for each in pieces if each.state in ("intact", "moved")]
    state = max((found, *pieces), key=lambda each: _STATES.index(each.state)).state
    context = tuple(
        Span(each.start, each.end, each.text)
        for each in kept
        if each.start is not None and each.end is not None
    )
    return replace(found, state="changed" if state == "gone" else state, context=context)


def _verify_piece(link: Permalink, pages: Sequence[Page], quote: str = "") -> Verification:
    """What became of one piece of a quote."""
    exact = quote if quote_digest(quote) == link.digest else ""
    cited = next((page for page in pages if page.number == link.page), None)
    if cited is not None and quote_digest(cited.text[link.start : link.end]) == link.digest:
        return _found("intact", cited, link.start, link.end)
    cited_first = sorted(pages, key=lambda page: page.number != link.page)
    for page in cited_first:
        if (start := _find(page.text, link, exact)) is not None:
            return _found("moved", page, start, start + link.end - link.start)
    if quote:
        return _find_edited(cited_first, quote)
    if cited is not None and link.start < len(cited.text):
        return _found("changed", cited, link.start, min(link.end, len(cited.text)))
    return Verification("gone")


def _found(state: QuotationState, page: Page, start: int, end: int) -> Verification:
    return Verification(state, page.number, start, end, page.text[start:end], page.label)


def _find(text: str, link: Permalink, quote: str) -> int | None:
    """The offset of the quote in a text that is nearest to its old one."""
    length = link.end - link.start
    if quote:
        starts = [match.start() for match in re.finditer(re.escape(quote), text)]
    else:
        words = (match.start() for match in re.finditer(r"(?<!\w)\S", text[: 1 - length or None]))
        starts = [at for at in words if quote_digest(text[at : at + length]) == link.digest]
    return min(starts, key=lambda start: abs(start - link.start), default=None)


def _find_edited(pages: Sequence[Page], quote: str) -> Verification:
    """The sentence most similar to the quote, "gone" if none is similar enough."""
    best, found = WEIGHTS.edited_quotes.similarity, Verification("gone")
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    for page in pages:
        for start, end in sentences(page.text):
            matcher.set_seq1(page.text[start:end])
            # Upper bounds of the ratio, much faster to compute.
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            if (ratio := matcher.ratio()) >= best:
                best, found = ratio, _found("changed", page, start, end)
    return found
