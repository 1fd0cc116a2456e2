"""The amendments of a library: which sentence changes which rule of which document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.citations.amended_documents import AmendedDocuments
from rag.citations.amended_parts import NumberedParts, PagePlace
from rag.citations.quotes import Quote
from rag.language.sentences import sentences
from rag.language.statements.amendments import (
    AMENDING_WORDS,
    AmendingClause,
    find_amendments,
    find_start,
    may_amend,
)
from rag.language.words import fold
from rag.records import LANGUAGES, Amendment, Document, Offsets, Passage
from rag.store import Library, once_per_document, once_per_library

_NEXT = 120  # characters after an amendment in which the day may be from which it applies
_LONGEST = 600  # characters of the new text that is shown with an amendment


@dataclass(frozen=True, slots=True)
class _Known:
    """An amendment of a document: the clause, what is shown of it, and where it stands."""

    clause: AmendingClause
    shown: Amendment
    place: PagePlace | None  # where it stands in the amended document; None in another one


class Amendments:
    """What amends the documents of a library, by the id of the amended document."""

    def __init__(
        self,
        known: Mapping[str, Sequence[_Known]] | None = None,
        parts: Mapping[str, NumberedParts] | None = None,
    ) -> None:
        self._known, self._parts = known or {}, parts or {}

    def of(self, quote: Quote) -> tuple[Amendment, ...]:
        """The amendments of what a quote says, the latest first."""
        found = [
            one.shown
            for one in self._known.get(quote.hit.document.id, ())
            if self._amends(one, quote)
        ]
        found.sort(key=lambda one: one.whole)
        places = {(one.document, one.page, one.start): one for one in found}
        return tuple(
            sorted(places.values(), key=lambda one: one.since or dt.date.min, reverse=True)
        )

    def _amends(self, one: _Known, quote: Quote) -> bool:
        clause, text = one.clause, fold(" ".join(quote.main.text.split()))
        if clause.old_words and fold(" ".join(clause.old_words.split())) not in text:
            return False
        if one.place is not None and _overlap(quote, one.shown):
            return False
        if not clause.parts:
            return True
        parts = self._parts[quote.hit.document.id]
        at = parts.place(quote.hit.passage.page, quote.main.start)
        return any(parts.has(part, at, one.place) for part in clause.parts)


@once_per_library
def find_library_amendments(library: Library) -> Amendments:
    """The amendments of a library."""
    rows: set[int] = set()
    for language in LANGUAGES:
        for word in AMENDING_WORDS[language]:
            rows.update(library.terms.holding(word, language))
    documents = AmendedDocuments(library)
    known: dict[str, list[_Known]] = {}
    leading: dict[str, tuple[str, ...]] = {}  # what "is amended as follows" has announced
    for document, own in _by_document(library, sorted(rows)):
        for passage, clause, span in _clauses(library, document, partial(library.passages, own)):
            amended = documents.amended_by(clause, document, passage)
            if clause.kind == "amended" and not clause.parts and amended:
                leading[document.id] = amended
            if not (clause.named or clause.itself) and clause.parts:
                amended = amended or leading.get(document.id, (document.id,))
            for each in amended:
                one = _known(library, clause, document, passage, span, each)
                if one is not None:
                    known.setdefault(each, []).append(one)
    parts = {
        each: NumberedParts(library, library.document(each), _inside(each, found))
        for each, found in known.items()
    }
    return Amendments(known, parts)


def in_force(amendments: Sequence[Amendment], day: dt.date | None) -> tuple[Amendment, ...]:
    """The amendments that apply on a day; all for ``None``."""
    return tuple(one for one in amendments if day is None or one.since is None or one.since <= day)


def _by_document(library: Library, rows: Sequence[int]) -> Iterator[tuple[Document, list[int]]]:
    """Rows by their documents, in the order of the first row of each; no text is read."""
    found: dict[str, list[int]] = {}
    for row, document_id in zip(rows, library.documents_of(rows), strict=True):
        found.setdefault(document_id, []).append(row)
    for document_id, own in found.items():
        yield library.document(document_id), own


@once_per_document
def _clauses(
    _: Document, read_passages: Callable[[], Iterable[Passage]]
) -> list[tuple[Passage, AmendingClause, Offsets]]:
    """What each sentence of some passages of a document amends, with its span in the page."""
    return [
        (passage, clause, (passage.start + start, passage.start + end))
        for passage in read_passages()
        if may_amend(passage.text, passage.language)
        for start, end in sentences(passage.text)
        for clause in find_amendments(passage.text[start:end], passage.language)
    ]


def _known(
    library: Library, clause: AmendingClause, document: Document, passage: Passage,
    span: Offsets, amended: str,
) -> _Known | None:  # fmt: skip
    """An amendment, unless it says no more than that a part was amended at some time."""
    text = library.page(document.id, passage.page).text
    start, end = _with_new_text(text, span)
    since = clause.since or find_start(text[end : end + _NEXT], passage.language)
    shown = Amendment(
        kind=clause.kind,
        document=document.id,
        path=document.path,
        title=document.title,
        date=document.date,
        page=passage.page,
        page_label=library.label(document.id, passage.page),
        start=start,
        end=end,
        quote=text[start:end],
        language=passage.language,
        since=since or document.date,
        whole=not clause.inside or bool(clause.old_words),
    )
    if amended != document.id:
        return _Known(clause, shown, None)
    parts = NumberedParts(library, document)
    if clause.parts and not parts.holds_any(clause.parts, parts.place(passage.page, start)):
        return None
    # The rule and its amendment are of one date: it applies from the one that it gives.
    shown = replace(shown, since=since)
    return _Known(clause, shown, parts.place(passage.page, start))


def _inside(document: str, known: Sequence[_Known]) -> list[tuple[int | None, int]]:
    """Where the amendments stand that a document makes of itself."""
    return [(one.shown.page, one.shown.start) for one in known if one.shown.document == document]


def _overlap(quote: Quote, shown: Amendment) -> bool:
    """Whether a quote is of the amendment itself."""
    main = quote.main
    return (
        quote.hit.passage.page == shown.page and main.start < shown.end and shown.start < main.end
    )


def _with_new_text(text: str, span: Offsets) -> Offsets:
    """An amending sentence with the new text that it introduces."""
    start, end = span
    after = text[end : end + _LONGEST]
    if text[start:end].rstrip().endswith((":", "following", "suit")) and after.strip():
        opening = after.lstrip()[:1]
        closing = {"«": "»", "“": "”", '"': '"'}.get(opening)
        at = len(after) - len(after.lstrip())
        place = after.find(closing, at + 1) if closing else -1
        if place >= 0:
            return start, end + place + 1
        following = sentences(after)
        return start, end + following[0][1]
    return span
