"""Scanned pages: each recognised on its own, if OCR is on, with the place of its words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from documents import ENGLISH, FRENCH, DrawnColumn, columns, drawn, lines_of, pdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_cli import rag

from rag.encoders import HashingEncoder
from rag.errors import DocumentEmpty, OcrUnavailable
from rag.ingest import ReadingLimits, ingest
from rag.language.words import plain_letters
from rag.messages.answers import recognised
from rag.readers import Ocr, ocr, read
from rag.records import Reading
from rag.store import Store


def installed() -> bool:
    try:
        ocr.require_tesseract()
    except OcrUnavailable:
        return False
    return True


needs_tesseract = pytest.mark.skipif(
    not installed(), reason=f"needs Debian's tesseract: apt install {ocr.PACKAGES}"
)


def picture(data: bytes, *, askew: float = 0) -> ImageReader:
    """The first page of a PDF as a scanner gives it, turned by some degrees."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
        return ImageReader(image.rotate(askew, fillcolor=255))


def scan() -> bytes:
    """A page of text, a French scan, an English one, and a drawing without a word."""
    scans = [picture(pdf(FRENCH)), picture(pdf(ENGLISH))]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Bordereau des pièces jointes au dossier de la séance.")
        canvas.showPage()
        for image in scans:
            canvas.drawImage(image, 0, 0, *A4)
            canvas.showPage()
        canvas.circle(300, 400, 120, fill=1)
        canvas.showPage()

    return drawn(draw)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    (folder / "docs").mkdir()
    (folder / "docs" / "scan.pdf").write_bytes(scan())
    return folder


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def reading(folder: Path, steps: list[tuple[int, int]]) -> Reading:
    docs = folder / "docs"
    return read(docs / "scan.pdf", docs, Ocr(lambda page, of: steps.append((page, of))))


@needs_tesseract
def test_pictures_are_read_in_both_languages_and_text_is_left_alone(reading: Reading) -> None:
    own, french, english, drawing = reading.pages
    assert (own.ocr, drawing.ocr, drawing.text) == (None, None, "")
    assert "M. Dupont en assure la présidence depuis l" in french.text
    assert "It is closed on public holidays and during the last week of August." in english.text
    assert 0.8 < (french.ocr or 0) <= 1
    assert 0.8 < (english.ocr or 0) <= 1


@needs_tesseract
def test_lines_are_joined_and_headings_found_as_in_any_pdf(reading: Reading) -> None:
    french = reading.pages[1]
    sentence = "Son financement direct vient de l’État hôte, comme le prévoit"
    assert sentence in french.text.replace("'", "’")
    assert FRENCH.title in [heading.title for heading in french.headings]
    assert len(french.headings) < 6


ASKEW: dict[str, tuple[str, ...]] = {
    "fr": (
        "La directrice réunit le comité des travaux le premier lundi du mois, à neuf heures.",
        "Le compte rendu est envoyé à tous les membres avant la fin de la semaine suivante.",
        "Une copie signée reste dans le registre, que chacun peut lire sur place.",
    ),
    "en": (
        "The director calls the works committee on the first Monday of the month, at nine.",
        "The minutes are sent to all members before the end of the following week.",
        "A signed copy stays in the register, which everybody may read at the desk.",
    ),
}


@needs_tesseract
@pytest.mark.parametrize("angle", [-0.8, 0.8])
@pytest.mark.parametrize("language", ASKEW)
def test_the_words_of_a_sheet_that_lay_askew_are_in_order(
    language: str, angle: float, tmp_path: Path
) -> None:
    lines = DrawnColumn(lines_of(" ".join(ASKEW[language]), 450, size=12), 70, 90, 12)
    sheet = drawn(lambda canvas: columns(canvas, [lines]))
    image = picture(sheet, askew=angle)
    scanned = drawn(lambda canvas: canvas.drawImage(image, 0, 0, *A4))
    (tmp_path / "askew.pdf").write_bytes(scanned)
    (page,) = read(tmp_path / "askew.pdf", tmp_path, Ocr(lambda page, of: None)).pages
    # Tesseract may part a word in two, or misread an accent or a mark; the order is the reader's.
    whole = " ".join(ASKEW[language])
    assert re.sub(r"\W", "", plain_letters(page.text)) == re.sub(r"\W", "", plain_letters(whole))


