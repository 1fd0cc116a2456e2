"""DOCX by python-docx, with the dates of the source in place of today's."""

from __future__ import annotations

import datetime as dt
import io

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from packing import packed
from source import Block, Source, runs

_FONT, _INK = "Georgia", RGBColor(0x1F, 0x2D, 0x4A)


def write(source: Source) -> bytes:
    """A document with styles for its headings, lists and tables, a header and a page number."""
    document = docx.Document()
    _state(document, source)
    _dress(document, source)
    document.add_heading(source.title, 0)
    document.add_paragraph(source.dateline)
    for block in source.blocks:
        _add(document, block)
    whole = io.BytesIO()
    document.save(whole)
    return packed(whole.getvalue())


def _state(document: Document, source: Source) -> None:
    properties = document.core_properties
    day = dt.datetime.combine(source.date, dt.time(9))
    properties.title, properties.author = source.title, source.issuer
    properties.language, properties.comments = source.language, ""
    properties.last_modified_by = source.issuer
    properties.created = properties.modified = day


def _dress(document: Document, source: Source) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = source.issuer
    _number(section.footer.paragraphs[0])
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = _FONT, Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    styles["Normal"].element.rPr.append(_language(source.language))
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.name, styles[name].font.color.rgb = _FONT, _INK
        # The template states a font of its theme, which would win over the one named.
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            styles[name].element.rPr.rFonts.attrib.pop(qn(f"w:{key}"), None)


def _language(language: str) -> OxmlElement:
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}[language])
    return told


def _number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add(document: Document, block: Block) -> None:
    if block.kind == "heading":
        document.add_heading(block.text, block.level)
    elif block.kind == "table":
        _table(document, block.rows)
    elif block.kind == "item":
        style = "List Bullet" if block.marker == "-" else "List Number"
        _fill(document.add_paragraph(style=style), block.text)
    else:
        _fill(document.add_paragraph(), block.text)


def _table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Light Grid Accent 1")
    for line, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(line.cells, cells, strict=True):
            cell.text = ""
            _fill(cell.paragraphs[0], words)
    document.add_paragraph()


def _fill(paragraph: Paragraph, text: str) -> None:
    for piece, style in runs(text):
        if piece:
            run = paragraph.add_run(piece)
            run.bold, run.italic = (style == "bold") or None, (style == "italic") or None
