"""An answer or a check as a PDF evidence pack: the only module that uses reportlab."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from rag.export.dossier import Dossier, DossierSection, Exhibit, printable
from rag.export.references import format_references
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

_FONTS = Path(__file__).parent / "fonts"
_FONT_NAMES = ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSans", "DejaVuSans-Bold")
_PAGE_MARGIN = 62.0  # points around the text of an A4 page
_MAX_IMAGE_HEIGHT = 380.0  # points
_LEAST_OF_EVIDENCE = 140.0  # points that its heading and what it stands over need
_INK, _SOFT, _ACCENT, _MARK, _ALERT = "#17222e", "#51606f", "#1b4b80", "#e8c63d", "#9c2f10"


def to_pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF: first its quotations, then for each its marked page and its facts."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4,
        leftMargin=_PAGE_MARGIN, rightMargin=_PAGE_MARGIN,
        topMargin=_PAGE_MARGIN, bottomMargin=_PAGE_MARGIN,
        title=printable(dossier.title), author="Verbatim", lang=dossier.language,
        subject=say("exports.pack", dossier.language),
    )  # fmt: skip
    template.build(list(_story(dossier)), canvasmaker=_numbering(dossier.language))
    return out.getvalue()


def _story(dossier: Dossier) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak

    styles, language = _styles(), dossier.language
    yield _text(say("exports.pack", language), styles["kind"])
    yield _text(dossier.title, styles["title"])
    yield _text(dossier.imprint, styles["small"])
    for section in dossier.sections:
        yield from _section(section, dossier)
    if dossier.exhibits:
        yield CondPageBreak(_LEAST_OF_EVIDENCE)
        yield _text(say("exports.evidence", language), styles["heading"])
    for exhibit, line in zip(dossier.exhibits, format_references(dossier), strict=True):
        yield from _exhibit(exhibit, line, dossier)


def _section(section: DossierSection, dossier: Dossier) -> Iterator[Any]:
    styles = _styles()
    if section.heading:
        yield _text(section.heading, styles["heading"])
    for line in section.lines:
        yield _text(line, styles["line"])
    for number in section.quotes:
        yield _quote(dossier.exhibit(number), dossier.language)
    for line in section.warnings:
        yield _text(line, styles["warning"])


def _quote(exhibit: Exhibit, language: Language) -> Any:
    """A quotation, its short answer in bold, with its number."""
    from reportlab.platypus import Paragraph

    (opening, closing), (before, short, after) = (
        marks(language),
        map(_as_markup, exhibit.quote_parts),
    )
    strong = f"<font name='DejaVuSerif-Bold'>{short}</font>" if short else ""
    number = f" <font name='DejaVuSans-Bold' size='8'>[{exhibit.citation.n}]</font>"
    if remarks := exhibit.remarks(language):
        number += f" <font name='DejaVuSans' size='8'>{_as_markup(remarks)}</font>"
    return Paragraph(f"{opening}{before}{strong}{after}{closing}{number}", _styles()["quote"])


def _exhibit(exhibit: Exhibit, line: str, dossier: Dossier) -> Iterator[Any]:
    """The reference, the marked page and the facts of a quotation, kept on one page."""
    from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph

    styles, language, link = _styles(), dossier.language, exhibit.link(dossier.site)
    reference = _as_markup(f"[{exhibit.citation.n}] {line}")
    head = [Paragraph(_linked(reference, link), styles["reference"])]
    if exhibit.crop is not None:
        head.append(_picture(exhibit.crop))
    elif exhibit.file_missing:
        head.append(_text(say("exports.lost", language), styles["small"]))
    yield CondPageBreak(90)
    yield KeepTogether([*head, _facts(exhibit, dossier)])


def _facts(exhibit: Exhibit, dossier: Dossier) -> Any:
    """What identifies a quotation, as a table; an address can be opened."""
    from reportlab.platypus import Paragraph, Table, TableStyle

    styles, link = _styles(), exhibit.link(dossier.site)
    rows = [
        (
            _text(label, styles["label"]),
            Paragraph(_linked(_as_markup(value), link if value == link else ""), styles["fact"]),
        )
        for label, value in exhibit.facts(dossier.language, dossier.site)
    ]
    table = Table(rows, colWidths=(92, None), spaceBefore=6, spaceAfter=14)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(1)]))
    return table


def _padding(space: float) -> list[tuple[object, ...]]:
    """The padding of a table: none at the sides, ``space`` points above and below."""
    sides = {"LEFT": 0.0, "RIGHT": 0.0, "TOP": space, "BOTTOM": space}
    return [(f"{side}PADDING", (0, 0), (-1, -1), points) for side, points in sides.items()]


def _picture(png: bytes) -> Any:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image, Table

    width, height = ImageReader(io.BytesIO(png)).getSize()
    width_available = A4[0] - 2 * _PAGE_MARGIN
    scale = min((width_available - 2) / width, _MAX_IMAGE_HEIGHT / height)
    image = Image(io.BytesIO(png), width * scale, height * scale)
    frame = [("BOX", (0, 0), (-1, -1), 0.5, "#d3dae1"), *_padding(0)]
    return Table([[image]], style=frame, spaceBefore=6)


def _text(text: str, style: Any) -> Any:
    """A paragraph."""
    from reportlab.platypus import Paragraph

    return Paragraph(_as_markup(text), style)


def _as_markup(text: str) -> str:
    """A text in the markup of reportlab: markup in the text itself is shown, not interpreted."""
    return escape(printable(text), quote=False).replace("\n", "<br/>")


def _linked(markup: str, link: str) -> str:
    """Markup that leads to an address, as it is without one."""
    return f'<a href="{escape(link)}" color="{_ACCENT}">{markup}</a>' if link else markup


@lru_cache(maxsize=1)
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in _FONT_NAMES:
        registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))

    def style(name: str, font: str, size: float, colour: str = _INK, **more: Any) -> Any:
        return ParagraphStyle(
            name, fontName=font, fontSize=size, leading=size * 1.45, textColor=colour, **more
        )

    sans, bold, serif = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif"
    made = (
        style("kind", bold, 8.5, _ACCENT, spaceAfter=6),
        style("title", "DejaVuSerif-Bold", 17, spaceAfter=8),
        style("heading", bold, 11.5, spaceBefore=16, spaceAfter=6, keepWithNext=1),
        style("line", sans, 9.5, _SOFT, spaceBefore=10, spaceAfter=4),
        style(
            "quote", serif, 11, spaceBefore=6, spaceAfter=8, leftIndent=14,
            borderColor=_MARK, borderPadding=0, splitLongWords=1,
        ),
        style("warning", bold, 9.5, _ALERT, spaceBefore=8, spaceAfter=4),
        style("reference", serif, 10, spaceBefore=8, spaceAfter=2),
        style("label", sans, 8, _SOFT),
        style("fact", sans, 8, splitLongWords=1),
        style("small", sans, 8, _SOFT),
    )  # fmt: skip
    return {each.name: each for each in made}


def _numbering(language: Language) -> type:
    """A canvas that writes "page 1 of 3" under each page, once the number of pages is known."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *values: Any, **named: Any) -> None:
            super().__init__(*values, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802, the name is reportlab's
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                self.setFont("DejaVuSans", 7.5)
                self.setFillColor(_SOFT)
                label = say("exports.leaf", language, n=number, total=len(self._pages))
                self.drawRightString(A4[0] - _PAGE_MARGIN, _PAGE_MARGIN / 2, f"Verbatim · {label}")
                super().showPage()
            super().save()

    return Numbered
