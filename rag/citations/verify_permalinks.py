"""What became of a citation in a library: in its document, or in what replaced it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rag.citations.permalinks import Permalink, verify
from rag.citations.versions import newer_versions, successors
from rag.errors import IndexDamaged
from rag.language import detect
from rag.records import Document, Page, quote_digest
from rag.records.verification import Verification
from rag.store import Library

# The first passages of a term search that are searched for a quote whose document is gone.
_PASSAGES = 20


def verify_permalink(library: Library, link: Permalink, quote: str = "") -> Verification:
    """What became of a quote in a library; ``quote`` is its text, needed to find an edited form.

    It is searched in its document and in the newer version of it. If the document is no longer
    in the index, it is searched in the document that has its path now, in its newer version,
    and to the letter in any other document. What the document was is known as long as the
    previous generation is kept.
    """
    cited = _document(library, link.document)
    if cited is None:
        return _verify_without_document(library, link, quote)
    found = _verify_in_cited(library, cited, link, quote)
    text = found.text if quote_digest(found.text) == link.digest else quote
    newer = newer_versions(library).get(cited.id)
    if newer is None or not text:
        return found
    newest = library.document(newer.document)
    return replace(found, newer=_verify_in_other(library, newest, link, text))


def _document(library: Library, document_id: str) -> Document | None:
    try:
        return library.document(document_id)
    except KeyError:
        return None


def _verify_in_cited(
    library: Library, cited: Document, link: Permalink, quote: str
) -> Verification:
    """In the cited document: its cited page first, which is nearly always enough."""
    try:
        found = verify(link, [library.page(cited.id, link.page)])
    except KeyError:
        found = Verification("gone")
    if found.state != "intact":
        exact = quote_digest(quote) == link.digest
        text = quote if exact else _previous_text(library, link) or quote
        found = verify(link, _pages(library, cited), quote=text)
    return _with_document(found, cited)


def _verify_in_other(
    library: Library, document: Document, link: Permalink, quote: str
) -> Verification:
    """In another document than the cited one: there a quote is "moved", never "intact"."""
    found = verify(link, _pages(library, document), quote=quote)
    if found.state == "intact":
        found = replace(found, state="moved")
    return _with_document(found, document)


def _verify_without_document(library: Library, link: Permalink, quote: str) -> Verification:
    """The cited document is not in the index: in what replaced it, else in any document."""
    text = _previous_text(library, link) or quote
    replacement = _replacement(library, link.document)
    found = Verification("gone")
    if replacement is not None and text:
        found = _verify_in_other(library, replacement, link, text)
    return (_find_in_any(library, link, text) or found) if found.state == "gone" else found


def _replacement(library: Library, document_id: str) -> Document | None:
    """What replaced a document of the previous generation: under its path, or its successor."""
    previous = library.previous()
    old = previous and _document(previous, document_id)
    if not old:
        return None
    for document in library.documents():
        if (document.root, document.path) == (old.root, old.path):
            return document
    documents = [old, *library.documents()]
    newer = successors(documents, partial(_page, library), library).get(old.id)
    return None if newer is None else library.document(newer.document)


def _page(library: Library, document_id: str, number: int | None) -> Page:
    """A page of a library, or of the generation before it (empty if damaged); raises KeyError."""
    previous = None if _document(library, document_id) else library.previous()
    if previous is None:
        return library.page(document_id, number)
    try:
        return previous.page(document_id, number)
    except IndexDamaged:
        return Page(number, None, "")


def _previous_text(library: Library, link: Permalink) -> str:
    """The quoted text from the previous generation, "" if it does not have it."""
    previous = library.previous()
    try:
        page = previous and previous.page(link.document, link.page)
    except (KeyError, IndexDamaged):
        return ""
    text = page.text[link.start : link.end] if page else ""
    return text if quote_digest(text) == link.digest else ""


def _find_in_any(library: Library, link: Permalink, quote: str) -> Verification | None:
    """To the letter in any document: its file may have a new name and another took its path."""
    if quote_digest(quote) != link.digest:
        return None
    rows = library.terms.search(quote, language=detect(quote), k=_PASSAGES)
    for passage in library.passages([row for row, _ in rows]):
        if quote in passage.text:
            page = library.page(passage.document_id, passage.page)
            found = verify(link, [page], quote=quote)
            if found.state == "intact":
                found = replace(found, state="moved")
            return _with_document(found, library.document(passage.document_id))
    return None


def _pages(library: Library, document: Document) -> list[Page]:
    try:
        return [library.page(document.id, None)]
    except KeyError:
        return [library.page(document.id, number + 1) for number in range(document.page_count)]


def _with_document(found: Verification, document: Document) -> Verification:
    return replace(
        found, document=document.id, path=document.path, title=document.title, date=document.date
    )
