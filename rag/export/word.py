"""An answer or a check as a Word document: the only module that uses python-docx to write."""

from __future__ import annotations

import io
from typing import Any

from rag.export.dossier import Dossier, Exhibit, printable
from rag.export.references import format_references
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

_WIDTH = 6.0  # inches between the margins


def to_docx(dossier: Dossier) -> bytes:
    """The dossier as DOCX; its quotations are verbatim."""
    import docx

    file, locale = docx.Document(), say("exports.locale", dossier.language)
    _set_language(file, locale)
    file.core_properties.title = printable(dossier.title)[:255]
    file.core_properties.author = "Verbatim"
    file.core_properties.language = locale
    file.add_heading(printable(dossier.title), level=1)
    for section in dossier.sections:
        if section.heading:
            file.add_heading(printable(section.heading), level=2)
        for line in section.lines:
            file.add_paragraph(printable(line))
        for number in section.quotes:
            _quote(file, dossier.exhibit(number), dossier.language)
        for line in section.warnings:
            file.add_paragraph(printable(line)).runs[0].bold = True
    if dossier.exhibits:
        file.add_heading(say("exports.references", dossier.language), level=2)
    for exhibit, line in zip(dossier.exhibits, format_references(dossier), strict=True):
        _reference(file, exhibit, line, dossier)
    file.add_paragraph(printable(dossier.imprint)).runs[0].italic = True
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _quote(file: Any, exhibit: Exhibit, language: Language) -> None:
    (opening, closing), (before, short, after) = marks(language), exhibit.quote_parts
    paragraph = file.add_paragraph(opening + before, style="Quote")
    paragraph.add_run(short).bold = True
    paragraph.add_run(after + closing)
    paragraph.add_run(f" [{exhibit.citation.n}]").bold = True
    if remarks := exhibit.remarks(language):
        paragraph.add_run(f" {remarks}").italic = False


def _reference(file: Any, exhibit: Exhibit, line: str, dossier: Dossier) -> None:
    """The reference with a link to the quotation, or else its facts; then the marked page."""
    from docx.shared import Inches

    language, link = dossier.language, exhibit.link(dossier.site)
    paragraph = file.add_paragraph()
    paragraph.add_run(f"[{exhibit.citation.n}] ").bold = True
    _add_linked(paragraph, printable(line), link)
    paragraph.paragraph_format.keep_with_next = True
    for label, value in () if link else exhibit.facts(language):
        fact = file.add_paragraph(style="List Bullet")
        fact.paragraph_format.space_after = 0
        fact.add_run(f"{say('exports.field', language, label=label)} ")
        fact.add_run(value)
    if exhibit.crop is not None:
        file.add_picture(io.BytesIO(exhibit.crop), width=Inches(_WIDTH))
    elif exhibit.file_missing:
        file.add_paragraph(say("exports.lost", language))


def _add_linked(paragraph: Any, text: str, link: str) -> None:
    """Adds a text that leads to an address, or a plain one."""
    run = paragraph.add_run(text)
    if not link:
        return
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.shared import OxmlElement, qn

    hyperlink = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    hyperlink.set(qn("r:id"), target)
    run.font.underline = True
    paragraph._p.remove(run._r)
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)


def _set_language(file: Any, locale: str) -> None:
    """Sets the language of the spelling check."""
    for kind in file.styles.element.iter(f"{_W}lang"):
        kind.set(f"{_W}val", locale)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