@needs_tesseract
def test_each_word_has_its_box_where_it_stands(reading: Reading) -> None:
    page = reading.pages[2]
    words = {page.text[box.start : box.end]: box for box in page.boxes}
    assert "".join(page.text.split()) == "".join("".join(words_of) for words_of in in_order(page))
    first, last = words["Opening"], words["bottle."]
    assert 60 < first.left < 90
    assert first.top < last.top
    for box in page.boxes:
        assert 0 <= box.left < box.right <= A4[0]
        assert 0 <= box.top < box.bottom <= A4[1]
        assert box.bottom - box.top < 40


def in_order(page: object) -> list[str]:
    return [page.text[box.start : box.end] for box in page.boxes]  # type: ignore[attr-defined]


@needs_tesseract
def test_each_page_is_reported_as_it_starts_and_in_a_notice(
    reading: Reading, steps: list[tuple[int, int]]
) -> None:
    assert steps[:3] == [(1, 3), (2, 3), (3, 3)]
    assert any("pages 2-3: text recognised by OCR (" in notice for notice in reading.notices)
    assert any("page 4: no text" in notice for notice in reading.notices)


@needs_tesseract
def test_confidence_goes_with_the_citation_and_stays_without_the_option(folder: Path) -> None:
    first = json.loads(rag(folder, "index", "docs", "--ocr", "--json").stdout)
    assert first["added"] == ["scan.pdf"]
    report = json.loads(rag(folder, "ask", "--json", "Qui assure la présidence du centre ?").stdout)
    cited = next(c for c in report["citations"] if c["page"] == 2)
    assert 0.8 < cited["ocr"] <= 1
    shown = rag(folder, "ask", "Qui assure la présidence du centre ?").stdout
    assert f"OCR, {cited['ocr'] * 100:.0f}" in shown
    again = json.loads(rag(folder, "index", "docs", "--json").stdout)
    assert (again["unchanged"], again["added"]) == (["scan.pdf"], [])
    with Store.open(folder / "index") as store:
        [document] = store.documents()
        assert store.page(document.id, 2).ocr == cited["ocr"]
        assert {passage.ocr for passage in store.passages(sorted(store.rows()))} > {None}


def test_a_scan_is_empty_without_the_option_and_the_line_says_what_to_do(tmp_path: Path) -> None:
    image = picture(pdf(FRENCH))
    path = tmp_path / "scan.pdf"
    path.write_bytes(drawn(lambda canvas: canvas.drawImage(image, 0, 0, *A4)))
    with pytest.raises(DocumentEmpty, match="--ocr"):
        read(path, tmp_path)


def test_without_tesseract_the_error_and_the_doctor_name_its_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrUnavailable, match="apt install tesseract-ocr tesseract-ocr-fra"):
        ingest([tmp_path], tmp_path / "index", HashingEncoder(), limits=ReadingLimits(ocr=True))
    report = rag(tmp_path, "doctor", "--json")
    check = next(check for check in json.loads(report.stdout) if check["name"] == "ocr")
    assert "apt install tesseract-ocr" in check["state"]
    assert check["good"]  # nobody asked for it here


@pytest.mark.skipif(shutil.which("false") is None, reason="needs the command false")
def test_a_tesseract_that_fails_leaves_the_page_without_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tesseract").symlink_to(str(shutil.which("false")))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr.read_words(b"P5 1 1 255\n\x00") == []


def test_the_confidence_is_written_as_each_language_writes_percents() -> None:
    assert recognised(0.924, "fr") == "OCR, 92\u00a0%"
    assert recognised(0.924, "en") == "OCR, 92%"
