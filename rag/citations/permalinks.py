"""Whether a quotation still stands where a citation says, character for character."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import CitationInvalid
from rag.language.sentences import sentences
from rag.records import Citation, Page, quote_digest
from rag.records.verification import QuotationState, Verification

_PERMALINK = re.compile(
    r"verbatim:(?P<document>[0-9a-f]{64})#(?:page=(?P<page>\d{1,9})&)?"
    r"chars=(?P<start>\d{1,9})-(?P<end>\d{1,9})"
    r"&quote=(?P<digest>[0-9a-f]{12})"
)
# The share of characters that two texts have in common, in order (Ratcliff & Obershelp 1988),
# from which one is taken for an edited form of the other.
_EDITED = 0.6
# Characters. A quotation is at most a passage of 1,800; a link that asks for more would have a
# whole book hashed at each of its words.
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Permalink:
    """A quotation by its place: the document's sha256, the page, the offsets in its text.

    ``digest`` begins the sha256 of the quoted text, so that a change shows without the text.
    """

    document: str
    page: int | None
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, citation: Citation) -> Permalink:
        """The permalink of a citation."""
        return cls.parse(citation.permalink)

    @classmethod
    def parse(cls, written: str) -> Permalink:
        """The permalink that a line writes; raises CitationInvalid."""
        match = _PERMALINK.fullmatch(written.strip())
        if match is None or not 0 < int(match["end"]) - int(match["start"]) <= _LONGEST:
            raise CitationInvalid(text=written[:200])
        page = int(match["page"]) if match["page"] else None
        return cls(match["document"], page, int(match["start"]), int(match["end"]), match["digest"])


def verify(link: Permalink, pages: Sequence[Page], *, quote: str = "") -> Verification:
    """What became of a quotation in the pages of its document, or of a later version of it.

    Without the quoted text an edited quotation is found only at its old place, and another
    text there cannot be told from an edited one. A text given for it that is not the quoted one
    to the letter serves to find an edited form alone. No pages: the document is gone.
    """
    exact = quote if quote_digest(quote) == link.digest else ""
    near = sorted(pages, key=lambda page: page.number != link.page)
    there = next((page for page in near if page.number == link.page), None)
    if there is not None and quote_digest(there.text[link.start : link.end]) == link.digest:
        return _found("intact", there, link.start, link.end)
    for page in near:
        if (start := _search(page.text, link, exact)) is not None:
            return _found("moved", page, start, start + link.end - link.start)
    if quote:
        return _edited(near, quote)
    if there is not None and link.start < len(there.text):
        return _found("changed", there, link.start, min(link.end, len(there.text)))
    return Verification("gone")


def _found(state: QuotationState, page: Page, start: int, end: int) -> Verification:
    return Verification(state, page.number, start, end, page.text[start:end], page.label)


def _search(text: str, link: Permalink, quote: str) -> int | None:
    """Where the quotation stands in a text, the place nearest its old one."""
    length = link.end - link.start
    if quote:
        starts = [match.start() for match in re.finditer(re.escape(quote), text)]
    else:
        edges = (match.start() for match in re.finditer(r"(?<!\w)\S", text[: 1 - length or None]))
        starts = [at for at in edges if quote_digest(text[at : at + length]) == link.digest]
    return min(starts, key=lambda start: abs(start - link.start), default=None)


def _edited(pages: Sequence[Page], quote: str) -> Verification:
    """The sentence most like the quotation, where it is like enough."""
    best, found = _EDITED, Verification("gone")
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    for page in pages:
        for start, end in sentences(page.text):
            matcher.set_seq1(page.text[start:end])
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            if (ratio := matcher.ratio()) >= best:
                best, found = ratio, _found("changed", page, start, end)
    return found
