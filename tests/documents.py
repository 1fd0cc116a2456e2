"""Builders of small real documents for tests: PDF, DOCX, ODT, HTML, Markdown and text.

A ``Sample`` is one document whatever the format; ``write`` gives its file in each. ``pdf_page``
and its kin draw pages with exact places, for what only PDF can hold.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

TEXT_ENDINGS = (".pdf", ".html", ".docx", ".odt", ".md", ".txt")
SHEET_ENDINGS = (".xlsx", ".ods", ".csv", ".tsv")
SLIDE_ENDINGS = (".pptx", ".odp")
MAIL_ENDINGS = (".eml", ".msg")
OTHER_ENDINGS = (".rtf", ".epub", ".xml")
ENDINGS = (*TEXT_ENDINGS, *SHEET_ENDINGS, *SLIDE_ENDINGS, *MAIL_ENDINGS, *OTHER_ENDINGS)


@dataclass(frozen=True, slots=True)
class Sample:
    """A small document: its fields, then sections of a heading, paragraphs and list items.

    ``table`` has its headers first. Plain text cannot hold tables: it goes without.
    """

    title: str
    date: str
    issuer: str
    sections: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    table: tuple[tuple[str, ...], ...] = ()


FRENCH = Sample(
    title="Centre de catégorie 2 : création et missions",
    date="15 novembre 2023",
    issuer="Institut imaginaire des archives",
    sections=(
        (
            "Création du centre",
            (
                "L’institut a créé le centre d’études le 3 mars 2024, à l’unanimité des membres "
                "présents. Il est rattaché à l’université, mais n’en fait pas juridiquement "
                "partie. M. Dupont en assure la présidence depuis l’origine.",
                "Son financement direct vient de l’État hôte, comme le prévoit l’art. 3 du "
                "règlement n° 12. Aucune autre contribution n’est demandée aux partenaires.",
            ),
            (),
        ),
        (
            "Missions et piliers",
            ("Le centre conduit trois missions, qu’il décrit chaque année dans un rapport.",),
            (
                "La formation des agents publics de la région.",
                "La recherche et le développement.",
                "Les études de terrain, avec « l’appui » des États.",
            ),
        ),
    ),
    table=(
        ("Pays", "Ville", "Agents formés"),
        ("Norvège", "Bergen", "120"),
        ("Maroc", "Rabat", "340"),
    ),
)
ENGLISH = Sample(
    title="Opening hours and access rules",
    date="2 May 2024",
    issuer="Imaginary Institute of Records",
    sections=(
        (
            "When the reading room opens",
            (
                "The reading room opens at nine o'clock on weekdays and closes at six. Visitors "
                "must show a card, which Dr. Smith's office issues within two days.",
                "It is closed on public holidays and during the last week of August.",
            ),
            (),
        ),
        (
            "What readers may bring",
            ("Three kinds of things may be brought to a desk, and nothing else.",),
            ("Pencils and loose paper.", "A laptop without its case.", "Water in a clear bottle."),
        ),
    ),
)


def write(sample: Sample, ending: str, folder: Path) -> Path:
    """The sample as a file of that format, named ``sample`` with its ending."""
    from office_documents import BUILDERS  # it needs what this module defines

    builders: dict[str, Callable[[Sample], bytes]] = BUILDERS | {
        ".pdf": pdf,
        ".html": html,
        ".docx": word,
        ".odt": odt,
        ".md": markdown,
        ".txt": text,
    }
    path = folder / f"sample{ending}"
    path.write_bytes(builders[ending](sample))
    return path


def text(sample: Sample) -> bytes:
    """Plain text in UTF-8, lines broken at 72 characters as in a mail."""
    parts = [sample.title, f"Publié par : {sample.issuer}", f"Date : {sample.date}"]
    for heading, paragraphs, items in sample.sections:
        parts += [heading, *map(_wrapped, paragraphs)]
        if items:
            parts.append("\n".join(f"- {item}" for item in items))
    return "\n\n".join(parts).encode()


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, 72, break_long_words=False, break_on_hyphens=False)


def markdown(sample: Sample) -> bytes:
    """Markdown with its fields at the head, emphasis and a link."""
    parts = [
        f"---\ntitle: {sample.title}\ndate: {sample.date}\nissuer: {sample.issuer}\n---",
        f"# {sample.title}",
    ]
    for heading, paragraphs, items in sample.sections:
        parts += [f"## {heading}", *paragraphs]
        if items:
            parts.append("\n".join(f"- {item}" for item in items))
    if sample.table:
        head, *rows = sample.table
        lines = [head, ("---",) * len(head), *rows]
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in lines))
    return "\n\n".join(parts).encode()


def html(sample: Sample) -> bytes:
    """A page with a menu, a script and a footer around its main text."""
    parts = [f"<h1>{escape(sample.title)}</h1>"]
    for heading, paragraphs, items in sample.sections:
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
        if items:
            parts.append("<ul>" + "".join(f"<li>{escape(i)}</li>" for i in items) + "</ul>")
    if sample.table:
        head, *rows = sample.table
        parts.append(
            "<table><tr>" + "".join(f"<th>{escape(c)}</th>" for c in head) + "</tr>"
            + "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in r) + "</tr>" for r in rows)
            + "</table>"
        )  # fmt: skip
    body = "\n".join(parts)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{escape(sample.title)} | Site"
        f"</title><meta name='publisher' content='{escape(sample.issuer)}'>"
        f"<meta name='date' content='{sample.date}'><style>p {{ color: black }}</style></head>"
        f"<body><nav><a href='/'>Menu principal</a></nav><script>var secret = 1;</script>{body}"
        "<footer>Pied du site</footer></body></html>"
    ).encode()


def word(sample: Sample) -> bytes:
    """A DOCX with Word's own styles for headings and lists."""
    document = docx.Document()
    document.core_properties.title = sample.title
    document.core_properties.author = sample.issuer
    document.add_heading(sample.title, 0)
    document.add_paragraph(f"Date : {sample.date}")
    for heading, paragraphs, items in sample.sections:
        document.add_heading(heading, 2)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        for item in items:
            document.add_paragraph(item, style="List Bullet")
    if sample.table:
        table = document.add_table(0, len(sample.table[0]))
        for row in sample.table:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


