"""PDF files, by pdfium."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from rag.errors import Cause, DocumentEmpty, DocumentLocked, DocumentUnreadable
from rag.readers.clean import clean
from rag.readers.content import Content
from rag.records import Box, Page

_LOCK = threading.Lock()  # pdfium is not thread safe


def read(data: bytes, path: str) -> Content:
    """The pages of a PDF."""
    import pypdfium2

    with _LOCK:
        try:
            pdf = pypdfium2.PdfDocument(data)
            texts = [page.get_textpage().get_text_range() for page in pdf]
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise DocumentLocked(path=path) from error
            raise DocumentUnreadable(
                path=path, cause=Cause("PDF endommagé", "damaged PDF")
            ) from error
    if not any(text.strip() for text in texts):
        raise DocumentEmpty(path=path)
    pages = [Page(n, None, clean(text).strip()) for n, text in enumerate(texts, 1)]
    return Content(tuple(pages))


def render_page(path: Path, number: int, boxes: Sequence[Box], scale: float = 1.5) -> bytes:
    """A page as a PNG, the boxes highlighted; ``scale`` is in pixels a point."""
    raise NotImplementedError
