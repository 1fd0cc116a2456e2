"""What a library has of what a question names: the passages that hold it, or that none does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.language.figures.periods import Period
from rag.language.identifiers.lettered_names import LetteredName
from rag.language.identifiers.reference_nouns import NUMBERED_PARTS
from rag.language.identifiers.reference_spellings import search_phrases
from rag.language.identifiers.references import Reference
from rag.language.identifiers.spaced_references import spaced_codes, with_letter, without_year
from rag.questions.aboutness import (
    Aboutness,
    class_aboutness,
    has_class,
    has_like,
    has_phrase,
    occurrence,
    phrase_aboutness,
    reference_aboutness,
    starts_with_number,
)
from rag.questions.document_names import WrittenName, read_document_name
from rag.questions.documents import find_by_title, select_documents
from rag.questions.named_things import NamedThings, read_named_things
from rag.questions.period_aboutness import period_aboutness
from rag.records import Absent, Hit
from rag.retrieval.named_documents import (
    NO_DOCUMENTS,
    NamedDocuments,
    documents_of_kind,
    named_documents,
)
from rag.retrieval.phrase_passages import (
    READ_AGAIN,
    KnownName,
    documents_with_name,
    passages_with,
)
from rag.store import Library

_NEAREST = 3  # documents of other years that are named
_MOST_NAMED = 12  # documents that a name may mean
# The same part of a law in the other language: "section 5" is "article 5".
_TRANSLATED = {"section": "article", "article": "section"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a question names and the library has: each as it is compared with sentences.

    documents  the documents named by their titles, and one that is missing
    rows       the passages that hold any of it
    missing    the identifiers, phrases and classes that no passage holds
    unknown    the names without a word, or one like it, in any passage
    stated     the day that a document found says it is of, as written, by its id
    named_in   the names that only few documents have
    """

    asked: NamedThings
    references: tuple[Reference, ...] = ()
    phrases: tuple[str, ...] = ()
    classes: tuple[LetteredName, ...] = ()
    documents: NamedDocuments = NO_DOCUMENTS
    rows: tuple[int, ...] = ()
    missing: tuple[Reference | str, ...] = ()
    unknown: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)
    named_in: tuple[KnownName, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing can answer: what is missing has no like thing that is there."""
        kinds = {one.kind for one in self.references}
        lacks = (isinstance(one, str) or one.kind not in kinds for one in self.missing)
        return self.documents.refused or any(lacks)

    def aboutness(self, hit: Hit, start: int, end: int) -> Aboutness:
        """How surely a sentence of a hit's passage speaks of it."""
        found = [reference_aboutness(one, hit, start, end) for one in self.references]
        found += [phrase_aboutness(one, hit, start, end) for one in self.phrases]
        found += [class_aboutness(one, hit, start, end) for one in self.classes]
        return max(found, default=Aboutness.UNKNOWN)

    def period_aboutness(
        self, hit: Hit, start: int, end: int, periods: Sequence[Period] = ()
    ) -> Aboutness:
        """How surely a sentence of a hit's passage is of some periods, or of those asked for."""
        stated = self.stated.get(hit.document.id, "")
        return period_aboutness(periods or self.asked.periods, hit, start, end, stated)

    def is_part_of_named(self, reference: Reference) -> bool:
        """Whether an identifier is a part of the document that the question names."""
        return reference.is_part and self.documents.within

    def holds(self, hit: Hit) -> bool:
        """Whether a hit has one of the identifiers, phrases or classes."""
        return (
            any(occurrence(one, hit) > 0 for one in self.references)
            or any(has_phrase(one, hit) for one in self.phrases)
            or any(has_class(one, hit) for one in self.classes)
        )


def look_up(library: Library, asked: NamedThings, whole: Library | None = None) -> Lookup:
    """What of a question's identifiers and phrases the library has; no passage is scanned.

    The terms of the index give the passages with the words of each; only those are read again.
    ``whole`` is what the library is a part of, in which a document that is named may be.
    """
    unknown = [name for name in asked.names if not any(map(library.terms.resembles, name))]
    known = (name for name in asked.names if name not in unknown)
    lookup = replace(
        _with_documents(library, asked, whole or library),
        unknown=tuple(asked.written_name(name) for name in unknown),
        named_in=tuple(
            found for name in known if (found := documents_with_name(library, asked, name))
        ),
    )
    for reference in asked.references:
        lookup = _with_reference(library, asked, reference, lookup)
    for code in spaced_codes(asked.text):
        lookup = _with_spaced_code(library, asked, code, lookup)
    for phrase in asked.phrases:
        lookup = _with_phrase(library, asked, phrase, lookup)
    for one in asked.classes:
        lookup = _with_class(library, asked, one, lookup)
    return lookup


def _with_documents(library: Library, asked: NamedThings, whole: Library) -> Lookup:
    """The documents that a question names, with their passages that are best for it."""
    if asked.anywhere:
        return Lookup(asked)
    found = wanted_document(library, asked, whole)
    candidates = passages_with(library, asked, tuple(found.titles.values())) if found else []
    rows = tuple(row for row, hit in candidates if hit.document.id in found.titles)
    name = read_document_name(asked.text) if found.within and asked.references else None
    if name and name.rest and read_named_things(name.rest, asked.language).is_bare:
        asked = replace(asked, is_bare=True)
    if found.within:  # the year is that of the document: it may say what was done to others
        asked = replace(asked, periods=tuple(replace(one, of_thing=False) for one in asked.periods))
    return Lookup(asked, documents=found, rows=rows)


def wanted_document(library: Library, asked: NamedThings, whole: Library) -> NamedDocuments:
    """The documents that a question names, or the one that it wants its answer from as missing."""
    has_identifier = any(one.kind and not one.is_part for one in asked.references)
    name = None if has_identifier else read_document_name(asked.text)
    found = _meant(library, asked, name)
    if found.within and not found.missing:
        return found
    if whole is not library:
        outside = _meant(whole, asked, name)
        if (
            outside.within
            and not outside.missing
            and not found.titles.keys() & outside.titles.keys()
        ):
            first, *others = dict.fromkeys(outside.titles.values())
            missing = Absent("document_outside", first, tuple(others))
            return NamedDocuments(missing=missing, refused=True)
    if found.missing or name is None:
        return found
    absent = _missing(library, asked, name)
    return found if absent is None else absent


def _meant(library: Library, asked: NamedThings, name: WrittenName | None) -> NamedDocuments:
    """The documents that a question names by the start of their titles, or by all their words."""
    found = named_documents(library, asked.text)
    if found.within or found.missing or name is None:
        return found
    titled = find_by_title(name.text, library)
    if 0 < len(titled) <= (_MOST_NAMED if name.is_precise else 1):
        return NamedDocuments({one.id: one.title for one in titled}, within=True)
    return found if name.is_precise else documents_of_kind(library, name) or found


def _missing(library: Library, asked: NamedThings, name: WrittenName) -> NamedDocuments | None:
    """That no document has a name, ``None`` if several have it, or it may be any of them.

    Nothing else may answer if the name stands nowhere and no document is of its kind.
    """
    titled = find_by_title(name.text, library)
    is_known = bool(titled or select_documents(name.kind, library))
    hits = (hit for _, hit in passages_with(library, asked, (name.text,)))
    is_refused = not is_known and not any(has_phrase(name.text, hit) for hit in hits)
    if titled or not (name.is_precise or name.is_older or is_refused):
        return None
    others = documents_of_kind(library, replace(name, is_older=False)) if name.is_edition else None
    near = tuple(dict.fromkeys(others.titles.values()))[:_NEAREST] if others else ()
    return NamedDocuments(missing=Absent("document", name.text, near), refused=is_refused)


def _with_reference(
    library: Library, asked: NamedThings, reference: Reference, lookup: Lookup
) -> Lookup:
    lettered = with_letter(asked.text, reference)
    if lettered and (found := _with_occurrences(library, asked, lettered, lookup)[0]):
        return found
    found, is_known = _with_occurrences(library, asked, reference, lookup)
    if not found and (bare := without_year(asked.text, reference)):
        found, is_known = _with_occurrences(library, asked, bare, lookup)
    if found or not is_known:
        return found or lookup
    if lookup.is_part_of_named(reference):
        reference = _of_document(library, asked, reference)
    return replace(lookup, missing=(*lookup.missing, reference))


def _of_document(library: Library, asked: NamedThings, reference: Reference) -> Reference:
    """A part with the document that the question names, if other documents have such a part.

    "Article 14 of the 2022 rules": that of 2024 is another one.
    """
    name = read_document_name(asked.text)
    place = asked.text.find(name.text, reference.end) if name else -1
    if (
        name is None
        or place < 0
        or not _with_occurrences(library, asked, reference, Lookup(asked))[0]
    ):
        return reference
    return replace(reference, end=place + len(name.text))


def _with_occurrences(
    library: Library, asked: NamedThings, reference: Reference, lookup: Lookup
) -> tuple[Lookup | None, bool]:
    """The lookup with the passages of an identifier, ``None`` if none; whether all were read."""
    named = lookup.documents.titles if lookup.is_part_of_named(reference) else ()
    candidates = passages_with(library, asked, search_phrases(reference), named)
    for one, least in _readings(reference, asked.text):
        rows = [row for row, hit in candidates if occurrence(one, hit) >= least]
        if rows:
            found = (*lookup.references, one)
            return replace(lookup, references=found, rows=(*lookup.rows, *rows)), True
    # A number at the start of a line may be that of the part.
    may_be = named and any(starts_with_number(reference, hit) for _, hit in candidates)
    return None, len(candidates) < READ_AGAIN and not may_be


def _with_spaced_code(
    library: Library, asked: NamedThings, code: Reference, lookup: Lookup
) -> Lookup:
    """The lookup with what may be a code; it is missing only if the library has its series."""
    if any(one.start < code.end and code.start < one.end for one in asked.references):
        return lookup
    found, is_known = _with_occurrences(library, asked, code, lookup)
    if found or not is_known:
        return found or lookup
    series = passages_with(library, asked, (code.series,))
    is_one = any(has_like(code, hit) for _, hit in series)
    return replace(lookup, missing=(*lookup.missing, code)) if is_one else lookup


def _readings(reference: Reference, text: str) -> Iterator[tuple[Reference, Aboutness]]:
    """What an identifier may be, surest first: itself, its translation, a bare number."""
    yield reference, Aboutness.EXACT
    other = "section" if text[reference.start] == "§" else _TRANSLATED.get(reference.kind)
    if other:
        yield replace(reference, kind=other), Aboutness.EXACT
    if reference.kind in NUMBERED_PARTS:
        yield reference, Aboutness.NUMBERED


def _with_phrase(library: Library, asked: NamedThings, phrase: str, lookup: Lookup) -> Lookup:
    candidates = passages_with(library, asked, (phrase,))
    rows = [row for row, hit in candidates if has_phrase(phrase, hit)]
    if rows:
        return replace(lookup, phrases=(*lookup.phrases, phrase), rows=(*lookup.rows, *rows))
    is_known = len(candidates) < READ_AGAIN
    return replace(lookup, missing=(*lookup.missing, phrase)) if is_known else lookup


def _with_class(library: Library, asked: NamedThings, one: LetteredName, lookup: Lookup) -> Lookup:
    """The lookup with the passages of a class; it is missing only if another letter is there."""
    found = passages_with(library, asked, (one.noun,))
    rows = [row for row, hit in found if has_class(one, hit)]
    if rows:
        return replace(lookup, classes=(*lookup.classes, one), rows=(*lookup.rows, *rows))
    is_known = 0 < len(found) < READ_AGAIN
    missing = asked.text[one.start : one.end]
    return replace(lookup, missing=(*lookup.missing, missing)) if is_known else lookup
