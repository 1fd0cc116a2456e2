"""A permalink to what became of its quotation in an index: its document, or what replaced it."""

from __future__ import annotations

from dataclasses import replace

from rag.citations.cite import newer_versions
from rag.citations.permalinks import Permalink, verify
from rag.citations.versions import successors
from rag.errors import IndexDamaged
from rag.language import detect
from rag.records import Document, Page, quote_digest
from rag.records.verification import Verification
from rag.store import Library

# Passages nearest by their words in which a quotation without a document is looked for.
_NEAR = 20


def trace(library: Library, link: Permalink, quote: str = "") -> Verification:
    """What became of a quotation in an index; ``quote``, its text, helps to find an edited form.

    It is looked for in its document and in the newer version of it. Where the document has left
    the index, in what stands under its path now, in its newer version, and to the letter in any
    other document; what the document was is known as long as the generation before is kept.
    """
    cited = _find(library, link.document)
    if cited is None:
        return _without_document(library, link, quote)
    found = _in_own(library, cited, link, quote)
    words = found.text if found.state in ("intact", "moved") else quote
    newer = newer_versions(library).get(cited.id)
    if newer is None or not words:
        return found
    return replace(found, newer=_in_other(library, library.document(newer.document), link, words))


def _find(library: Library, document_id: str) -> Document | None:
    try:
        return library.document(document_id)
    except KeyError:
        return None


def _in_own(library: Library, cited: Document, link: Permalink, quote: str) -> Verification:
    """In the cited document: its own page first, which nearly always settles it."""
    try:
        found = verify(link, [library.page(cited.id, link.page)])
    except KeyError:
        found = Verification("gone")
    if found.state != "intact":
        words = quote if quote_digest(quote) == link.digest else _before(library, link) or quote
        found = verify(link, _pages(library, cited), quote=words)
    return _of(cited, found)


def _in_other(library: Library, document: Document, link: Permalink, quote: str) -> Verification:
    """In another document than the cited one: there a quotation is moved, never intact."""
    found = verify(link, _pages(library, document), quote=quote)
    return _of(document, replace(found, state="moved") if found.state == "intact" else found)


def _without_document(library: Library, link: Permalink, quote: str) -> Verification:
    """The cited document is not in the index: in what replaced it, else in any document."""
    words = _before(library, link) or quote
    heir = _heir(library, link.document)
    found = Verification("gone")
    if heir is not None and words:
        found = _in_other(library, heir, link, words)
    return (_anywhere(library, link, words) or found) if found.state == "gone" else found


def _heir(library: Library, document_id: str) -> Document | None:
    """What replaced a document that the generation before held: its path's, or its successor."""
    previous = library.previous()
    old = previous and _find(previous, document_id)
    if not old:
        return None
    for document in library.documents():
        if (document.root, document.path) == (old.root, old.path):
            return document
    newer = successors([old, *library.documents()]).get(old.id)
    return None if newer is None else library.document(newer.document)


def _before(library: Library, link: Permalink) -> str:
    """The quoted text as the generation before holds it, "" where it does not."""
    previous = library.previous()
    try:
        page = previous and previous.page(link.document, link.page)
    except (KeyError, IndexDamaged):
        return ""
    text = page.text[link.start : link.end] if page else ""
    return text if quote_digest(text) == link.digest else ""


def _anywhere(library: Library, link: Permalink, quote: str) -> Verification | None:
    """To the letter in any document: one file may have taken another's place under a new name."""
    if quote_digest(quote) != link.digest:
        return None
    near = library.terms.search(quote, language=detect(quote), k=_NEAR)
    for passage in library.passages([row for row, _ in near]):
        if quote in passage.text:
            page = library.page(passage.document_id, passage.page)
            found = verify(link, [page], quote=quote)
            return _of(library.document(passage.document_id), replace(found, state="moved"))
    return None


def _pages(library: Library, document: Document) -> list[Page]:
    try:
        return [library.page(document.id, None)]
    except KeyError:
        return [library.page(document.id, number + 1) for number in range(document.page_count)]


def _of(document: Document, found: Verification) -> Verification:
    return replace(
        found, document=document.id, path=document.path, title=document.title, date=document.date
    )
