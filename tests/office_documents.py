"""Builders of small documents in the other formats that offices use: sheets, slides, mails."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from xml.sax.saxutils import escape

from documents import Sample, archive, html, odf_names, opendocument_meta
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Cm

from bench.corpus.mail import outlook_file
from rag.readers.metadata import field_date


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


def workbook_of(rows: Sequence[Sequence[object]], *, merged: Sequence[str] = ()) -> bytes:
    """An XLSX of one sheet with these rows, and ranges of cells that are merged."""
    book, stored = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
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


def mail(sample: Sample) -> bytes:
    """An EML with the sample as an HTML body."""
    return mail_file(sample.title, sample.issuer, mail_body(sample), day=_day(sample))


def _day(sample: Sample) -> dt.date:
    day = field_date(sample.date)
    assert day is not None
    return day


def mail_body(sample: Sample) -> str:
    """The sample as HTML without its title, which is the subject."""
    whole = html(replace(sample, title="§")).decode()
    lines = f"<p>Date : {sample.date}</p>"
    return whole.replace("<h1>§</h1>", lines)


def mail_file(
    subject: str,
    sender: str,
    body: str,
    attached: Sequence[tuple[str, bytes]] = (),
    day: dt.date = dt.date(2024, 5, 2),
) -> bytes:
    """An EML with an HTML body and attachments."""
    made = EmailMessage()
    made["Subject"], made["From"] = subject, Address(sender, addr_spec="service@example.org")
    made["To"], made["Date"] = "agents@example.org", f"{day:%d %b %Y} 09:30:00 +0200"
    made.set_content(body, subtype="html")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def outlook_mail(
    subject: str,
    sender: str,
    body: str,
    attached: Sequence[tuple[str, bytes]] = (),
    day: dt.date = dt.date(2024, 5, 2),
) -> bytes:
    """A MSG with an HTML body and attachments."""
    texts = {"0037": subject, "0C1A": sender, "0C1F": "service@example.org", "0E04": "Agents"}
    return outlook_file(texts, body, day, attached)


def rtf(sample: Sample) -> bytes:
    """An RTF as word processors write it, headings with their outline level."""
    parts = [r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}"]
    parts.append(rf"{{\info{{\title {_rtf(sample.title)}}}{{\author {_rtf(sample.issuer)}}}}}")
    parts.append(rf"\pard\outlinelevel0 {_rtf(sample.title)}\par")
    parts.append(rf"\pard Date : {_rtf(sample.date)}\par")
    for heading, paragraphs, items in sample.sections:
        parts.append(rf"\pard\outlinelevel1 {_rtf(heading)}\par")
        parts += [rf"\pard {_rtf(paragraph)}\par" for paragraph in paragraphs]
        parts += [rf"\pard {{\listtext\'b7\tab}}{_rtf(item)}\par" for item in items]
    for row in sample.table:
        cells = "".join(rf"\pard\intbl {_rtf(cell)}\cell " for cell in row)
        parts.append(rf"\trowd\cellx3000\cellx6000\cellx9000 {cells}\row")
    return ("\n".join(parts) + "}").encode("ascii")


def _rtf(text: str) -> str:
    return "".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in text)


def epub(sample: Sample) -> bytes:
    """An EPUB of a title page and a chapter for each section, the table in the last one."""
    chapters = [f"<h1>{escape(sample.title)}</h1><p>Date : {escape(sample.date)}</p>"]
    for heading, paragraphs, items in sample.sections:
        lines = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
        listed = "".join(f"<li>{escape(each)}</li>" for each in items)
        chapters.append(f"<h2>{escape(heading)}</h2>{lines}<ul>{listed}</ul>")
    rows = [[f"<td>{escape(cell)}</td>" for cell in row] for row in sample.table]
    if rows:
        rows[0] = [cell.replace("td>", "th>") for cell in rows[0]]
        chapters[-1] += f"<table>{''.join(f'<tr>{chr(32).join(row)}</tr>' for row in rows)}</table>"
    return epub_file(chapters, title=sample.title, publisher=sample.issuer)


def epub_file(chapters: Sequence[str], *, title: str = "", publisher: str = "") -> bytes:
    """An EPUB with these bodies as chapters."""
    files = {
        f"OEBPS/text/{number}.xhtml": (
            "<?xml version='1.0' encoding='utf-8'?>"
            f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"
        ).encode()
        for number, body in enumerate(chapters)
    }
    items = "".join(f"<item id='c{n}' href='text/{n}.xhtml'/>" for n in range(len(chapters)))
    spine = "".join(f"<itemref idref='c{n}'/>" for n in range(len(chapters)))
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<metadata><dc:title>{escape(title)}</dc:title>"
        f"<dc:publisher>{escape(publisher)}</dc:publisher></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
        "<rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>"
    )
    head = {"mimetype": b"application/epub+zip", "META-INF/container.xml": container.encode()}
    return archive(head | {"OEBPS/book.opf": package.encode()} | files)


def akoma_ntoso(sample: Sample) -> bytes:
    """An act in Akoma Ntoso: its author and date in the metadata, a section for each heading."""
    sections = []
    for heading, paragraphs, items in sample.sections:
        lines = "".join(f"<p>{escape(each)}</p>" for each in (*paragraphs, *items))
        sections.append(
            f"<section><heading>{escape(heading)}</heading><content>{lines}</content></section>"
        )
    rows = "".join(
        f"<tr>{''.join(f'<td><p>{escape(cell)}</p></td>' for cell in row)}</tr>"
        for row in sample.table
    )
    day = _day(sample).isoformat()
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><meta>"
        f"<identification><FRBRWork><FRBRdate date='{day}' name='adoption'/>"
        "<FRBRauthor href='#body'/></FRBRWork></identification><references>"
        f"<TLCOrganization eId='body' showAs='{escape(sample.issuer)}'/></references></meta>"
        f"<preface><p><docTitle>{escape(sample.title)}</docTitle></p></preface>"
        f"<body>{''.join(sections)}<table>{rows}</table></body></act></akomaNtoso>"
    ).encode()


BUILDERS: dict[str, Callable[[Sample], bytes]] = {
    ".xlsx": workbook,
    ".ods": ods,
    ".pptx": presentation,
    ".odp": odp,
    ".eml": mail,
    ".msg": lambda sample: outlook_mail(
        sample.title, sample.issuer, mail_body(sample), day=_day(sample)
    ),
    ".rtf": rtf,
    ".epub": epub,
    ".xml": akoma_ntoso,
    ".csv": lambda sample: delimited(sample, ","),
    ".tsv": lambda sample: delimited(sample, "\t"),
}
