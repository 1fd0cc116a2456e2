"""Sources as DOCX, with the styles of the office programs for headings and lists."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bench.corpus.packing import repacked
from bench.corpus.source import CorpusBlock, CorpusSource, runs

SEA = "1D4E6B"


def build(source: CorpusSource) -> bytes:
    """The source as DOCX."""
    document = docx.Document()
    _dress(document, source)
    document.add_paragraph(source.title, style="Title")
    document.add_paragraph(source.dateline, style="Subtitle")
    numbering = 0
    for block in source.blocks[1:]:
        numbering = 0 if block.kind != "item" else numbering
        if block.kind == "heading":
            document.add_heading(block.text, block.level - 1)
        elif block.kind == "item":
            if block.marker != "-" and numbering == 0:
                numbering = _restarted(document)
            _item(document, block, numbering)
        elif block.kind == "table":
            _word_table(document, block)
        else:
            _write(document.add_paragraph(), block.text)
    stored = io.BytesIO()
    document.save(stored)
    return _reproducible(stored.getvalue(), source)


def _dress(document: Any, source: CorpusSource) -> None:
    """Fonts, colours, margins, the fields of the file, header and footer."""
    about = document.core_properties
    about.title, about.author, about.language = source.title, source.issuer, source.language
    about.created = about.modified = source.stamp
    about.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name, font, size in (
        ("Normal", "Liberation Serif", 11),
        ("Title", "Liberation Sans", 21),
        ("Subtitle", "Liberation Serif", 11),
        ("Heading 1", "Liberation Sans", 14),
        ("Heading 2", "Liberation Sans", 11.5),
    ):
        style = document.styles[name]
        style.font.size = Pt(size)
        _face(style, font)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(SEA)
    document.styles["Normal"].paragraph_format.space_after = Pt(7)
    _set_language(document, source.language)
    section.header.paragraphs[0].text = source.issuer
    _page_number(section.footer.paragraphs[0])


def _face(style: Any, font: str) -> None:
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), font)


def _set_language(document: Any, language: str) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}[language])
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.append(lang)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _restarted(document: Any) -> int:
    """The id of a new numbered list that counts from 1."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    shape = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    added = numbering.add_num(shape)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _item(document: Any, block: CorpusBlock, numbering: int) -> None:
    style = "List Bullet" if block.marker == "-" else "List Number"
    paragraph = document.add_paragraph(style=style)
    if numbering and block.marker != "-":
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = numbering
    _write(paragraph, block.text)


def _write(paragraph: Any, text: str) -> None:
    for piece, style in runs(text):
        if piece:
            run = paragraph.add_run(piece)
            run.bold, run.italic = style == "bold" or None, style == "italic" or None


def _word_table(document: Any, block: CorpusBlock) -> None:
    table = document.add_table(0, len(block.rows[0]), style="Light List Accent 1")
    for number, row in enumerate(block.rows):
        added = table.add_row()
        for cell, text in zip(added.cells, row, strict=True):
            _write(cell.paragraphs[0], text)
        if number == 0:
            header = OxmlElement("w:tblHeader")
            added._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def _reproducible(data: bytes, source: CorpusSource) -> bytes:
    """The archive again with fixed times, and the issuer as the company of the file."""
    company = f"<Company>{escape(source.issuer)}</Company>".encode()
    old = re.compile(rb"<Company>.*?</Company>|<Company/>")
    return repacked(
        data, without=["docProps/thumbnail.jpeg"], change=lambda part: old.sub(company, part)
    )
