"""What a PDF contains besides its words: labels, headers, outline, hidden text, passwords."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np
import pytest
from documents import DrawnColumn, columns, drawn, lines_of
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from rag.errors import DocumentEmpty, DocumentLocked, DocumentUnreadable
from rag.readers.content import Content
from rag.readers.pdf import read
from rag.readers.pdf.hidden import HiddenText

TEXT = (
    "Le conseil exécutif a examiné la demande du gouvernement et l’a jugée recevable. Il a "
    "rappelé que les centres associés ne sont pas juridiquement une partie de l’organisation."
)
LINE = "Le conseil exécutif a examiné la demande du gouvernement."


def paged(count: int, margins: Callable[[Canvas, int], None], *, text: str = TEXT) -> Content:
    """A document of pages whose text differs, with what ``margins`` draws on each, from 1."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            lines = lines_of(f"Article {number}. {text} Fin {number}.", 400)
            columns(canvas, [DrawnColumn(lines, 80, 150 + 20 * (number % 3))])
            canvas.setFont("Times-Roman", 9)
            margins(canvas, number)
            canvas.showPage()

    return read(drawn(draw), "x.pdf")


def rewritten(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    stored = io.BytesIO()
    writer.write(stored)
    return stored.getvalue()


def one_page(draw: Callable[[Canvas], None]) -> Content:
    return read(drawn(draw), "x.pdf")


def test_headers_and_footers_that_come_back_are_left_out() -> None:
    def margins(canvas: Canvas, number: int) -> None:
        canvas.drawString(80, A4[1] - 40, f"Rapport annuel – chapitre {1 + number // 5}")
        canvas.drawRightString(500, 30, f"Page {number} sur 9")

    found = paged(9, margins)
    for number, page in enumerate(found.pages, 1):
        assert page.text == f"Article {number}. {TEXT} Fin {number}."
        assert page.label == str(number)


def test_headers_that_alternate_are_left_out() -> None:
    def margins(canvas: Canvas, number: int) -> None:
        canvas.drawString(80, A4[1] - 40, "Verbatim" if number % 2 else "Les institutions")

    assert all(page.text.startswith("Article") for page in paged(8, margins).pages)


def test_the_title_of_a_chapter_over_one_page_is_left_out_like_the_others() -> None:
    titles = ["Ouverture", *["Budget"] * 4, "Votes", *["Annexes"] * 4]

    def margins(canvas: Canvas, number: int) -> None:
        canvas.drawString(80, A4[1] - 40, titles[number - 1])

    assert all(page.text.startswith("Article") for page in paged(10, margins).pages)


def test_printed_numbers_are_labels_with_their_offset_and_roman_ones_too() -> None:
    roman = ("i", "ii", "iii", "iv")

    def margins(canvas: Canvas, number: int) -> None:
        label = roman[number - 1] if number <= 4 else str(number + 96)
        canvas.drawCentredString(A4[0] / 2, 30, label)

    labels = [page.label for page in paged(9, margins).pages]
    assert labels == [*roman, "101", "102", "103", "104", "105"]


def test_numbers_that_do_not_count_the_pages_are_text() -> None:
    figures = (1840, 12, 77, 5, 1903)
    found = paged(5, lambda canvas, n: canvas.drawString(80, 30, str(figures[n - 1])))
    assert [page.label for page in found.pages] == [None] * 5
    assert all(page.text.endswith(str(n)) for page, n in zip(found.pages, figures, strict=True))


def test_labels_in_the_catalog_come_before_printed_ones() -> None:
    def labelled(writer: PdfWriter) -> None:
        writer.set_page_label(0, 1, PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(2, 4, PageLabelStyle.DECIMAL, prefix="A-", start=7)

    def draw(canvas: Canvas) -> None:
        for number in range(1, 6):
            columns(canvas, [DrawnColumn(lines_of(f"{number}. {TEXT}", 400), 80, 100)])
            canvas.showPage()

    pages = read(rewritten(drawn(draw), labelled), "x.pdf").pages
    assert [page.label for page in pages] == ["i", "ii", "A-7", "A-8", "A-9"]


def test_the_outline_gives_headings_their_level() -> None:
    def draw(canvas: Canvas) -> None:
        for at, (title, level) in enumerate((("Partie", 0), ("Chapitre", 1), ("Section", 2))):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(f"{title} du rapport", title, level)
            text = [
                DrawnColumn([f"1.{at} {title} du rapport"], 80, 100 + 90 * at, 12, "Times-Bold")
            ]
            columns(canvas, [*text, DrawnColumn(lines_of(TEXT, 400), 80, 130 + 90 * at)])

    (page,) = one_page(draw).pages
    assert [(heading.title, heading.level) for heading in page.headings] == [
        ("1.0 Partie du rapport", 1),
        ("1.1 Chapitre du rapport", 2),
        ("1.2 Section du rapport", 3),
    ]


def test_larger_and_bolder_lines_are_headings_by_their_size() -> None:
    def draw(canvas: Canvas) -> None:
        titles = [("Rapport annuel", 20, "Times-Roman"), ("Le budget", 14, "Times-Bold")]
        titles += [("Les dépenses", 10, "Times-Bold")]
        for at, (title, size, font) in enumerate(titles):
            columns(canvas, [DrawnColumn([title], 80, 100 + 90 * at, size, font)])
            columns(canvas, [DrawnColumn(lines_of(TEXT, 400), 80, 130 + 90 * at)])

    (page,) = one_page(draw).pages
    found = [(heading.level, heading.title) for heading in page.headings]
    assert found == [(1, "Rapport annuel"), (2, "Le budget"), (3, "Les dépenses")]


@pytest.mark.parametrize("password", ["", "secret"], ids=["empty", "secret"])
@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_only_a_password_that_is_empty_opens_a_file(password: str, algorithm: str) -> None:
    plain = drawn(lambda canvas: columns(canvas, [DrawnColumn([LINE], 80, 100)]))

    def lock(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": "Le titre"})
        writer.encrypt(password, "owner", algorithm=algorithm)

    data = rewritten(plain, lock)
    if password:
        with pytest.raises(DocumentLocked):
            read(data, "x.pdf")
    else:
        found = read(data, "x.pdf")
        assert (found.pages[0].text, found.title) == (LINE, "Le titre")


def hidden_cases() -> list[object]:
    def white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.drawString(80, 600, "texte caché")

    def tiny(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 1)
        canvas.drawString(80, 600, "texte caché")

    def outside(canvas: Canvas) -> None:
        canvas.drawString(80, -50, "texte caché")

    def covered(canvas: Canvas) -> None:
        canvas.drawString(80, 600, "texte caché")
        canvas.rect(70, 595, 200, 20, fill=1)

    def inkless(canvas: Canvas) -> None:
        text = canvas.beginText(80, 600)
        text.setTextRenderMode(3)
        text.textLine("texte caché")
        canvas.drawText(text)

    def clear(canvas: Canvas) -> None:
        canvas.setFillAlpha(0.01)
        canvas.drawString(80, 600, "texte caché")

    cases = (white, tiny, outside, covered, inkless, clear)
    return [pytest.param(case, id=case.__name__) for case in cases]


@pytest.mark.parametrize("hide", hidden_cases())
def test_invisible_text_is_left_out_and_reported(hide: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, [DrawnColumn(lines_of(TEXT, 400), 80, 100)])
        hide(canvas)

    found = one_page(draw)
    assert found.pages[0].text == TEXT
    (notice,) = found.notices
    assert notice.said("fr") == (
        "page 1\u00a0: texte invisible écarté\u00a0: «\u00a0texte caché\u00a0»"
    )


def test_suspect_text_off_the_page_shows_nothing() -> None:
    everywhere = HiddenText(changed=np.ones((800, 600), dtype=np.bool_))
    assert everywhere.shows((-10, -10, 5, 5))
    assert not everywhere.shows((-370, 100, -280, 110))
    assert not everywhere.shows((100, -370, 200, -280))
    assert not everywhere.shows((100, 900, 200, 910))


def test_letters_far_apart_are_hidden_or_shown_each_in_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, [DrawnColumn(lines_of(TEXT, 400), 80, 100)])
        canvas.setFillGray(0.2)
        canvas.rect(300, 30, 250, 30, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.drawString(310, 40, "Lettres blanches.")
        canvas.drawString(20, 820, "texte caché")

    found = one_page(draw)
    assert found.pages[0].text.endswith("Lettres blanches.")
    assert "texte" not in found.pages[0].text
    assert "texte caché" in found.notices[0].said("fr")


def test_a_word_blackened_inside_a_line_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        canvas.drawString(80, 700, "Le témoin est Jean Dupont, de Rabat.")
        canvas.setFillGray(0)
        canvas.rect(80 + 14 * 6, 697, 11 * 6, 12, fill=1)

    found = one_page(draw)
    assert found.pages[0].text.split() == ["Le", "témoin", "est", ",", "de", "Rabat."]
    assert "Jean Dupont" in found.notices[0].said("fr")


def test_white_letters_on_a_dark_ground_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(70, 595, 300, 30, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(80, 605, "Communiqué de presse")

    found = one_page(draw)
    assert found.pages[0].text == "Communiqué de presse"
    assert found.notices == ()


def scan(size: tuple[int, int] = (600, 850)) -> ImageReader:
    return ImageReader(Image.new("L", size, 230))


def test_the_layer_of_words_that_ocr_leaves_on_a_scan_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(scan(), 0, 0, *A4)
        text = canvas.beginText(80, 600)
        text.setTextRenderMode(3)
        text.textLine("Procès-verbal numérisé")
        canvas.drawText(text)

    found = one_page(draw)
    assert (found.pages[0].text, found.notices) == ("Procès-verbal numérisé", ())


def test_scanned_pages_among_others_are_reported() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 7):
            if number in (2, 4, 5):
                canvas.drawImage(scan(), 0, 0, *A4)
            elif number != 6:
                columns(canvas, [DrawnColumn(lines_of(TEXT, 400), 80, 100)])
            canvas.showPage()

    (notice,) = one_page(draw).notices
    assert notice.said("en").startswith("pages 2, 4-5: no text ")


def test_a_document_of_scans_is_empty() -> None:
    with pytest.raises(DocumentEmpty):
        one_page(lambda canvas: canvas.drawImage(scan(), 0, 0, *A4))


def test_a_bomb_that_yields_no_text_is_no_success() -> None:
    data = bomb(50_000_000)
    assert len(data) < 100_000
    with pytest.raises((DocumentEmpty, DocumentUnreadable)):
        read(data, "x.pdf")


def bomb(size: int) -> bytes:
    """A PDF whose only stream inflates to so many blanks."""
    import zlib

    stream = zlib.compress(b" " * size, 9)
    return objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        ]
    )


def objects(bodies: Sequence[bytes]) -> bytes:
    """A PDF file of these objects, the first its catalog."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\n" % (len(bodies) + 1)
    return data + head + table + trailer + b"startxref\n%d\n%%%%EOF" % len(data)


def test_a_damaged_page_costs_only_itself() -> None:
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 39>>stream\nBT /F 12 Tf 20 50 Td (Le vote.) Tj ET   \nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    found = read(objects(bodies), "x.pdf")
    assert [page.text for page in found.pages] == ["Le vote.", ""]
    assert found.notices[0].said("en") == "page 2: unreadable, skipped"


def test_numbers_without_sense_do_no_harm() -> None:
    data = drawn(lambda canvas: columns(canvas, [DrawnColumn([LINE] * 3, 80, 100)]))
    places = (b"1e39", b"-1e39", b"99999999999999999999", b"0", b".")
    for place in places:
        wild = b"BT /F 12 Tf %b 0 0 %b 20 50 Tm (Le vote.) Tj ET" % (place, place)
        bodies = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b 100]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>>>" % place,
            b"<</Length %d>>stream\n%b\nendstream" % (len(wild), wild),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        with suppress(DocumentEmpty, DocumentUnreadable):
            read(objects(bodies), "x.pdf")
    assert read(data, "x.pdf").pages[0].text


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    import random

    chosen = random.Random(seed)
    data = bytearray(drawn(lambda canvas: columns(canvas, [DrawnColumn([LINE] * 9, 80, 100)])))
    for _ in range(chosen.randint(1, 30)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    try:
        found = read(bytes(data[: chosen.randint(200, len(data))]), "x.pdf")
    except (DocumentEmpty, DocumentUnreadable, DocumentLocked):
        return
    assert any(page.text for page in found.pages)
