"""Addresses of the viewer: ``view/SHA256?page=...``, read and written.

The address of a quote is its permalink behind another start, so each can be made from the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rag.citations.permalinks import Permalink
from rag.records import Language, Page, Span
from rag.records.citations import permalink_of
from rag.web.state import SourcePlace

VIEW = "view"
_FIELDS = ("page", "chars", "quote", "context")  # of a permalink, in its order
_MOST_WORDS, _MOST_AMONG, _LONGEST_PLACE = 200, 40, 2_000


@dataclass(frozen=True, slots=True)
class ViewerAddress:
    """What an address of the viewer says.

    ``permalink`` is that of the quote to show, "" to read the document. ``show`` is the page to
    open if it is not that of the quote. ``words`` are searched in the document. ``among`` are the
    places of the quotes to turn to, those of an answer. Without a ``lang`` the browser decides.
    """

    document: str
    permalink: str = ""
    show: int | None = None
    words: str = ""
    among: tuple[str, ...] = ()
    lang: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query of the address."""
        found = _fields_of(self.permalink)
        if self.show is not None:
            found.append(("show" if self.permalink else "page", str(self.show)))
        found += [("q", self.words)] if self.words else []
        found += [("c", place) for place in self.among]
        return found + ([("lang", self.lang)] if self.lang else [])

    @property
    def url(self) -> str:
        """The address, relative to that of another document in the viewer."""
        query = urlencode(self.pairs, safe=":,")
        return f"{self.document}?{query}" if query else self.document

    def at_page(self, number: int) -> ViewerAddress:
        """The same with another page open."""
        return replace(self, show=number)

    def at_quote(self, permalink: str) -> ViewerAddress:
        """The same at a quote, perhaps of another document."""
        document = Permalink.parse(permalink).document
        words = self.words if document == self.document else ""
        return replace(self, document=document, permalink=permalink, show=None, words=words)


def read_address(
    document: str, query: Mapping[str, str], among: Sequence[str], language: Language
) -> ViewerAddress:
    """The address with a query; raises CitationInvalid if it names a quote in a wrong form.

    A number that is none counts as missing, as does a field that is not known: other programs
    add their own.
    """
    permalink, shown = "", query.get("show")
    if "quote" in query or "chars" in query:
        fields = "&".join(f"{name}={query[name]}" for name in _FIELDS if name in query)
        permalink = f"verbatim:{document}#{fields}"
        Permalink.parse(permalink)
    else:
        shown = query.get("page", shown)
    return ViewerAddress(
        document, permalink, _number(shown), " ".join(query.get("q", "").split())[:_MOST_WORDS],
        tuple(place for place in among[:_MOST_AMONG] if len(place) <= _LONGEST_PLACE),
        language if "lang" in query else "",
    )  # fmt: skip


def place_permalink(place: SourcePlace, page: Page) -> str:
    """The permalink of a place in its page; "" for an empty place."""
    pieces = [Span(start, end, page.text[start:end]) for start, end in place.context]
    quote = Span(place.start, place.end, page.text[place.start : place.end])
    return permalink_of(place.document, place.page, quote, pieces) if quote.text else ""


def _fields_of(permalink: str) -> list[tuple[str, str]]:
    """The fields of a permalink as pairs; none of an empty one."""
    fields = permalink.partition("#")[2].split("&") if permalink else []
    return [(name, value) for name, _, value in (field.partition("=") for field in fields)]


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isdecimal() and len(written) < 7 else None
