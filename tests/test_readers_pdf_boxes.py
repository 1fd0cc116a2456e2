"""Every word of a PDF has its box on the displayed page, and boxes can be drawn."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from documents import DrawnColumn, columns, drawn, flowed, lines_of
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from rag.errors import DocumentUnreadable
from rag.readers.pdf import read
from rag.readers.pdf.highlights import highlight_rectangles
from rag.readers.pdf.page_images import render_page
from rag.records import Box, Page

WORDS = (
    "l’accord qu’il d’État n° 12 art. 3 « conseil » Île-de-France œuvre vote naïf 1,5 42e session "
    "the centre's budget, résolution; where? (annexe) Ai Movement UNESCO 2023–2024 Rabat."
).split()


def many_words(count: int, seed: int = 7) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(count))


def plain_page() -> bytes:
    text = lines_of(many_words(160), 400)
    return drawn(lambda canvas: columns(canvas, [DrawnColumn(text, 80, 120, 11)]))


def turned(data: bytes, degrees: int, crop: tuple[float, float, float, float] | None) -> bytes:
    """The PDF with its pages turned, and cut to left, bottom, right, top."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(degrees)
        if crop:
            page.cropbox.lower_left, page.cropbox.upper_right = crop[:2], crop[2:]
    stored = io.BytesIO()
    writer.write(stored)
    return stored.getvalue()


def only_page(data: bytes) -> Page:
    (page,) = read(data, "x.pdf").pages
    return page


def test_pdfium_finds_under_each_box_the_words_of_its_slice() -> None:
    data = plain_page()
    page = only_page(data)
    pdf = pypdfium2.PdfDocument(data)
    text, height = pdf[0].get_textpage(), pdf[0].get_height()
    assert len(page.boxes) > 150
    for box in page.boxes:
        found = text.get_text_bounded(
            left=box.left + 0.3, right=box.right - 0.3,
            bottom=height - box.bottom + 1, top=height - box.top - 1,
        )  # fmt: skip
        assert found.strip() == page.text[box.start : box.end]
    pdf.close()


def test_the_boxes_cover_the_text_word_by_word_in_order() -> None:
    page = only_page(plain_page())
    shown = [page.text[box.start : box.end] for box in page.boxes]
    assert shown == page.text.split()
    edges = [edge for box in page.boxes for edge in (box.start, box.end)]
    assert edges == sorted(edges)


def test_a_word_joined_over_two_lines_has_a_box_on_each() -> None:
    data = drawn(
        lambda canvas: columns(canvas, [DrawnColumn(["un long dévelop-", "pement"], 60, 100)])
    )
    page = only_page(data)
    assert page.text == "un long développement"
    first, second = page.boxes[-2:]
    assert page.text[first.start : first.end] == "dévelop"
    assert page.text[second.start : second.end] == "pement"
    assert second.top > first.top
    assert second.left < first.left


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (60, 500, 520, 760)], ids=["whole", "cropped"])
def test_all_ink_lies_under_boxes_however_the_page_is_turned(
    degrees: int, crop: tuple[float, float, float, float] | None, tmp_path: Path
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(turned(plain_page(), degrees, crop))
    page = only_page(path.read_bytes())
    assert page.text == only_page(plain_page()).text
    inked = darkness(render_page(path, 1, (), scale=2)) < 128
    covered = np.zeros_like(inked)
    for box in page.boxes:
        left, top = round(2 * box.left), round(2 * box.top)
        right, bottom = round(2 * box.right), round(2 * box.bottom)
        assert inked[top:bottom, left:right].any()
        covered[max(top - 4, 0) : bottom + 4, max(left - 4, 0) : right + 4] = True
    assert not (inked & ~covered).any()


def darkness(png: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


def test_a_drawn_page_marks_the_boxes_and_leaves_the_letters_black(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(plain_page())
    page = only_page(path.read_bytes())
    box = page.boxes[20]
    plain, marked = (render_page(path, 1, boxes, scale=2) for boxes in ((), (box,)))
    assert plain.startswith(b"\x89PNG")
    changed = darkness(plain) != darkness(marked)
    rows, across = np.nonzero(changed)
    assert abs(rows.min() / 2 - box.top) < 3
    assert abs(across.max() / 2 - box.right) < 3
    assert darkness(marked).min() == darkness(plain).min()


def test_a_stroke_runs_over_the_words_of_a_line_and_not_to_the_next() -> None:
    page = only_page(plain_page())
    found = highlight_rectangles(page.boxes[:30])
    lines = len({round(box.bottom) for box in page.boxes[:30]})
    assert len(found) == lines
    assert all(right - left > 20 for left, _, right, _ in found)


def test_words_far_apart_on_one_line_are_marked_apart() -> None:
    boxes = [Box(0, 1, 10, 10, 20, 20), Box(2, 3, 200, 10, 220, 20)]
    assert len(highlight_rectangles(boxes)) == 2


def test_a_page_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(plain_page())
    with pytest.raises(LookupError):
        render_page(path, 2, ())


def test_a_file_that_is_no_pdf_cannot_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"Bonjour")
    with pytest.raises(DocumentUnreadable):
        render_page(path, 1, ())


def test_five_hundred_quotes_land_on_their_page() -> None:
    chosen = random.Random(11)
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, alignment=4)
    sentences = [
        f"Article {n} : {many_words(chosen.randint(8, 25), n)} fin {n}." for n in range(500)
    ]
    story = [
        Paragraph(" ".join(sentences[at : at + 5]), style) for at in range(0, len(sentences), 5)
    ]
    data = flowed(story, header="Recueil des articles")
    pages = read(data, "x.pdf").pages
    assert len(pages) > 10
    for sentence, number in zip(sentences, true_pages(data, len(sentences)), strict=True):
        if number is not None:
            page = pages[number - 1]
            assert " ".join(sentence.split()) in page.text
            assert page.label == str(number)


def true_pages(data: bytes, count: int) -> list[int | None]:
    """The page that holds both ends of each sentence, by pypdf; ``None`` over two pages."""
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    found: list[int | None] = []
    for n in range(count):
        holding = [
            i for i, text in enumerate(texts, 1)
            if f"Article {n} :" in text and f"fin {n}." in " ".join(text.split())
        ]  # fmt: skip
        found.append(holding[0] if holding else None)
    assert sum(number is not None for number in found) > 0.9 * count
    return found
