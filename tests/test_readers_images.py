"""Pictures are read by OCR as scanned pages are, turned upright; their pages can be drawn."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from documents import FRENCH, pdf
from PIL import Image
from test_readers_ocr import needs_tesseract

from rag.citations.originals import page_image
from rag.encoders import HashingEncoder
from rag.errors import DocumentEmpty, DocumentError, DocumentTooLarge, DocumentUnreadable
from rag.ingest import ReadingLimits, ingest
from rag.readers import Ocr, images, read
from rag.store import Store

OCR = Ocr(lambda page, of: None)


def scanned(kind: str, turned: int = 0, frames: int = 1, **options: Any) -> bytes:
    """A page of text as a picture, turned clockwise by so many degrees."""
    stored = io.BytesIO()
    with pypdfium2.PdfDocument(pdf(FRENCH)) as document:
        image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    image = image.rotate(-turned, expand=True)
    more = {"save_all": True, "append_images": [image] * (frames - 1)} if frames > 1 else {}
    image.save(stored, kind, **more, **options)
    return stored.getvalue()


@needs_tesseract
@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("TIFF", ".tif")])
def test_a_picture_of_a_page_is_read(kind: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"scan{ending}"
    path.write_bytes(scanned(kind, dpi=(200, 200)))
    reading = read(path, tmp_path, OCR)
    [page] = reading.pages
    assert "M. Dupont en assure la présidence depuis l" in page.text
    assert reading.document.title == FRENCH.title
    assert 0.8 < (page.ocr or 0) <= 1
    assert page.boxes


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_scanned_sideways_is_turned_upright(degrees: int) -> None:
    [page] = images.read(scanned("PNG", turned=degrees), "a.png", OCR).pages
    assert "M. Dupont en assure la présidence depuis l" in page.text
    assert all(box.left < box.right and box.top < box.bottom for box in page.boxes)
    [word] = [box for box in page.boxes if page.text[box.start : box.end] == "présidence"]
    # The boxes are where the words stand in the picture.
    assert (word.bottom - word.top > word.right - word.left) == (degrees != 180)


@needs_tesseract
def test_each_frame_of_a_tiff_is_a_page() -> None:
    pages = images.read(scanned("TIFF", frames=2), "a.tif", OCR).pages
    assert [page.number for page in pages] == [1, 2]


@needs_tesseract
def test_a_quote_is_marked_on_the_picture(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "scan.png").write_bytes(scanned("PNG"))
    limits = ReadingLimits(ocr=True)
    ingest([tmp_path / "docs"], tmp_path / "index", HashingEncoder(), limits=limits)
    with Store.open(tmp_path / "index") as store:
        [document] = store.documents()
        start = store.page(document.id, 1).text.index("Dupont")
        plain = page_image(document, 1, store.page, (), 1.0)
        marked = page_image(document, 1, store.page, [(start, start + 6)], 1.0)
    assert Image.open(io.BytesIO(plain)).size == Image.open(io.BytesIO(marked)).size
    assert plain != marked


def test_without_ocr_a_picture_is_empty_and_the_line_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(scanned("PNG"))
    with pytest.raises(DocumentEmpty, match="--ocr"):
        read(tmp_path / "scan.png", tmp_path)


def test_a_huge_picture_is_too_large() -> None:
    stored = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(stored, "PNG")
    with pytest.raises((DocumentTooLarge, DocumentUnreadable)):
        images.read(stored.getvalue(), "a.png")


def test_transparent_paper_is_white() -> None:
    stored = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(stored, "PNG")
    with pypdfium2.PdfDocument(images.as_pdf(stored.getvalue(), "a.png")) as document:
        assert document[0].render(grayscale=True).to_pil().getextrema()[0] > 250


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_damaged_picture_is_read_or_refused(seed: int, kind: str) -> None:
    stored, chosen = io.BytesIO(), random.Random(seed)
    Image.new("L", (60, 60), 200).save(stored, kind)
    data = bytearray(stored.getvalue())
    for _ in range(chosen.randint(1, 40)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    with suppress(DocumentError):
        images.read(bytes(data), "a")
