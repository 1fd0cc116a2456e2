"""The lines of an answer from the catalogue, composed from records."""

from __future__ import annotations

from rag.messages.answers import day
from rag.messages.catalogue import say
from rag.records import DocumentList, Language, ListedDocument


def facts_of(document: ListedDocument, language: Language) -> list[str]:
    """What a list says of a document beside its title: issuer, date, pages, change, passages."""
    facts = [
        document.issuer,
        document.date and day(document.date, language),
        document.pages and say("library.page_count", language, count=document.pages),
        document.changed
        and say("library.changed_on", language, day=day(document.changed, language)),
        document.passages and say("words.passages", language, count=document.passages),
    ]
    return [fact for fact in facts if fact]


def listed_lines(listed: DocumentList, language: Language) -> list[str]:
    """A line for each document of a list, with its path, and one for those that are left out."""
    lines = [
        ", ".join((each.title, *facts_of(each, language), each.path)) for each in listed.documents
    ]
    left = listed.count - len(listed.documents)
    return [*lines, say("library.more", language, count=left)] if left else lines
