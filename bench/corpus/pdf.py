"""Sources as PDF: printed page labels, running headers, tables of contents, tables, charts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from bench.corpus.source import CorpusBlock, CorpusSource, runs

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM, GUTTER = 25 * mm, 26 * mm, 24 * mm, 7 * mm
INK, SEA, PALE = HexColor("#1c1c1c"), HexColor("#1d4e6b"), HexColor("#9db8c6")
SAMPLE = {
    "fr": "Document d’exemple : contenu imaginaire",
    "en": "Sample document: imaginary content",
}
# The communiqué of that day reports real facts: its note does not say "imaginary content".
RETOLD, RETOLD_ON = {"fr": "Document d’exemple", "en": "Sample document"}, "2023-11-15"

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=11, leading=15, textColor=INK,
    alignment=TA_JUSTIFY, spaceAfter=7,
)  # fmt: skip
NARROW = ParagraphStyle("narrow", parent=BODY, fontSize=10, leading=13, alignment=0, spaceAfter=6)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=16, bulletIndent=2, spaceAfter=3)
NARROW_ITEM = ParagraphStyle(
    "narrow item", parent=NARROW, leftIndent=14, bulletIndent=1, spaceAfter=3
)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=10, leading=12.5, alignment=0, spaceAfter=0)
NUMBER = ParagraphStyle("number", parent=CELL, alignment=2)
HEADINGS = tuple(
    ParagraphStyle(
        f"heading {level}", fontName="Helvetica-Bold", fontSize=size, leading=size * 1.25,
        textColor=SEA, spaceBefore=before, spaceAfter=5, keepWithNext=1,
    )
    for level, size, before in ((1, 15, 14), (2, 12, 11), (3, 10.5, 9))
)  # fmt: skip
ISSUER = ParagraphStyle("issuer", fontName="Helvetica", fontSize=10.5, leading=14, textColor=SEA)
TITLE = ParagraphStyle(
    "title", fontName="Helvetica-Bold", fontSize=21, leading=26, textColor=SEA, spaceAfter=4
)
OPENING = ParagraphStyle("opening", parent=TITLE)  # a title with its text on the same page
DATELINE = ParagraphStyle("dateline", parent=BODY, fontName="Times-Italic", alignment=0)
CONTENTS = tuple(
    ParagraphStyle(f"contents {at}", parent=BODY, alignment=0, leftIndent=at * 14, spaceAfter=2)
    for at in range(2)
)


def build(source: CorpusSource) -> bytes:
    """The file; the same bytes for the same source."""
    stored = io.BytesIO()
    layout = _Layout(stored, source)
    layout.multiBuild(list(_story(source)))
    return stored.getvalue()


class _Layout(BaseDocTemplate):  # type: ignore[misc]
    """Pages of one or two columns; front matter has Roman labels, the body Arabic ones."""

    def __init__(self, stored: io.BytesIO, source: CorpusSource) -> None:
        super().__init__(
            stored, pagesize=A4, title=source.title, author=source.issuer, lang=source.language,
            invariant=1,
        )  # fmt: skip
        self._source = source
        self._body: int | None = None  # the first page of the body, from 1
        self._marks = 0
        count = int(source.fields.get("columns", "1"))
        one, many = _frames(1), _frames(count)
        cover = PageTemplate("cover", one, onPage=self._cover)
        front = PageTemplate("front", one, onPage=self._front)
        body = PageTemplate("body", many, onPage=self._main)
        # The first of the templates is that of the first page.
        covered = source.fields.get("cover") == "yes"
        self.addPageTemplates([cover, front, body] if covered else [body])

    def beforeDocument(self) -> None:  # noqa: N802
        """Forgets the pass before: tables of contents take two."""
        self._body, self._marks = None, 0

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        """Puts a heading in the outline and, in the body, in the table of contents."""
        style = getattr(flowable, "style", None)
        if style not in (OPENING, *HEADINGS):
            return
        level = 0 if style is OPENING else HEADINGS.index(style)
        text, key = flowable.getPlainText(), f"h{self._marks}"
        self._marks += 1
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level)
        if self._body and level < len(CONTENTS):
            self.notify("TOCEntry", (level, escape(text), self.page - self._body + 1, key))

    def _cover(self, canvas: Canvas, _: object) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        _emblem(canvas)

    def _front(self, canvas: Canvas, _: object) -> None:
        self._margins(canvas, _roman(self.page))

    def _main(self, canvas: Canvas, _: object) -> None:
        first = int(self._source.fields.get("first", "1"))
        prefix = self._source.fields.get("prefix", "")
        if self._body is None:
            self._body = self.page
            canvas.addPageLabel(self.page - 1, style="ARABIC", start=first, prefix=prefix or None)
        self._margins(canvas, f"{prefix}{first + self.page - self._body}")

    def _margins(self, canvas: Canvas, label: str) -> None:
        source = self._source
        canvas.setFillColor(SEA)
        canvas.setStrokeColor(PALE)
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(SIDE, HEIGHT - 15 * mm, source.issuer)
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 15 * mm, source.fields.get("header", ""))
        canvas.line(SIDE, HEIGHT - 17.5 * mm, WIDTH - SIDE, HEIGHT - 17.5 * mm)
        canvas.drawString(SIDE, 13 * mm, _notice(source))
        canvas.drawRightString(WIDTH - SIDE, 13 * mm, label)


def _notice(source: CorpusSource) -> str:
    return (RETOLD if source.fields["date"] == RETOLD_ON else SAMPLE)[source.language]


def _frames(count: int) -> list[Frame]:
    width = (WIDTH - 2 * SIDE - (count - 1) * GUTTER) / count
    lefts = [SIDE + at * (width + GUTTER) for at in range(count)]
    bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    return [Frame(left, BOTTOM, width, HEIGHT - TOP - BOTTOM, **bare) for left in lefts]


def _emblem(canvas: Canvas) -> None:
    """Three waves under a rule: the arms of an island that does not exist."""
    canvas.setStrokeColor(SEA)
    canvas.setLineWidth(1.6)
    for row in range(3):
        base = HEIGHT - 62 * mm - row * 4.5 * mm
        for at in range(4):
            left = SIDE + at * 9 * mm
            canvas.arc(left, base, left + 9 * mm, base + 6 * mm, 200, 140)
    canvas.setStrokeColor(PALE)
    canvas.line(SIDE, 40 * mm, WIDTH - SIDE, 40 * mm)


def _roman(number: int) -> str:
    return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")[number - 1]


def _story(source: CorpusSource) -> Iterator[Flowable]:
    narrow = source.fields.get("columns") == "2"
    covered, blocks = source.fields.get("cover") == "yes", list(source.blocks)
    yield from _cover(source) if covered else _head(source)
    if not covered and blocks[0].kind == "heading":
        blocks = blocks[1:]  # the title is at the head already
    for at, block in enumerate(blocks):
        if at and blocks[at - 1].kind == "item" != block.kind:
            yield Spacer(1, 5)
        if block.kind == "body":
            # Without text in the front matter the cover alone is the front.
            if at:
                yield from _contents(source)
            yield NextPageTemplate("body")
            yield PageBreak()
        else:
            yield from _block(block, narrow)


def _cover(source: CorpusSource) -> Iterator[Flowable]:
    yield Spacer(1, 70 * mm)
    yield Paragraph(escape(source.issuer), ISSUER)
    yield Spacer(1, 4 * mm)
    yield Paragraph(escape(source.title), TITLE)
    yield Paragraph(escape(source.dateline), DATELINE)
    if source.blocks[0].kind != "body":
        yield NextPageTemplate("front")
        yield PageBreak()


def _contents(source: CorpusSource) -> Iterator[Flowable]:
    if name := source.fields.get("contents"):
        yield PageBreak()
        yield Paragraph(escape(name), HEADINGS[0])
        table = TableOfContents()
        table.levelStyles, table.dotsMinLevel = list(CONTENTS), 0
        yield table


def _head(source: CorpusSource) -> Iterator[Flowable]:
    yield Paragraph(escape(source.title), OPENING)
    yield Paragraph(escape(source.dateline), DATELINE)
    yield HRFlowable(width="100%", color=PALE, thickness=0.8, spaceBefore=2, spaceAfter=9)


def _block(block: CorpusBlock, narrow: bool) -> Iterator[Flowable]:
    if block.kind == "page":
        yield PageBreak()
    elif block.kind == "heading":
        yield CondPageBreak(28 * mm)
        yield Paragraph(escape(block.text), HEADINGS[block.level - 1])
    elif block.kind == "paragraph":
        yield Paragraph(_marked(block.text), NARROW if narrow else BODY)
    elif block.kind == "item":
        bullet = "–" if block.marker == "-" else block.marker
        style = NARROW_ITEM if narrow else ITEM
        yield Paragraph(_marked(block.text), style, bulletText=bullet)
    elif block.kind == "table":
        yield _table(block, narrow)
    else:
        yield from _bars(block)


def _marked(text: str) -> str:
    tags = {"": "{}", "bold": "<b>{}</b>", "italic": "<i>{}</i>"}
    return "".join(tags[style].format(escape(piece)) for piece, style in runs(text))


def _table(block: CorpusBlock, narrow: bool) -> Table:
    figures = [
        all(_is_figure(row[at]) for row in block.rows[1:]) for at in range(len(block.rows[0]))
    ]
    rows = [
        [
            Paragraph(
                f"<b>{_marked(cell)}</b>" if number == 0 else _marked(cell),
                NUMBER if figures[at] else CELL,
            )
            for at, cell in enumerate(row)
        ]
        for number, row in enumerate(block.rows)
    ]
    table = Table(rows, _widths(block, narrow), repeatRows=1, spaceBefore=5, spaceAfter=11)
    table.setStyle(
        [
            ("LINEABOVE", (0, 0), (-1, 0), 1.1, SEA),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, SEA),
            ("LINEBELOW", (0, 1), (-1, -1), 0.35, PALE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
    )
    return table


def _is_figure(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in "€–"


def _widths(block: CorpusBlock, narrow: bool) -> list[str]:
    """Columns as wide as their longest cell, or their longest word, in hundredths of the frame."""
    cells = [[row[at] for row in block.rows] for at in range(len(block.rows[0]))]
    words = [[word for cell in column for word in cell.split(" ")] for column in cells]
    longest = [max(map(len, column)) + 3 for column in (words if narrow else cells)]
    return [f"{100 * length / sum(longest):.2f}%" for length in longest]


def _bars(block: CorpusBlock) -> Iterator[Any]:
    """A chart of vertical bars with their values, its caption under it."""
    values = [float(value) for _, value in block.rows]
    width, height, bar = 200.0, 92.0, 28.0
    drawing = Drawing(width, height, hAlign="LEFT")
    step = width / len(values)
    for at, ((label, value), number) in enumerate(zip(block.rows, values, strict=True)):
        left, tall = at * step + (step - bar) / 2, 58 * number / max(values)
        drawing.add(Rect(left, 14, bar, tall, fillColor=SEA, strokeColor=None))
        for text, up in ((label, 3), (value, 17 + tall)):
            middle = {"textAnchor": "middle", "fontName": "Helvetica", "fontSize": 8}
            drawing.add(String(left + bar / 2, up, text, fillColor=INK, **middle))
    yield drawing
    yield Paragraph(
        f"<i>{escape(block.text)}</i>", ParagraphStyle("caption", parent=CELL, spaceAfter=9)
    )
