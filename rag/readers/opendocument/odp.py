"""OpenDocument presentations (ODP): each slide a page, its title a heading, its notes last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import DocumentBlank
from rag.messages import Message
from rag.readers.content import Block, Content, hidden_text_notices
from rag.readers.document_format import DocumentFormat
from rag.readers.opendocument.body import OpenDocumentBody
from rag.readers.opendocument.names import DRAW, PRESENTATION, TABLE, TEXT
from rag.readers.opendocument.package import MEDIA_TYPE, has_media_type, open_document
from rag.readers.slides.deck import Slide, slide_pages
from rag.readers.whole_rows import table_as_it_is

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rag.readers.opendocument.styles import OpenDocumentStyles

_CLASS, _NOTES = PRESENTATION + "class", PRESENTATION + "notes"
_MARGINS = ("header", "footer", "date-time", "page-number")
_TEXTS = (DRAW + "text-box", DRAW + "custom-shape", DRAW + "rect", DRAW + "ellipse")
_DEEPEST = 20  # groups inside groups


def read(data: bytes, path: str) -> Content:
    """A page for each slide; hidden slides are pages without text.

    Raises DocumentUnreadable, DocumentLocked, DocumentTooLarge and DocumentBlank.
    """
    document = open_document(data, path, "presentation")
    body, notices = OpenDocumentBody(document.styles), list[Message]()
    slides = [] if document.body is None else document.body.findall(f"{DRAW}page")
    found = (_slide(slide, body, document.styles) for slide in slides)
    pages = tuple(slide_pages(found, notices))
    if not pages:
        raise DocumentBlank(path=path)
    return document.content(pages, (*notices, *hidden_text_notices(body.hidden)))


def _slide(page: Element, body: OpenDocumentBody, styles: OpenDocumentStyles) -> Slide:
    if page.get(f"{DRAW}style-name") in styles.undisplayed:
        return Slide(hidden=True)
    shapes = list(_shapes(page))
    title = next((shape for shape in shapes if shape.get(_CLASS) == "title"), None)
    blocks = [b for shape in shapes if shape is not title for b in _blocks(shape, body)]
    words = [] if title is None else [body.text(each) for each in title.iter(f"{TEXT}p")]
    return Slide(" ".join(words), blocks, tuple(_notes(page, body)))


def _shapes(parent: Element, depth: int = 0) -> Iterator[Element]:
    """The shapes of a slide that are not its margins, those of groups among them."""
    for child in parent if depth < _DEEPEST else ():
        if child.tag == f"{DRAW}g":
            yield from _shapes(child, depth + 1)
        elif child.tag != _NOTES and child.get(_CLASS) not in _MARGINS:
            yield child


def _blocks(shape: Element, body: OpenDocumentBody) -> Iterator[Block]:
    for table in shape.findall(f"{TABLE}table"):
        yield from table_as_it_is([body.cells(row) for row in table.iter(f"{TABLE}table-row")])
    for text in (shape, *shape) if shape.tag not in _TEXTS else (shape,):
        if text.tag in _TEXTS:
            yield from body.blocks(text)


def _notes(page: Element, body: OpenDocumentBody) -> Iterator[str]:
    for notes in page.findall(_NOTES):
        for frame in notes.findall(f"{DRAW}frame"):
            if frame.get(_CLASS) == "notes":
                yield from (body.text(each) for each in frame.iter(f"{TEXT}p"))


def _has_signature(data: bytes, path: str) -> bool:
    return has_media_type(data, path, "presentation")


FORMAT = DocumentFormat(
    name="odp",
    label="ODP",
    endings=(".odp",),
    media_type=f"{MEDIA_TYPE}presentation",
    read=read,
    parsers=("defusedxml",),
    signature=_has_signature,
    has_pages=True,
)
