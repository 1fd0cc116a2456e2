"""A search to its results: the matches by document, a page at a time, with counts and facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.config import Settings
from rag.encoders import Encoder, weights_of
from rag.errors import RequestRefused
from rag.language.words import words
from rag.messages import Message
from rag.questions.aboutness import holds
from rag.questions.language import question_language
from rag.questions.named_things import read_named_things
from rag.records import (
    Document,
    DocumentMatches,
    Facet,
    FacetName,
    FacetValue,
    Language,
    Passage,
    PassageMatch,
    ResultOrder,
    SearchResults,
)
from rag.records.results import RESULT_ORDERS
from rag.retrieval.excerpts import excerpt
from rag.retrieval.matches import MatchedRow, Matches, find_matches
from rag.runtime.spans import span
from rag.store import Library

PER_PAGE, EACH = 10, 3  # documents of a page of results, and the passages shown of each
_VALUES = 12  # of a facet


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which results of a search are wanted.

    order  how the documents are sorted; those without a date come last by date
    page   which page of them, from 1; a page past the last one is the last one
    each   how many passages of each document are shown
    """

    order: ResultOrder = "relevance"
    page: int = 1
    each: int = EACH

    def __post_init__(self) -> None:
        """Raises RequestRefused, which names the value that cannot be used."""
        good = {"order": self.order in RESULT_ORDERS, "page": self.page > 0, "each": self.each > 0}
        for name, is_good in good.items():
            if not is_good:
                raise RequestRefused(cause=Message("causes.malformed", where=name))


@span("find")
def find_results(
    library: Library, encoder: Encoder, settings: Settings, query: str, wanted: Wanted
) -> SearchResults:
    """The documents that match a query, with their passages; no document is read for it."""
    language = question_language(query, library)
    (vector,) = encoder.encode([query], kind="query")
    found = find_matches(
        library, vector, read_named_things(query, language),
        k=settings.candidates, weights=weights_of(settings.encoder),
    )  # fmt: skip
    grouped = _by_document(library, found)
    documents = _ordered(library, grouped, wanted.order)
    pages = -(-len(documents) // PER_PAGE)
    page = max(1, min(wanted.page, pages))
    shown = documents[(page - 1) * PER_PAGE : page * PER_PAGE]
    return SearchResults(
        query=query,
        language=language,
        order=wanted.order,
        by_words=sum(row.by_words for row in found.rows),
        by_meaning=sum(not row.by_words for row in found.rows),
        count=len(documents),
        unknown=found.unknown,
        page=page,
        pages=pages,
        documents=tuple(
            _document_matches(library, each, grouped[each.id], wanted.each, language)
            for each in shown
        ),
        facets=_facets(documents),
        index_id=library.index_id,
    )


def _by_document(library: Library, found: Matches) -> dict[str, list[MatchedRow]]:
    """The matches of each document, the document of the best match first."""
    grouped: dict[str, list[MatchedRow]] = {}
    documents = library.documents_of([row.row for row in found.rows])
    for document, row in zip(documents, found.rows, strict=True):
        grouped.setdefault(document, []).append(row)
    return grouped


def _ordered(
    library: Library, grouped: Mapping[str, Sequence[MatchedRow]], order: ResultOrder
) -> list[Document]:
    """The documents in an order; by date, those with the words before those near in meaning."""
    documents = [library.document(each) for each in grouped]
    if order == "relevance":
        return documents

    def place(document: Document) -> tuple[bool, bool, int]:
        by_words = any(row.by_words for row in grouped[document.id])
        day = document.date.toordinal() if document.date else 0
        return not by_words, document.date is None, -day if order == "newest" else day

    return sorted(documents, key=place)


def _document_matches(
    library: Library, document: Document, rows: Sequence[MatchedRow], each: int, language: Language
) -> DocumentMatches:
    shown = rows[:each]
    passages = library.passages([one.row for one in shown])
    matches = (_match(library, *pair, language) for pair in zip(shown, passages, strict=True))
    return DocumentMatches(document, len(rows), tuple(matches))


def _match(library: Library, row: MatchedRow, passage: Passage, language: Language) -> PassageMatch:
    folded = [word.folded for held in row.words for word in words(held)]
    same = language if passage.language == language else None
    part, offset = excerpt(passage.text, folded, same), passage.start
    inside = tuple(one for one in row.words if _is_in(one, passage.text, part.held))
    return PassageMatch(
        page=passage.page,
        label=library.label(passage.document_id, passage.page),
        start=offset + part.start,
        end=offset + part.end,
        excerpt=passage.text[part.start : part.end],
        language=passage.language,
        headings=passage.headings,
        marked=tuple((offset + start, offset + end) for start, end in part.marked),
        words=inside,
        title_words=tuple(one for one in row.words if one not in inside),
        by_words=row.by_words,
        cosine=row.cosine,
    )


def _is_in(searched: str, text: str, held: frozenset[str]) -> bool:
    """Whether a word or a phrase is in a text itself, and not only in a heading or the title."""
    parts = [word.folded for word in words(searched)]
    return holds(searched, text) if len(parts) > 1 else held.issuperset(parts)


def _folder(document: Document) -> str | None:
    return document.path.rpartition("/")[0] or None


_PROPERTIES: dict[FacetName, Callable[[Document], str | None]] = {
    "year": lambda document: str(document.date.year) if document.date else None,
    "issuer": lambda document: document.issuer,
    "format": lambda document: document.format,
    "language": lambda document: document.language,
    "folder": _folder,
}


def _facets(documents: Sequence[Document]) -> tuple[Facet, ...]:
    """The facets with more than one value, or with documents that lack it."""
    facets = []
    for name, property_of in _PROPERTIES.items():
        counts = Counter(filter(None, map(property_of, documents)))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        values = tuple(FacetValue(value, count) for value, count in ordered[:_VALUES])
        if values and values[0].count < len(documents):
            facets.append(Facet(name, values))
    return tuple(facets)
