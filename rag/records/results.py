"""What a search gives: every passage that matches, by document, and why each is there."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import ClassVar, Literal

from rag.records.documents import Document, Language, Offsets
from rag.records.notebook import heading, short
from rag.records.plain import JsonRecord
from rag.records.scope import Scope

ResultOrder = Literal["relevance", "newest", "oldest"]
RESULT_ORDERS: tuple[ResultOrder, ...] = ("relevance", "newest", "oldest")
FacetName = Literal["year", "issuer", "format", "language", "folder"]


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage that matches a search, as an excerpt, and why.

    ``excerpt`` is verbatim ``Page.text[start:end]``. ``marked`` are the spans of the words
    searched for in it, as offsets in the page. ``words`` are the words and phrases of the query
    that the passage holds, ``title_words`` those that only its headings or its title hold.
    ``by_words`` says that it is there for them, and not for its meaning alone. ``cosine`` is how
    near its meaning is, in -1..1, ``None`` where it was not among the nearest.
    """

    page: int | None
    label: str | None
    start: int
    end: int
    excerpt: str
    language: Language
    headings: tuple[str, ...]
    marked: tuple[Offsets, ...]
    words: tuple[str, ...]
    title_words: tuple[str, ...]
    by_words: bool
    cosine: float | None


@dataclass(frozen=True, slots=True)
class DocumentMatches:
    """A document with its best matches; ``count`` is how many of its passages match."""

    document: Document
    count: int
    matches: tuple[PassageMatch, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and how many of the documents found have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values that a property has among the documents found, the most frequent first.

    ``value`` is a year, an issuer, the name of a format, the code of a language, or a folder.
    Documents without the property are not counted.
    """

    name: FacetName
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchResults(JsonRecord):
    """One page of the documents that match a search, with counts over all of them.

    by_words    how many passages hold the words or quoted phrases searched for
    by_meaning  how many further passages are there because their meaning is near
    count       how many documents these passages are in
    unknown     the words of the query that no passage holds
    page        which page of results this is, from 1 to ``pages``; ``pages`` is 0 for no result
    scope       the limits that were given: only documents in it were searched
    """

    schema: ClassVar = "urn:verbatim:schema:search:1"
    query: str
    language: Language
    order: ResultOrder
    by_words: int
    by_meaning: int
    count: int
    unknown: tuple[str, ...]
    page: int
    pages: int
    documents: tuple[DocumentMatches, ...]
    facets: tuple[Facet, ...]
    index_id: str
    scope: Scope | None = None

    def __repr__(self) -> str:
        """One short line: how much was found; the fields are attributes."""
        counts = f"{self.by_words} by words, {self.by_meaning} by meaning"
        return f"<SearchResults {short(self.query)!r} ({counts}, {self.count} documents)>"

    def _repr_html_(self) -> str:
        """The documents found with their passages, for notebooks."""
        return heading(self.query) + "".join(map(_shown, self.documents))


def _shown(found: DocumentMatches) -> str:
    title, path = escape(found.document.title), escape(found.document.path)
    excerpts = "".join(f"<li>{escape(match.excerpt)}</li>" for match in found.matches)
    return f"<p><strong>{title}</strong> ({path})</p><ul>{excerpts}</ul>"
