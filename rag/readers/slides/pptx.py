"""PowerPoint presentations (PPTX): each slide a page, its shapes from top to bottom."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from rag.errors import DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import DAMAGE, ZIP, open_archive
from rag.readers.content import Block, Content, numeral
from rag.readers.document_format import DocumentFormat
from rag.readers.slides.deck import Slide, slide_pages
from rag.readers.strict_ooxml import transitional
from rag.readers.whole_rows import table_as_it_is

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FORMS = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_TITLES = ("TITLE", "CENTER_TITLE", "VERTICAL_TITLE")
_MARGINS = ("DATE", "FOOTER", "SLIDE_NUMBER", "HEADER")
_BODIES = ("BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT")
_DEEPEST = 20  # groups inside groups
_MOST_SHAPES = 5_000  # of a slide
_SAME_LINE = 250_000  # EMU, 7 mm: shapes whose tops are closer are read from left to right
# What python-pptx and lxml raise for parts that are missing or are not XML.
_DAMAGE = (*DAMAGE, KeyError, AttributeError, IndexError, TypeError, SyntaxError)


def read(data: bytes, path: str) -> Content:
    """A page for each slide; hidden slides are pages without text.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    data = transitional(data, path)  # within the limits of archives
    notices: list[Message] = []
    try:
        deck = Presentation(io.BytesIO(data))
        pages = tuple(slide_pages(map(_slide, deck.slides), notices))
        about = deck.core_properties
        title, author = about.title, about.author
    except (PythonPptxError, *_DAMAGE) as error:
        cause = Message("causes.damaged_file", format="PPTX", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    return Content(pages, title or None, author=author or None, notices=tuple(notices))


def _slide(slide: Any) -> Slide:
    if slide.element.get("show") in ("0", "false"):
        return Slide(hidden=True)
    shapes = sorted(_shapes(slide.shapes), key=_place)
    title = next((shape for shape in shapes if _kind(shape) in _TITLES), None)
    blocks = [block for shape in shapes if shape is not title for block in _blocks(shape)]
    return Slide(_text(title), blocks, tuple(_notes(slide)))


def _shapes(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """The shapes of a slide, those of groups among them."""
    for count, shape in enumerate(shapes if depth < _DEEPEST else ()):
        if count >= _MOST_SHAPES:
            return
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes, depth + 1)
        elif _kind(shape) not in _MARGINS:
            yield shape


def _place(shape: Any) -> tuple[int, int]:
    """The place of a shape in reading order; a title comes before its slide."""
    return (shape.top or 0) // _SAME_LINE, shape.left or 0


def _kind(shape: Any) -> str:
    """The name of the kind of a placeholder, "" for another shape."""
    return str(shape.placeholder_format.type.name) if shape.is_placeholder else ""


def _text(shape: Any) -> str:
    return " ".join(shape.text_frame.text.split()) if shape is not None else ""


def _blocks(shape: Any) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        rows = [[_cell(cell) for cell in row.cells] for row in shape.table.rows]
        yield from table_as_it_is(rows)
    elif shape.has_text_frame:
        listed = _kind(shape) in _BODIES and len(shape.text_frame.paragraphs) > 1
        yield from _paragraphs(shape.text_frame.paragraphs, listed=listed)


def _cell(cell: Any) -> str:
    return "" if cell.is_spanned else " ".join(cell.text_frame.text.split())


def _paragraphs(paragraphs: Sequence[Any], *, listed: bool) -> Iterator[Block]:
    """The paragraphs of a shape, items with their number or bullet."""
    counts: dict[int, int] = {}
    close = False
    for paragraph in paragraphs:
        text = paragraph.text.replace("\v", "\n").strip()
        if not text:
            continue
        mark = _mark(paragraph, counts, listed=listed)
        yield Block(f"{mark} {text}" if mark else text, close=close and bool(mark))
        close = bool(mark)


def _mark(paragraph: Any, counts: dict[int, int], *, listed: bool) -> str:
    """The number or bullet of a paragraph; ``listed`` if its shape gives it one."""
    properties = paragraph._p.find(f"{_DRAWING}pPr")
    numbered = None if properties is None else properties.find(f"{_DRAWING}buAutoNum")
    depth = paragraph.level
    for deeper in [other for other in counts if other > depth or numbered is None]:
        del counts[deeper]
    if numbered is not None:
        counts[depth] = counts.get(depth, 0) + 1
        form, _, style = numbered.get("type", "").partition("Paren")
        digits = numeral(counts[depth], _FORMS.get(form.removesuffix("Period"), "1"))
        return f"{digits})" if style or form.endswith("Paren") else f"{digits}."
    if properties is not None and properties.find(f"{_DRAWING}buNone") is not None:
        return ""
    marked = properties is not None and properties.find(f"{_DRAWING}buChar") is not None
    return "•" if listed or marked else ""


def _notes(slide: Any) -> Iterator[str]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if frame is not None:
        yield from (paragraph.text.replace("\v", "\n") for paragraph in frame.paragraphs)


def _has_signature(data: bytes, path: str) -> bool:
    return data.startswith(ZIP) and "ppt/presentation.xml" in open_archive(data, path).namelist()


FORMAT = DocumentFormat(
    name="pptx",
    label="PPTX",
    endings=(".pptx", ".ppsx"),
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    read=read,
    parsers=("python-pptx", "lxml"),
    signature=_has_signature,
    has_pages=True,
)
