"""An answer or a check as a Word document: the only module here that knows python-docx."""

from __future__ import annotations

import io
from typing import Any

from rag.export.dossier import Dossier, Exhibit, printable
from rag.export.references import printed
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

_WIDTH = 6.0  # inches between the margins


def to_docx(dossier: Dossier) -> bytes:
    """The dossier as DOCX that holds its quotations to the letter."""
    import docx

    made, locale = docx.Document(), say("exports.locale", dossier.language)
    _set_language(made, locale)
    made.core_properties.title = printable(dossier.title)[:255]
    made.core_properties.author = "Verbatim"
    made.core_properties.language = locale
    made.add_heading(printable(dossier.title), level=1)
    for section in dossier.sections:
        if section.heading:
            made.add_heading(printable(section.heading), level=2)
        for line in section.lines:
            made.add_paragraph(printable(line))
        for number in section.quotes:
            _quote(made, dossier.numbered(number), dossier.language)
        for line in section.warnings:
            made.add_paragraph(printable(line)).runs[0].bold = True
    if dossier.exhibits:
        made.add_heading(say("exports.references", dossier.language), level=2)
    for piece, line in zip(dossier.exhibits, printed(dossier), strict=True):
        _reference(made, piece, line, dossier.language)
    made.add_paragraph(printable(dossier.imprint)).runs[0].italic = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _quote(made: Any, piece: Exhibit, language: Language) -> None:
    (opening, closing), (before, short, after) = marks(language), piece.parts
    paragraph = made.add_paragraph(opening + before, style="Quote")
    paragraph.add_run(short).bold = True
    paragraph.add_run(after + closing)
    paragraph.add_run(f" [{piece.cited.n}]").bold = True


def _reference(made: Any, piece: Exhibit, line: str, language: Language) -> None:
    """The reference, what identifies the quotation, and the page where it stands."""
    from docx.shared import Inches

    paragraph = made.add_paragraph()
    paragraph.add_run(f"[{piece.cited.n}] ").bold = True
    paragraph.add_run(printable(line))
    paragraph.paragraph_format.keep_with_next = True
    for label, value in piece.facts(language):
        fact = made.add_paragraph(style="List Bullet")
        fact.paragraph_format.space_after = 0
        fact.add_run(f"{say('exports.field', language, label=label)} ")
        fact.add_run(value)
    if piece.crop is not None:
        made.add_picture(io.BytesIO(piece.crop), width=Inches(_WIDTH))
    elif piece.lost:
        made.add_paragraph(say("exports.lost", language))


def _set_language(made: Any, locale: str) -> None:
    """The language that the words of the document are checked in."""
    for kind in made.styles.element.iter(f"{_W}lang"):
        kind.set(f"{_W}val", locale)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
