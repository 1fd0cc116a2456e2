"""Builders of small documents in the other formats that offices use: sheets, slides, mails."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from documents import Sample, archive, odf_names, opendocument_meta
from openpyxl import Workbook


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
    return ods_file(
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


def ods_file(body: str, *, title: str = "", issuer: str = "", styles: str = "") -> bytes:
    """An ODS with that XML in its body, and automatic styles."""
    content = (
        f"<office:document-content {odf_names()}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "meta.xml": opendocument_meta(title, issuer),
        }
    )


BUILDERS: dict[str, Callable[[Sample], bytes]] = {
    ".xlsx": workbook,
    ".ods": ods,
    ".csv": lambda sample: delimited(sample, ","),
    ".tsv": lambda sample: delimited(sample, "\t"),
}
