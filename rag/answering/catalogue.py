"""Answers from the catalogue: which documents there are, whose, how long, how new."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rag.language.words import is_stop_word, stem, words
from rag.messages import say
from rag.messages.answers import day, quoted
from rag.questions.documents import find_by_title, newest_first, select_documents
from rag.questions.library_questions import LibraryQuestion
from rag.readers import format_of
from rag.records import LANGUAGES, Answer, Document, DocumentList, Language, ListedDocument
from rag.store import Library

MOST_LISTED = 50  # documents shown; all are counted
_MOST_NEWEST = 10
_MOST_TITLES = 5  # documents that one title may mean
_LONGEST_KIND = 5  # words that name a kind of documents
_MOST_READ = 400  # passages read for a topic


def from_catalogue(
    asked: LibraryQuestion, question: str, language: Language, library: Library
) -> Answer | None:
    """The answer of the catalogue, ``None`` if it has none: then the documents are asked."""
    answers = {
        "count": _selection,
        "list": _selection,
        "about": _about,
        "author": _facts,
        "pages": _facts,
        "changed": _facts,
        "new": _new,
    }
    if asked.kind not in answers:
        return None
    found = answers[asked.kind](asked, language, library)
    if found is None:
        return None
    sentences, documents = found
    return listing(question, language, library, sentences, documents)


def listing(
    question: str,
    language: Language,
    library: Library,
    sentences: Sequence[str],
    documents: Sequence[ListedDocument],
) -> Answer:
    """An answer that says some sentences and lists documents, and quotes nothing."""
    text = " ".join((say("library.from_catalogue", language), *sentences))
    listed = DocumentList(len(documents), tuple(documents[:MOST_LISTED]))
    return saying(question, language, library, text, listed)


def saying(
    question: str,
    language: Language,
    library: Library,
    text: str,
    listed: DocumentList | None = None,
) -> Answer:
    """An answer in a sentence of Verbatim's own, without a quote."""
    return Answer(
        question=question,
        language=language,
        found=True,
        text=text,
        statements=(),
        citations=(),
        hits=(),
        confidence=1.0,
        index_id=library.index_id,
        timings_ms={},
        listed=listed,
    )


def list_document(
    document: Document, *, changed: bool = False, passages: int = 0
) -> ListedDocument:
    """A document as a list shows it; ``changed`` looks at the file for its last change."""
    pages = document.page_count if format_of(document.format).has_pages else None
    return ListedDocument(
        document=document.id,
        path=document.path,
        title=document.title,
        language=document.language,
        date=document.date,
        issuer=document.issuer,
        pages=pages,
        changed=_changed(document) if changed else None,
        passages=passages,
    )


_Found = tuple[list[str], list[ListedDocument]]


def _selection(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """How many documents of a kind there are, and which."""
    found = newest_first(select_documents(asked.subject, library))
    if found:
        count = say("words.documents", language, count=len(found))
        return [f"{count}."], [list_document(each) for each in found]
    if not asked.addressed or len(asked.subject.split()) > _LONGEST_KIND:
        return None
    return [say("library.none_of_these", language, what=quoted(asked.subject, language))], []


def _about(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """Which documents have a topic in their passages or titles, those with most passages first."""
    what = quoted(asked.subject, language)
    content = [word.folded for word in words(asked.subject) if not _is_small(word.folded)]
    if not content:
        return None
    counts = _passages_about(content, language, library)
    if counts:
        listed = [
            list_document(library.document(one), passages=count)
            for one, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        return [say("library.about", language, count=len(listed), what=what)], listed
    known = any(library.terms.frequency(word, one) for word in content for one in LANGUAGES)
    return None if known else ([say("library.about_none", language, what=what)], [])


def _passages_about(content: Sequence[str], language: Language, library: Library) -> Counter[str]:
    """How many passages of each document have all words of a topic, in any of their forms."""
    rows = library.terms.search(" ".join(content), language=language, k=_MOST_READ)
    wanted = {one: {stem(word, one) for word in content} for one in LANGUAGES}
    counts: Counter[str] = Counter()
    for passage in library.passages([row for row, _ in rows]):
        title = library.document(passage.document_id).title
        text = " ".join((title, *passage.headings, passage.text))
        found = {stem(word.folded, passage.language) for word in words(text)}
        counts[passage.document_id] += wanted[passage.language] <= found
    return +counts


def _facts(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """The issuer, the pages or the date of the documents that a title means."""
    found = newest_first(find_by_title(asked.subject, library))[:_MOST_TITLES]
    sentences = [_fact(asked, each, language) for each in found]
    known = [sentence for sentence in sentences if sentence]
    if not known:
        return None
    changed = asked.kind == "changed"
    return known, [list_document(each, changed=changed) for each in found]


def _fact(asked: LibraryQuestion, document: Document, language: Language) -> str:
    """A sentence with the fact that is asked about a document, "" if it is not known."""
    title = quoted(document.title, language)
    if asked.kind == "author":
        issuer = document.issuer
        return say("library.author", language, title=title, issuer=issuer) if issuer else ""
    if asked.kind == "pages":
        if not format_of(document.format).has_pages:
            return say("library.no_pages", language, title=title)
        return say("library.pages", language, title=title, count=document.page_count)
    dated = document.date
    said = (
        say("library.undated", language, title=title)
        if dated is None
        else say("library.dated", language, title=title, day=day(dated, language))
    )
    changed = _changed(document)
    if changed is None:
        return said if dated else ""
    return f"{said} {say('library.file_changed', language, day=day(changed, language))}"


def _new(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """The documents dated or changed since a day, or the newest ones."""
    documents = newest_first(library.documents())
    if asked.since is None:
        newest = [list_document(each, changed=True) for each in documents[:_MOST_NEWEST]]
        return [say("library.newest", language)], newest
    fresh = [each for each in _listed_with_changes(documents) if _is_new(each, asked.since)]
    key = "library.new_since" if fresh else "library.nothing_new"
    since = day(asked.since, language)
    return [say(key, language, count=len(fresh), day=since)], fresh


def _listed_with_changes(documents: Iterable[Document]) -> list[ListedDocument]:
    return [list_document(each, changed=True) for each in documents]


def _is_new(document: ListedDocument, since: dt.date) -> bool:
    return any(one is not None and one >= since for one in (document.date, document.changed))


def _changed(document: Document) -> dt.date | None:
    """The day the file of a document was last changed, ``None`` if it is not there."""
    try:
        seconds = (Path(document.root) / document.path).stat().st_mtime
    except OSError:
        return None
    return dt.date.fromtimestamp(seconds)


def _is_small(folded: str) -> bool:
    return any(is_stop_word(folded, language) for language in LANGUAGES)
