"""The only file that knows pdfium: opening, words with their boxes, outline, rendering.

pdfium is not thread safe: one lock guards every call.
"""

from __future__ import annotations

import ctypes
import io
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import TracebackType
from typing import Any

from rag.errors import Cause, DocumentLocked, DocumentUnreadable
from rag.readers.pdf.glyphs import page_words
from rag.readers.pdf.words import OutlineEntry, PageWords

_LOCK = threading.RLock()
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_MOST_MARKS = 20_000  # entries of an outline; one that loops has no end
_HIGHLIGHT = (255, 226, 110)  # the yellow of a marker, to multiply with
_MOST_PIXELS = 40_000_000.0  # of a page to recognise: A3 at 300 dots an inch is 17 million
_LARGEST_SIDE = 5_000  # pixels of a rendered page


class Calls:
    """pdfium's C functions as plain fast calls: pointers are integers.

    pypdfium2's own bindings check and convert each argument; called for every word of a
    page, that costs three times as much as pdfium's own work.
    """

    _POINTER, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double

    def __init__(self) -> None:
        import pypdfium2
        import pypdfium2.raw

        self.bindings: Any = pypdfium2
        self.raw: Any = pypdfium2.raw
        point, number = self._POINTER, self._INT
        self.text = self._call("FPDFText_GetText", number, point, number, number, point)
        self.unicode = self._call("FPDFText_GetUnicode", ctypes.c_uint, point, number)
        self.char_box = self._call("FPDFText_GetCharBox", number, point, number, *[point] * 4)
        self.char_origin = self._call("FPDFText_GetCharOrigin", number, point, number, point, point)
        self.char_object = self._call("FPDFText_GetTextObject", point, point, number)
        self.char_matrix = self._call("FPDFText_GetMatrix", number, point, number, point)
        self.char_size = self._call("FPDFText_GetFontSize", self._DOUBLE, point, number)
        self.font = self._call("FPDFTextObj_GetFont", point, point)
        self.font_name = self._call(
            "FPDFFont_GetBaseFontName", ctypes.c_ulong, point, point, ctypes.c_ulong
        )
        self.font_flags = self._call("FPDFFont_GetFlags", number, point)
        self.mode = self._call("FPDFTextObj_GetTextRenderMode", number, point)
        self.fill = self._call("FPDFPageObj_GetFillColor", number, *[point] * 5)
        self.kind = self._call("FPDFPageObj_GetType", number, point)
        self.bounds = self._call("FPDFPageObj_GetBounds", number, *[point] * 5)
        self.object_count = self._call("FPDFPage_CountObjects", number, point)
        self.object_at = self._call("FPDFPage_GetObject", point, point, number)
        self.form_count = self._call("FPDFFormObj_CountObjects", number, point)
        self.form_at = self._call("FPDFFormObj_GetObject", point, point, ctypes.c_ulong)
        self.object_matrix = self._call("FPDFPageObj_GetMatrix", number, point, point)
        self.draw_mode = self._call("FPDFPath_GetDrawMode", number, point, point, point)
        self.activate = self._call("FPDFPageObj_SetIsActive", number, point, number)

    def _call(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        address = ctypes.cast(getattr(self.raw, name), ctypes.c_void_p).value
        assert address is not None
        # PYFUNCTYPE keeps the interpreter's lock: releasing it costs more than the call.
        return ctypes.PYFUNCTYPE(result, *arguments)(address)


@lru_cache(maxsize=1)
def calls() -> Calls:
    """pdfium, loaded once."""
    return Calls()


class Pdf:
    """An open PDF.

    Raises DocumentLocked where the empty password does not open it and DocumentUnreadable,
    naming pdfium's cause, where it is damaged.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self._calls = calls()
        self._path = path
        with _LOCK, self._told():
            self._document = self._calls.bindings.PdfDocument(data)
            self._count = len(self._document)

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Pdf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _LOCK:
            self._document.close()

    def sheet(self, index: int) -> PageWords:
        """The words of a page, counted from 0."""
        with _LOCK, self._told(), self._page(index) as page:
            return page_words(self._calls, page)

    def outline(self) -> list[OutlineEntry]:
        """The entries of the outline that lead to a page of this file, in order."""
        marks: list[OutlineEntry] = []
        with _LOCK, self._told():
            for seen, item in enumerate(self._document.get_toc()):
                if seen == _MOST_MARKS:
                    break
                target = item.get_dest()
                index = target.get_index() if target else None
                if index is not None:
                    marks.append(OutlineEntry(item.get_title(), item.level + 1, index))
        return marks

    def picture(self, index: int, scale: float) -> tuple[bytes, float]:
        """A page in grey as PNM, and its pixels a point: fewer than asked where it is huge."""
        with _LOCK, self._told(), self._page(index) as page:
            width, height = page.get_size()
            scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            size = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
            return size + bitmap.to_numpy().tobytes(), scale

    def png(self, index: int, rectangles: Sequence[tuple[float, ...]], scale: float) -> bytes:
        """A page as PNG bytes with translucent rectangles, in points from its top left."""
        from PIL import Image, ImageChops, ImageDraw

        with _LOCK, self._told(), self._page(index) as page:
            scale = min(scale, _LARGEST_SIDE / max(*page.get_size(), 1.0))
            image = page.render(scale=scale).to_pil().convert("RGB")
        veil = Image.new("RGB", image.size, "white")
        pen = ImageDraw.Draw(veil)
        for rectangle in rectangles:
            pen.rectangle([side * scale for side in rectangle], fill=_HIGHLIGHT)
        stored = io.BytesIO()
        # Multiplied like ink of a marker: the letters under it stay black.
        ImageChops.multiply(image, veil).save(stored, "PNG")
        return stored.getvalue()

    @contextmanager
    def _page(self, index: int) -> Iterator[Any]:
        page = self._document[index]
        try:
            yield page
        finally:
            page.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """pdfium's errors as the library's own."""
        try:
            yield
        except self._calls.bindings.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
                raise DocumentLocked(path=self._path) from error
            cause = Cause(f"PDF endommagé : {error}", f"damaged PDF: {error}")
            raise DocumentUnreadable(path=self._path, cause=cause) from error
