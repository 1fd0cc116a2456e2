"""PDF by reportlab: printed page labels, running headers, one or two columns."""

from __future__ import annotations

import io
from collections.abc import Iterator

from chart import bars
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from source import Block, Source, runs

_INK, _PALE = colors.HexColor("#1f2d4a"), colors.HexColor("#c9d0dc")
_MARGIN, _GAP = 2.4 * cm, 0.8 * cm
_WIDTH = A4[0] - 2 * _MARGIN
# The base fonts of PDF are in every viewer: nothing is embedded, files stay small and alike.
_TEXT, _BOLD, _SANS = "Times-Roman", "Times-Bold", "Helvetica"
_BODY = ParagraphStyle(
    "body", fontName=_TEXT, fontSize=10.5, leading=14, alignment=TA_JUSTIFY, spaceAfter=6
)
_DATE = ParagraphStyle("date", _BODY, fontName="Times-Italic", spaceAfter=14)
_ITEM = ParagraphStyle("item", _BODY, leftIndent=16, bulletIndent=4, spaceAfter=3)
_CELL = ParagraphStyle("cell", _BODY, fontSize=9.5, leading=12, alignment=0, spaceAfter=0)
_HEAD = ParagraphStyle("head", _CELL, fontName=_BOLD)
_CAPTION = ParagraphStyle("caption", _CELL, fontName="Times-Italic", spaceAfter=10)
_TITLE = ParagraphStyle(
    "title", fontName=_BOLD, fontSize=19, leading=23, textColor=_INK, spaceAfter=8
)
_HEADINGS = tuple(
    ParagraphStyle(
        f"heading {level}",
        fontName=_BOLD,
        fontSize=size,
        leading=size + 4,
        textColor=_INK,
        spaceBefore=10,
        spaceAfter=4,
        keepWithNext=1,
    )
    for level, size in enumerate((14, 11.5, 10.5), start=1)
)


def write(source: Source) -> bytes:
    """The pages, with the labels that they print also in the file (``/PageLabels``)."""
    whole = io.BytesIO()
    pages = BaseDocTemplate(
        whole,
        pagesize=A4,
        title=source.title,
        author=source.issuer,
        lang={"fr": "fr-FR", "en": "en-GB"}[source.language],
        invariant=1,
        pageTemplates=_templates(source),
    )
    columns = 2 if "columns" in source.fields else 1
    width = (_WIDTH - (columns - 1) * _GAP) / columns
    pages.build([*_opening(source, columns), *_flowables(source.blocks, width)])
    return whole.getvalue()


class _Labels:
    """The label of each page: roman before the body, then from a first number on."""

    def __init__(self, source: Source) -> None:
        self._first = int(source.fields.get("first", "1"))
        self._front = any(block.kind == "body" for block in source.blocks)
        self._body_at = 1

    def turn(self, canvas: Canvas, part: str) -> str:
        """The label of the page at hand; the first of each part opens a range in the file."""
        page = canvas.getPageNumber()
        if part == "front":
            self._body_at = page + 1
            if page == 1:
                canvas.addPageLabel(0, "ROMAN_LOWER", 1)
            return _roman(page)
        if page == self._body_at:
            canvas.addPageLabel(page - 1, "ARABIC", self._first)
        return str(self._first + page - self._body_at)


def _roman(number: int) -> str:
    return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")[number - 1]


def _templates(source: Source) -> list[PageTemplate]:
    labels = _Labels(source)
    height = A4[1] - 2 * _MARGIN

    def template(part: str, columns: int, under: float = 0) -> PageTemplate:
        width = (_WIDTH - (columns - 1) * _GAP) / columns
        frames = [
            Frame(_MARGIN + at * (width + _GAP), _MARGIN, width, height - under, 0, 0, 0, 0)
            for at in range(columns)
        ]
        if under:
            top = Frame(_MARGIN, A4[1] - _MARGIN - under, _WIDTH, under, 0, 0, 0, 0)
            frames.insert(0, top)
        kind = "front" if part == "front" else "body"
        name = part

        def dress(canvas: Canvas, _: BaseDocTemplate) -> None:
            _dress(canvas, source, labels.turn(canvas, kind))

        return PageTemplate(name, frames, onPage=dress)

    if "columns" in source.fields:
        return [template("title", 2, under=3.2 * cm), template("body", 2)]
    front = any(block.kind == "body" for block in source.blocks)
    return [template("front", 1)] * front + [template("body", 1)]


def _dress(canvas: Canvas, source: Source, label: str) -> None:
    """The running header and footer, apart from the text by a thin line each."""
    canvas.saveState()
    canvas.setFont(_SANS, 8)
    canvas.setFillColor(_INK)
    canvas.setStrokeColor(_PALE)
    top, foot = A4[1] - 1.5 * cm, 1.3 * cm
    canvas.drawString(_MARGIN, top, source.issuer)
    canvas.drawRightString(A4[0] - _MARGIN, top, source.fields["header"])
    canvas.line(_MARGIN, top - 5, A4[0] - _MARGIN, top - 5)
    canvas.drawCentredString(A4[0] / 2, foot, label)
    canvas.restoreState()


def _opening(source: Source, columns: int) -> Iterator[Flowable]:
    yield Paragraph(_markup(source.title), _TITLE)
    yield Paragraph(_markup(source.dateline), _DATE)
    if columns > 1:
        yield NextPageTemplate("body")
        yield CondPageBreak(10 * cm)  # leaves the frame of the title for the first column


def _flowables(blocks: tuple[Block, ...], width: float) -> Iterator[Flowable]:
    for block in blocks:
        if block.kind == "body":
            yield NextPageTemplate("body")
        if block.kind in ("page", "body"):
            yield PageBreak()
        elif block.kind == "heading":
            yield Paragraph(_markup(block.text), _HEADINGS[block.level - 1])
        elif block.kind == "item":
            mark = "•" if block.marker == "-" else block.marker
            yield Paragraph(_markup(block.text), _ITEM, bulletText=mark)
        elif block.kind == "table":
            yield from (_table(block.rows, width), Spacer(1, 8))
        elif block.kind == "bars":
            yield from (bars(block.rows, width), Paragraph(_markup(block.text), _CAPTION))
        else:
            yield Paragraph(_markup(block.text), _BODY)


def _table(rows: tuple[tuple[str, ...], ...], width: float) -> Table:
    first, other = 0.4 * width, 0.6 * width / (len(rows[0]) - 1)
    cells = [
        [Paragraph(_markup(cell), _CELL if at else _HEAD) for cell in row]
        for at, row in enumerate(rows)
    ]
    lines = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, _PALE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    widths = [first, *[other] * (len(rows[0]) - 1)]
    return Table(cells, widths, repeatRows=1, style=lines, hAlign="LEFT")


def _markup(text: str) -> str:
    tags = {"bold": "b", "italic": "i"}
    return "".join(
        f"<{tags[style]}>{_escaped(piece)}</{tags[style]}>" if style else _escaped(piece)
        for piece, style in runs(text)
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
