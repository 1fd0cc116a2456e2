"""Answers from the catalogue: which documents there are, whose, how long, how new."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rag.answering.topics import passages_about
from rag.language.words import is_stop_word, words
from rag.messages import say
from rag.messages.answers import day, quoted
from rag.questions.acronyms import with_acronyms
from rag.questions.documents import (
    find_by_title,
    is_any_document,
    last_day,
    names_only_limits,
    newest_first,
    select_by_issuer,
    select_documents,
)
from rag.questions.library_questions import LibraryQuestion
from rag.readers import format_of
from rag.records import Answer, Document, DocumentList, Hit, Language, ListedDocument
from rag.store import Library

MOST_LISTED = 50  # documents shown; all are counted
_MOST_NEWEST = 10
_MOST_TITLES = 5  # documents that one title may mean
_LONGEST_KIND = 5  # words that name a kind of documents
_MOST_NEAREST = 3  # documents near a topic that no passage names


def answer_from_library(
    asked: LibraryQuestion,
    question: str,
    language: Language,
    library: Library,
    nearest: Callable[[str], Sequence[Hit]],
) -> Answer | None:
    """The answer of the catalogue, ``None`` if it has none: then the documents are asked.

    ``nearest`` finds the passages nearest to a topic, in any language.
    """
    if asked.kind == "about":
        found = _about(asked, language, library, nearest)
    elif asked.kind in _ANSWERS:
        found = _ANSWERS[asked.kind](asked, language, library)
    else:
        found = None
    return found and listing(question, language, library, *found)


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
        said = _counted(asked.subject, len(found), language)
        return [said], [list_document(each) for each in found]
    if not asked.addressed or len(asked.subject.split()) > _LONGEST_KIND:
        return None
    if names_only_limits(asked.subject):
        return [_counted(asked.subject, 0, language)], []
    none = say("library.none_of_these", language, what=quoted(asked.subject, language))
    listed = _mentioning(asked.subject, library)
    if not listed:
        return [none], []
    return [none, say("library.mentioned", language, count=len(listed))], listed


def _counted(what: str, count: int, language: Language) -> str:
    """A count with the noun that was asked: "2 rapports de 2023."; it is quoted if it is one."""
    documents = say("words.documents", language, count=count)
    if is_any_document(what):
        return f"{documents}."
    noun = what.split()[0].lower()
    if count > 1 and (noun.endswith(("s", "x")) or noun == "pv"):
        return say("library.counted", language, count=count, what=what)
    return f"{documents} ({quoted(what, language)})."


def _mentioning(topic: str, library: Library) -> list[ListedDocument]:
    return [
        list_document(library.document(one), passages=count)
        for one, count in passages_about(topic, library)
    ]


def _about(
    asked: LibraryQuestion,
    language: Language,
    library: Library,
    nearest: Callable[[str], Sequence[Hit]],
) -> _Found | None:
    """Which documents have the words of a topic, or those nearest to it by meaning."""
    topic = with_acronyms(asked.subject, library, unsearched=True)
    if all(is_stop_word(word.folded, language) for word in words(topic)):
        return None
    what = quoted(asked.subject, language)
    if listed := _mentioning(topic, library):
        return [say("library.about", language, count=len(listed), what=what)], listed
    hits = nearest(topic)
    near = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:_MOST_NEAREST]
    none = say("library.about_none", language, what=what)
    if not near:
        return [none], []
    said = say("library.nearest", language, count=len(near))
    return [none, said], [list_document(library.document(one)) for one in near]


def _issued(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """Which documents an issuer or author issued."""
    found = newest_first(select_by_issuer(asked.subject, library))
    if not found:
        return None
    said = say("words.documents", language, count=len(found))
    return [f"{said}."], [list_document(each) for each in found]


def _newest(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """The newest or the oldest document of a kind that has a date."""
    found = select_documents(asked.subject, library)
    days = {one.id: last_day(one) for one in found}
    dated = sorted({day for day in days.values() if day is not None})
    if not dated:
        return None
    day_asked = dated[-1 if asked.kind == "newest" else 0]
    same = [one for one in newest_first(found) if days[one.id] == day_asked]
    return [_dated(one, language) for one in same], [list_document(one) for one in same]


def _languages(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """How many documents there are in each language."""
    documents = newest_first(library.documents())
    counts = Counter(each.language for each in documents)
    said = [say(f"library.in_{one}", language, count=count) for one, count in counts.most_common()]
    return said, [list_document(each) for each in documents]


def _all_pages(asked: LibraryQuestion, language: Language, library: Library) -> _Found | None:
    """How many pages all documents have together, and how many have no pages."""
    listed = [list_document(each) for each in newest_first(library.documents())]
    paged = [each.pages for each in listed if each.pages is not None]
    sentences = []
    if paged:
        documents = say("words.documents", language, count=len(paged))
        total = sum(paged)
        sentences += [say("library.all_pages", language, count=total, documents=documents)]
    if len(paged) < len(listed):
        sentences += [say("library.without_pages", language, count=len(listed) - len(paged))]
    return sentences, listed


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
    changed = _changed(document)
    said = _dated(document, language)
    if changed is None:
        return said if document.date else ""
    return f"{said} {say('library.file_changed', language, day=day(changed, language))}"


def _dated(document: Document, language: Language) -> str:
    title = quoted(document.title, language)
    if document.date is None:
        year = last_day(document)
        key = "library.undated" if year is None else "library.of_year"
        return say(key, language, title=title, year=year.year if year else 0)
    return say("library.dated", language, title=title, day=day(document.date, language))


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


_ANSWERS: dict[str, Callable[[LibraryQuestion, Language, Library], _Found | None]] = {
    "count": _selection,
    "list": _selection,
    "author": _facts,
    "pages": _facts,
    "changed": _facts,
    "issued": _issued,
    "newest": _newest,
    "oldest": _newest,
    "languages": _languages,
    "all_pages": _all_pages,
    "new": _new,
}
