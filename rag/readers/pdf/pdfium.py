"""An open PDF, by pdfium: words with their boxes, outline, rendering.

pdfium is not thread safe: one lock guards every call.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rag.errors import DocumentLocked, DocumentUnreadable
from rag.messages import Message
from rag.readers.pdf.glyphs import page_words
from rag.readers.pdf.hidden import MOST_OBJECTS, TooManyObjects
from rag.readers.pdf.pdfium_calls import load_pdfium
from rag.readers.pdf.words import OutlineEntry, PageWords

_LOCK = threading.RLock()
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_MOST_ENTRIES = 20_000  # of an outline; one with a cycle never ends
_HIGHLIGHT = (255, 226, 110)  # the yellow of a highlighter, multiplied with the page
_MOST_PIXELS = 40_000_000.0  # of a page for OCR: A3 at 300 dpi has 17 million
_LARGEST_SIDE = 5_000  # pixels of a rendered page


class Pdf:
    """An open PDF.

    Raises DocumentLocked if the empty password does not open it, and DocumentUnreadable, with
    the cause that pdfium gives, if it is damaged.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self._calls = load_pdfium()
        self._path = path
        with _LOCK, self._translated_errors():
            self._document = self._calls.bindings.PdfDocument(data)
            self._count = len(self._document)

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        with _LOCK:
            self._document.close()

    def sheet(self, index: int) -> PageWords:
        """The words of a page; ``index`` counts from 0."""
        with _LOCK, self._translated_errors(), self._page(index) as page:
            return page_words(self._calls, page)

    def outline(self) -> list[OutlineEntry]:
        """The outline entries that lead to a page of this file, in order."""
        entries: list[OutlineEntry] = []
        with _LOCK, self._translated_errors():
            for count, item in enumerate(self._document.get_toc()):
                if count == _MOST_ENTRIES:
                    break
                target = item.get_dest()
                index = target.get_index() if target else None
                if index is not None:
                    entries.append(OutlineEntry(item.get_title(), item.level + 1, index))
        return entries

    def grey_image(self, index: int, scale: float) -> tuple[bytes, float]:
        """A page as a grey PNM image, and its pixels per point: at most ``scale``, less if huge."""
        with _LOCK, self._translated_errors(), self._page(index) as page:
            width, height = page.get_size()
            scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            size = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
            return size + bitmap.to_numpy().tobytes(), scale

    def png(self, index: int, rectangles: Sequence[tuple[float, ...]], scale: float) -> bytes:
        """A page as PNG with rectangles highlighted; these are in points from the top left."""
        from PIL import Image, ImageChops, ImageDraw

        with _LOCK, self._translated_errors(), self._page(index) as page:
            scale = min(scale, _LARGEST_SIDE / max(*page.get_size(), 1.0))
            image = page.render(scale=scale).to_pil().convert("RGB")
        layer = Image.new("RGB", image.size, "white")
        pen = ImageDraw.Draw(layer)
        for rectangle in rectangles:
            pen.rectangle([side * scale for side in rectangle], fill=_HIGHLIGHT)
        image_file = io.BytesIO()
        # Multiplied, as the ink of a highlighter is: the letters stay black.
        ImageChops.multiply(image, layer).save(image_file, "PNG")
        return image_file.getvalue()

    @contextmanager
    def _page(self, index: int) -> Iterator[Any]:
        page = self._document[index]
        try:
            yield page
        finally:
            page.close()

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Turns pdfium's errors into DocumentLocked or DocumentUnreadable."""
        try:
            yield
        except self._calls.bindings.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
                raise DocumentLocked(path=self._path) from error
            cause = Message("causes.damaged_file", format="PDF", error=error)
            raise DocumentUnreadable(path=self._path, cause=cause) from error
        except TooManyObjects as error:
            cause = Message("causes.many_objects", limit=MOST_OBJECTS)
            raise DocumentUnreadable(path=self._path, cause=cause) from error
