"""An answer or a check as a PDF evidence pack: the only module here that knows reportlab."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from rag.export.dossier import Dossier, Exhibit, Section, printable
from rag.export.references import printed
from rag.messages import say
from rag.messages.answers import marks
from rag.records import Language

_FONTS = Path(__file__).parent / "fonts"
_NAMES = ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSans", "DejaVuSans-Bold")
_EDGE = 62.0  # points around the text of an A4 page
_TALLEST = 380.0  # points of a cropped page
_INK, _SOFT, _ACCENT, _MARK, _ALERT = "#17222e", "#51606f", "#1b4b80", "#e8c63d", "#9c2f10"


def to_pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF: its quotations first, then for each the page, marked, and its facts."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=_EDGE, rightMargin=_EDGE, topMargin=_EDGE, bottomMargin=_EDGE,
        title=printable(dossier.title), author="Verbatim", lang=dossier.language,
        subject=say("exports.pack", dossier.language),
    )  # fmt: skip
    template.build(list(_story(dossier)), canvasmaker=_numbering(dossier.language))
    return out.getvalue()


def _story(dossier: Dossier) -> Iterator[Any]:
    styles, language = _styles(), dossier.language
    yield _text(say("exports.pack", language), styles["kind"])
    yield _text(dossier.title, styles["title"])
    yield _text(dossier.imprint, styles["small"])
    for section in dossier.sections:
        yield from _section(section, dossier)
    if dossier.exhibits:
        yield _text(say("exports.evidence", language), styles["heading"])
    for piece, line in zip(dossier.exhibits, printed(dossier), strict=True):
        yield from _piece(piece, line, language)


def _section(section: Section, dossier: Dossier) -> Iterator[Any]:
    styles = _styles()
    if section.heading:
        yield _text(section.heading, styles["heading"])
    for line in section.lines:
        yield _text(line, styles["line"])
    for number in section.quotes:
        yield _quote(dossier.numbered(number), dossier.language)
    for line in section.warnings:
        yield _text(line, styles["warning"])


def _quote(piece: Exhibit, language: Language) -> Any:
    """A quotation, its short answer in bold, with its number."""
    from reportlab.platypus import Paragraph

    (opening, closing), (before, short, after) = marks(language), map(_written, piece.parts)
    strong = f"<font name='DejaVuSerif-Bold'>{short}</font>" if short else ""
    number = f" <font name='DejaVuSans-Bold' size='8'>[{piece.cited.n}]</font>"
    return Paragraph(f"{opening}{before}{strong}{after}{closing}{number}", _styles()["quote"])


def _piece(piece: Exhibit, line: str, language: Language) -> Iterator[Any]:
    """The reference, the marked page and what identifies the quotation, kept together."""
    from reportlab.platypus import CondPageBreak, KeepTogether

    styles = _styles()
    head = [_text(f"[{piece.cited.n}] {line}", styles["reference"])]
    if piece.crop is not None:
        head.append(_picture(piece.crop))
    elif piece.lost:
        head.append(_text(say("exports.lost", language), styles["small"]))
    yield CondPageBreak(90)
    yield KeepTogether([*head, _facts(piece, language)])


def _facts(piece: Exhibit, language: Language) -> Any:
    from reportlab.platypus import Table, TableStyle

    styles = _styles()
    rows = [
        (_text(label, styles["label"]), _text(value, styles["fact"]))
        for label, value in piece.facts(language)
    ]
    table = Table(rows, colWidths=(92, None), spaceBefore=6, spaceAfter=14)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_flush(1)]))
    return table


def _flush(space: float) -> list[tuple[object, ...]]:
    """The style of a table without edges at its sides, ``space`` points above and below."""
    sides = {"LEFT": 0.0, "RIGHT": 0.0, "TOP": space, "BOTTOM": space}
    return [(f"{side}PADDING", (0, 0), (-1, -1), points) for side, points in sides.items()]


def _picture(png: bytes) -> Any:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image, Table

    width, height = ImageReader(io.BytesIO(png)).getSize()
    room = A4[0] - 2 * _EDGE
    scale = min((room - 2) / width, _TALLEST / height)
    image = Image(io.BytesIO(png), width * scale, height * scale)
    frame = [("BOX", (0, 0), (-1, -1), 0.5, "#d3dae1"), *_flush(0)]
    return Table([[image]], style=frame, spaceBefore=6)


def _text(told: str, style: Any) -> Any:
    """A paragraph."""
    from reportlab.platypus import Paragraph

    return Paragraph(_written(told), style)


def _written(told: str) -> str:
    """A text as reportlab reads it: markup in it is shown and not obeyed."""
    return escape(printable(told), quote=False).replace("\n", "<br/>")


@lru_cache(maxsize=1)
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in _NAMES:
        registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))

    def style(name: str, font: str, size: float, colour: str = _INK, **more: Any) -> Any:
        return ParagraphStyle(
            name, fontName=font, fontSize=size, leading=size * 1.45, textColor=colour, **more
        )

    sans, bold, serif = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif"
    made = (
        style("kind", bold, 8.5, _ACCENT, spaceAfter=6),
        style("title", "DejaVuSerif-Bold", 17, spaceAfter=8),
        style("heading", bold, 11.5, spaceBefore=16, spaceAfter=6),
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
    """A canvas that writes "page 1 of 3" under each page, once their count is known."""
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
                told = say("exports.leaf", language, n=number, total=len(self._pages))
                self.drawRightString(A4[0] - _EDGE, _EDGE / 2, f"Verbatim · {told}")
                super().showPage()
            super().save()

    return Numbered
