"""pdfium's functions, called from Python: the only file that imports pypdfium2."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy.typing as npt


class PdfiumCalls:
    """pdfium's C functions as plain fast calls: pointers are integers.

    pypdfium2's own bindings check and convert each argument. Called for every word of a
    page, they take three times as long as pdfium itself.
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
        self.annotation_count = self._call("FPDFPage_GetAnnotCount", number, point)
        self.annotation_at = self._call("FPDFPage_GetAnnot", point, point, number)
        self.annotation_kind = self._call("FPDFAnnot_GetSubtype", number, point)
        self.close_annotation = self._call("FPDFPage_CloseAnnot", None, point)
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
def load_pdfium() -> PdfiumCalls:
    """pdfium, loaded once in a process."""
    return PdfiumCalls()


def fill_rows(call: Any, arguments: Iterable[Iterable[Any]], into: npt.NDArray[Any]) -> None:
    """Calls ``call(*arguments, *addresses)`` for each row of an array, in C.

    ``arguments`` are columns of leading arguments; the addresses are those of the row's cells,
    which pdfium writes.
    """
    size, width = into.itemsize, into.shape[1]
    start, end = into.ctypes.data, into.ctypes.data + into.nbytes
    columns = (range(start + size * k, end + size * k, size * width) for k in range(width))
    deque(map(call, *arguments, *columns), maxlen=0)