_ODT_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "meta": "meta",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "presentation": "presentation",
    }.items()
)


def odt(sample: Sample) -> bytes:
    """An ODT with headings, a bulleted list and a table."""
    parts = [
        f'<text:p text:style-name="Title">{escape(sample.title)}</text:p>',
        f"<text:p>Date : {escape(sample.date)}</text:p>",
    ]
    for heading, paragraphs, items in sample.sections:
        parts.append(f'<text:h text:outline-level="2">{escape(heading)}</text:h>')
        parts += [f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs]
        if items:
            inner = "".join(
                f"<text:list-item><text:p>{escape(i)}</text:p></text:list-item>" for i in items
            )
            parts.append(f"<text:list>{inner}</text:list>")
    if sample.table:
        rows = "".join(
            "<table:table-row>"
            + "".join(_odt_cell(cell) for cell in r)
            + "</table:table-row>"
            for r in sample.table
        )  # fmt: skip
        parts.append(f"<table:table>{rows}</table:table>")
    return odt_file("".join(parts), title=sample.title, issuer=sample.issuer)


def _odt_cell(text: str) -> str:
    return f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>"


def odt_file(body: str, *, title: str = "", issuer: str = "", styles: str = "") -> bytes:
    """An ODT with that XML in its body, and automatic styles."""
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {_ODT_NAMES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "meta.xml": opendocument_meta(title, issuer),
        }
    )


def opendocument_meta(title: str, issuer: str) -> bytes:
    """The entry meta.xml of an OpenDocument file."""
    return (
        f"<office:document-meta {odf_names()} xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<office:meta><dc:title>{escape(title)}</dc:title>"
        f"<meta:user-defined meta:name='Publisher'>{escape(issuer)}</meta:user-defined>"
        "</office:meta></office:document-meta>"
    ).encode()


def odf_names() -> str:
    """The namespaces of OpenDocument, as attributes."""
    return _ODT_NAMES


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP file with these entries."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return stored.getvalue()


def pdf(sample: Sample) -> bytes:
    """A justified A4 PDF with running headers, page numbers and a table."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=13)
    body.alignment, body.spaceAfter = TA_JUSTIFY, 8
    large = ParagraphStyle("large", parent=body, fontName="Times-Bold", fontSize=18, leading=22)
    medium = ParagraphStyle("medium", parent=large, fontSize=13, leading=16, spaceBefore=8)
    item = ParagraphStyle("item", parent=body, leftIndent=14, bulletIndent=2, spaceAfter=0)
    story = [Paragraph(sample.title, large), Paragraph(f"Date : {sample.date}", body)]
    for heading, paragraphs, items in sample.sections:
        story += [Paragraph(heading, medium), *(Paragraph(p, body) for p in paragraphs)]
        story += [Paragraph(i, item, bulletText="•") for i in items]
    if sample.table:
        lines = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
        story += [Spacer(1, 12), PdfTable([list(row) for row in sample.table], style=lines)]
    return flowed(story, title=sample.title, author=sample.issuer)


def flowed(
    story: Sequence[object], *, title: str = "", author: str = "", header: str = ""
) -> bytes:
    """A PDF of reportlab flowables, one column to an A4 page, with page numbers and a header."""
    stored = io.BytesIO()
    template = BaseDocTemplate(stored, pagesize=A4, title=title, author=author)

    def margins(canvas: Canvas, page: object) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(72, A4[1] - 40, header)
        canvas.drawCentredString(A4[0] / 2, 30, str(canvas.getPageNumber()))

    frame = Frame(72, 72, A4[0] - 144, A4[1] - 144)
    template.addPageTemplates(PageTemplate(frames=[frame], onPage=margins))
    template.build(list(story))
    return stored.getvalue()


def drawn(draw: Callable[[Canvas], None], *, size: tuple[float, float] = A4) -> bytes:
    """A PDF that a function draws; each ``showPage`` ends a page, the last one included."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=size, pageCompression=1)
    draw(canvas)
    canvas.save()
    return stored.getvalue()


def lines_of(words: str, width: float, font: str = "Times-Roman", size: float = 10) -> list[str]:
    """Words broken into lines of a width in points."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """Lines of text at a place: ``top`` in points from the top of an A4 page."""

    lines: Sequence[str]
    left: float
    top: float
    size: float = 10
    font: str = "Times-Roman"

    def draw(self, canvas: Canvas, row: int) -> None:
        """Draws one of its lines, if it has so many."""
        if row < len(self.lines):
            canvas.setFont(self.font, self.size)
            canvas.drawString(self.left, A4[1] - self.top - 1.2 * self.size * row, self.lines[row])


def columns(canvas: Canvas, found: Sequence[DrawnColumn], *, interleaved: bool = False) -> None:
    """Draws columns one after the other, or line by line across them as many programs do."""
    rows = range(max(len(column.lines) for column in found))
    if interleaved:
        places = [(row, column) for row in rows for column in found]
    else:
        places = [(row, column) for column in found for row in rows]
    for row, column in places:
        column.draw(canvas, row)
