"""PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.errors import DocumentEmpty
from rag.readers.content import Content
from rag.readers.pdf.pdfium import Pdf
from rag.records import Box, Page


def read(data: bytes, path: str) -> Content:
    """The pages of a PDF."""
    with Pdf(data, path) as pdf:
        texts = []
        for i in range(len(pdf)):
            words = [w for turn in pdf.sheet(i).words.values() for w in turn]
            lines: list[str] = []
            at = None
            for w in words:
                if at is None or abs(w.baseline - at) > 3:
                    lines.append(w.text)
                else:
                    lines[-1] += " " + w.text
                at = w.baseline
            texts.append("\n".join(lines))
    if not any(text.strip() for text in texts):
        raise DocumentEmpty(path=path)
    return Content(tuple(Page(n, None, text) for n, text in enumerate(texts, 1)))


def render_page(path: Path, number: int, boxes: Sequence[Box], scale: float = 1.5) -> bytes:
    """A page as a PNG, the boxes highlighted; ``scale`` is in pixels a point."""
    rectangles = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    with Pdf(path.read_bytes(), path.name) as pdf:
        return pdf.png(number - 1, rectangles, scale)
