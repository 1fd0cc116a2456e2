"""Builders of small documents in the other formats that offices use: sheets, slides, mails."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from documents import Sample, archive, odf_names, opendocument_meta
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Cm


def sheet_rows(sample: Sample) -> list[Sequence[str]]:
    """The sample as rows: a line a row, its table last, blank rows between."""
    rows: list[Sequence[str]] = []
    lines = [sample.title, f"Publié par : {sample.issuer}", f"Date : {sample.date}"]
    for heading, paragraphs, items in sample.sections:
        lines += [heading, *paragraphs, *items]
    for line in lines:
        rows += [(line,), ()]
    return [*rows, *sample.table]


def workbook(sample: Sample) -> bytes:
    """An XLSX of one sheet."""
    book = Workbook()
    book.properties.title, book.properties.creator = sample.title, sample.issuer
    sheet = book.active
    assert sheet is not None
    for row in sheet_rows(sample):
        sheet.append(list(row))
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def delimited(sample: Sample, separator: str) -> bytes:
    """The rows as text with separators, in UTF-8."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(sheet_rows(sample))
    return written.getvalue().encode()


def ods(sample: Sample) -> bytes:
    """An ODS of one sheet, filled with blank cells as LibreOffice does."""
    rows = "".join(map(_ods_row, sheet_rows(sample)))
    blank = (
        "<table:table-row table:number-rows-repeated='1048000'>"
        "<table:table-cell/></table:table-row>"
    )
    return odf_file(
        "spreadsheet",
        f"<table:table table:name='Feuille1'>{rows}{blank}</table:table>",
        title=sample.title,
        issuer=sample.issuer,
    )


def _ods_row(row: Sequence[str]) -> str:
    cells = "".join(
        f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row
    )
    blank = "<table:table-cell table:number-columns-repeated='16000'/>"
    return f"<table:table-row>{cells}{blank}</table:table-row>"


def odf_file(kind: str, body: str, *, title: str = "", issuer: str = "", styles: str = "") -> bytes:
    """An OpenDocument file of a kind with that XML in its body, and automatic styles."""
    content = (
        f"<office:document-content {odf_names()}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": content.encode(),
            "meta.xml": opendocument_meta(title, issuer),
        }
    )


def presentation(sample: Sample) -> bytes:
    """A PPTX: a title slide, and a slide for each section, the table on the last."""
    deck = Presentation()
    deck.core_properties.title, deck.core_properties.author = sample.title, sample.issuer
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = sample.title
    first.placeholders[1].text = f"Date : {sample.date}"
    for heading, paragraphs, items in sample.sections:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = heading
        frame = slide.shapes.add_textbox(Cm(1), Cm(4), Cm(20), Cm(5)).text_frame
        frame.text = "\n".join([*paragraphs, *items])
    if sample.table:
        size = len(sample.table), len(sample.table[0])
        table = slide.shapes.add_table(*size, Cm(1), Cm(10), Cm(20), Cm(5)).table
        for at, row in enumerate(sample.table):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    stored = io.BytesIO()
    deck.save(stored)
    return stored.getvalue()


def odp(sample: Sample) -> bytes:
    """An ODP: a title slide, and a slide for each section, the table on the last."""
    slides = [_odp_slide(sample.title, [f"Date : {sample.date}"])]
    for at, (heading, paragraphs, items) in enumerate(sample.sections, 1):
        rows = "".join(map(_ods_row, sample.table if at == len(sample.sections) else ()))
        table = f"<draw:frame><table:table>{rows}</table:table></draw:frame>" if rows else ""
        slides.append(_odp_slide(heading, [*paragraphs, *items], table))
    return odf_file("presentation", "".join(slides), title=sample.title, issuer=sample.issuer)


def _odp_slide(title: str, lines: Sequence[str], more: str = "") -> str:
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return (
        f"<draw:page>{odp_frame(f'<text:p>{escape(title)}</text:p>', 'title')}"
        f"{odp_frame(words, 'outline')}{more}</draw:page>"
    )


def odp_frame(inner: str, kind: str = "") -> str:
    """A text box of a slide."""
    return (
        f"<draw:frame presentation:class='{kind}'><draw:text-box>{inner}"
        "</draw:text-box></draw:frame>"
    )


BUILDERS: dict[str, Callable[[Sample], bytes]] = {
    ".xlsx": workbook,
    ".ods": ods,
    ".pptx": presentation,
    ".odp": odp,
    ".csv": lambda sample: delimited(sample, ","),
    ".tsv": lambda sample: delimited(sample, "\t"),
}
