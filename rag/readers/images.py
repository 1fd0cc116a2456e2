"""Pictures of pages (PNG, JPEG, TIFF), read by OCR as scanned PDF pages are.

A picture becomes a PDF in memory, a page for each of its frames, so that words, boxes and drawn
pages are those of the reader of PDFs.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from rag.errors import DocumentTooLarge, DocumentUnreadable
from rag.messages import Message
from rag.readers import pdf
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.ocr import Ocr
from rag.readers.pdf.page_images import render_page

_SIGNATURES = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "tiff": (b"II*\x00", b"MM\x00*"),
}
_MOST_PIXELS = 150_000_000  # of a frame: an A3 page at 1,000 dots per inch has half as many
_MOST_FRAMES = 500
_LONG_SIDE = 11.69  # inches: a picture that does not state its size has that of an A4 page
_LEAST_DPI = 72  # a picture of fewer states the resolution of a screen
# What Pillow raises for damaged pictures.
_DAMAGE = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError,
           AttributeError, EOFError, ArithmeticError)  # fmt: skip


def read(data: bytes, path: str, ocr: Ocr | None = None) -> Content:
    """A page for each frame, with the words recognised on it.

    Raises DocumentUnreadable, DocumentTooLarge, and DocumentEmpty without ``ocr`` or words.
    """
    return pdf.read(as_pdf(data, path), path, ocr)


def is_image(data: bytes) -> bool:
    """Whether a file is a picture of a kind that is read."""
    return any(data.startswith(starts) for starts in _SIGNATURES.values())


def as_pdf(data: bytes, path: str) -> bytes:
    """A picture as a PDF, turned as its camera says; raises the errors of ``read``."""
    from PIL import Image

    stored = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes, which are checked here
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
                dpi = _resolution(image)
                first, *others = _frames(image, path)
            first.save(
                stored, "PDF", save_all=True, append_images=others, resolution=dpi, quality=90
            )
    except (*_DAMAGE, Image.DecompressionBombError) as error:
        cause = Message("causes.damaged_file", format="image", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    return stored.getvalue()


def _resolution(image: Any) -> float:
    """Pixels per inch, as the picture states it or as an A4 page has it."""
    stated = float(image.info.get("dpi", (0, 0))[0] or 0)
    return stated if _LEAST_DPI < stated < 10_000 else max(image.size) / _LONG_SIDE


def _frames(image: Any, path: str) -> Iterator[Any]:
    from PIL import ImageOps, ImageSequence

    for number, frame in enumerate(ImageSequence.Iterator(image)):
        width, height = frame.size
        if width * height > _MOST_PIXELS:
            size = Message("words.megapixels", size=width * height / 1e6)
            limit = Message("words.megapixels", size=_MOST_PIXELS / 1e6)
            raise DocumentTooLarge(path=path, size=size, limit=limit)
        if number >= _MOST_FRAMES:
            return
        yield _on_white(ImageOps.exif_transpose(frame))


def _on_white(frame: Any) -> Any:
    """A frame in grey, on white paper where it is transparent."""
    from PIL import Image

    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.convert("L")
    layer = frame.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper.convert("L")


def _format(name: str, label: str, *endings: str) -> DocumentFormat:
    return DocumentFormat(
        name=name,
        label=label,
        endings=endings,
        media_type=f"image/{name}",
        read=read,
        parsers=("pillow", "pypdfium2"),
        signature=lambda data, path: data.startswith(_SIGNATURES[name]),
        inline=name != "tiff",  # browsers save it
        read_with_ocr=read,
        render_page=render_page,
        has_pages=True,
    )


FORMATS = (
    _format("png", "PNG", ".png"),
    _format("jpeg", "JPEG", ".jpg", ".jpeg"),
    _format("tiff", "TIFF", ".tif", ".tiff"),
)
