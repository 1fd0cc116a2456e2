"""PDF files: words and their boxes from pdfium, joined into paragraphs in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.errors import DocumentEmpty, DocumentUnreadable
from rag.language.rows import SEPARATOR
from rag.messages import Message
from rag.readers.content import HEADER_LEVEL, Content
from rag.readers.document_format import DocumentFormat
from rag.readers.hyphens import vocabulary
from rag.readers.ocr import Ocr
from rag.readers.pdf.annotations import Annotation, read_annotations
from rag.readers.pdf.columns import TextColumn, text_columns
from rag.readers.pdf.compose import Composed, compose, with_annotations
from rag.readers.pdf.document_info import read_catalog
from rag.readers.pdf.headings import headings
from rag.readers.pdf.insets import insets_last
from rag.readers.pdf.margins import Margins, find_margins
from rag.readers.pdf.page_images import render_page
from rag.readers.pdf.page_labels import page_labels
from rag.readers.pdf.paragraphs import Paragraph, body_style, paragraphs
from rag.readers.pdf.pdfium import Pdf
from rag.readers.pdf.pieces import Piece, pieces, rows
from rag.readers.pdf.scans import with_ocr
from rag.readers.pdf.tables import Table, find_tables
from rag.readers.pdf.words import SKEWED, OutlineEntry, PageWords
from rag.records import Heading, Page

_EXCERPT = 60  # characters of invisible text shown in a notice
_LISTED = 300  # characters of headers and footers shown in a notice
_WATERMARK = 0.3  # of the pages: slanted text that repeats this often is a watermark

PiecesByTurn = dict[int, list[Piece]]


def read(data: bytes, path: str, ocr: Ocr | None = None) -> Content:
    """The pages of a PDF, each with its headings and a box for each word.

    With ``ocr``, scanned pages get the words recognised on them. Raises DocumentLocked,
    DocumentUnreadable, or DocumentEmpty if no page has text: a scan, or a file whose text cannot
    be decoded.
    """
    with Pdf(data, path) as pdf:
        sheets = _sheets(pdf)
        if ocr is not None:
            sheets = with_ocr(pdf, sheets, ocr)
        outline = pdf.outline()
    annotated = [index for index, sheet in enumerate(sheets) if sheet.annotated]
    notes = read_annotations(data, annotated)
    if not any(sheet.words for sheet in sheets) and not any(notes.values()):
        raise DocumentEmpty(path=path)
    catalog = read_catalog(data, path)
    found, edges = _columns(sheets)
    labels = page_labels(catalog.labels, edges.labels)
    pages = tuple(_pages(sheets, found, outline, labels, notes))
    running = tuple(dict.fromkeys(line for page in edges.texts for line in page))
    notices = (*_notices(sheets), *_running_notice(edges.varying))
    return Content(pages, catalog.title, author=catalog.author, notices=notices, running=running)


def _sheets(pdf: Pdf) -> list[PageWords]:
    """The words of each page, none for a damaged one; raises if all pages are damaged."""
    sheets: list[PageWords] = []
    for index in range(len(pdf)):
        try:
            sheets.append(pdf.sheet(index))
        except DocumentUnreadable:
            if index == len(pdf) - 1 and all(sheet.damaged for sheet in sheets):
                raise
            sheets.append(PageWords(0.0, 0.0, {}, drawn=False, damaged=True))
    return sheets


def _pages(
    sheets: Sequence[PageWords],
    found: Sequence[Sequence[TextColumn]],
    outline: Sequence[OutlineEntry],
    labels: Sequence[str | None],
    notes: Mapping[int, Sequence[Annotation]],
) -> Iterator[Page]:
    text = body_style(found)
    known = vocabulary(
        word.text for sheet in sheets for words in sheet.words.values() for word in words
    )
    parts = [paragraphs(columns, text) for columns in found]
    written = [compose(page, sheet, known) for page, sheet in zip(parts, sheets, strict=True)]
    levels = headings([_texts(*pair) for pair in zip(parts, written, strict=True)], text, outline)
    last: Table | None = None
    for index, page in enumerate(written):
        label = labels[index] if index < len(labels) else None
        tables = list(find_tables(parts[index], last))
        last = tables[-1] if tables and tables[-1].last == len(parts[index]) - 1 else None
        heads = (*_text_headings(page, levels[index]), *_table_headings(page, tables))
        heads, ocr = tuple(sorted(heads, key=lambda head: head.start)), sheets[index].ocr
        whole = with_annotations(page, notes.get(index, ()))
        yield Page(index + 1, label or None, whole.text, heads, whole.boxes, ocr)


def _columns(sheets: Sequence[PageWords]) -> tuple[list[list[TextColumn]], Margins]:
    """The columns of each page in reading order, and the headers and footers left out."""
    found = [{turn: pieces(words) for turn, words in sheet.words.items()} for sheet in sheets]
    _drop_watermarks(found)
    mains = [_main_turn(page) for page in found]
    lines = [rows(page.get(main, [])) for page, main in zip(found, mains, strict=True)]
    heights = [
        sheet.width if main % 2 else sheet.height for sheet, main in zip(sheets, mains, strict=True)
    ]
    edges = find_margins(lines, heights)
    for page, main, dropped, kept in zip(found, mains, edges.rows, lines, strict=True):
        if dropped:
            page[main] = [p for at, row in enumerate(kept) if at not in dropped for p in row]
    return [
        insets_last([column for turn in sorted(page, key=lambda turn: turn != main)
                     for column in text_columns(page[turn], turn, () if turn else sheet.frames)],
                    sheet.frames)
        for page, main, sheet in zip(found, mains, sheets, strict=True)
    ], edges  # fmt: skip


def _main_turn(page: PiecesByTurn) -> int:
    """The turn of most words of a page; upright for a page without words."""
    straight = {turn: sum(len(p.words) for p in found) for turn, found in page.items()}
    straight.pop(SKEWED, None)
    return max(straight, key=lambda turn: straight[turn], default=0)


def _drop_watermarks(found: Iterable[PiecesByTurn]) -> None:
    """Removes slanted text that repeats from page to page: watermarks."""
    pages = list(found)
    slanted = [" ".join(piece.text for piece in page.get(SKEWED, ())) for page in pages]
    counts = Counter(text for text in slanted if text)
    for page, text in zip(pages, slanted, strict=True):
        if text and counts[text] >= max(2, _WATERMARK * len(pages)):
            del page[SKEWED]


def _texts(parts: Sequence[Paragraph], page: Composed) -> list[tuple[Paragraph, str]]:
    return [
        (paragraph, page.text[start:end])
        for paragraph, (start, end) in zip(parts, page.spans, strict=True)
    ]


def _text_headings(page: Composed, levels: dict[int, int]) -> tuple[Heading, ...]:
    return tuple(
        Heading(page.spans[at][0], level, page.text[slice(*page.spans[at])])
        for at, level in levels.items()
    )


def _table_headings(page: Composed, tables: Sequence[Table]) -> Iterator[Heading]:
    """The header rows of tables, as headings that end with their table.

    Those of a table that a page before begins start with the first row on this page.
    """
    for table in tables:
        start, end = page.spans[table.first][0], page.spans[table.last][1]
        level = HEADER_LEVEL
        if table.wider:
            yield Heading(start, level, " ".join(SEPARATOR.join(table.wider).split()), end)
            level += 1
            start = start if table.is_continued else page.spans[table.first + 1][0]
        yield Heading(start, level, SEPARATOR.join(table.names), end)


def _notices(sheets: Sequence[PageWords]) -> Iterator[Message]:
    """The notices for the curator: pages without text, and text that was left out."""
    if damaged := [i for i, sheet in enumerate(sheets, 1) if sheet.damaged]:
        yield _notice("causes.pages_damaged", damaged)
    if blank := [i for i, sheet in enumerate(sheets, 1) if sheet.drawn and not sheet.words]:
        yield _notice("causes.pages_blank", blank)
    if known := {i: sheet.ocr for i, sheet in enumerate(sheets, 1) if sheet.ocr is not None}:
        yield _notice("causes.pages_ocr", list(known), percent=f"{min(known.values()) * 100:.0f}")
    if hidden := [i for i, sheet in enumerate(sheets, 1) if sheet.hidden]:
        yield _notice("causes.pages_hidden", hidden, text=sheets[hidden[0] - 1].hidden[:_EXCERPT])


def _running_notice(varying: Iterable[str]) -> Iterator[Message]:
    """The notice of the headers and footers that differ from page to page: they could be text."""
    if lines := dict.fromkeys(" ".join(line.split()) for line in varying):
        text = " / ".join(lines)
        shown = text if len(text) <= _LISTED else f"{text[:_LISTED]}…"
        yield Message("causes.running_lines", text=shown)


def _notice(key: str, numbers: Sequence[int], **values: object) -> Message:
    pages = Message("words.pages", count=len(numbers), numbers=_runs(numbers))
    return Message(key, count=len(numbers), pages=pages, **values)


def _runs(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: "3", "5-7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _has_signature(data: bytes, path: str) -> bool:
    """Whether a file starts as a PDF does, whose first bytes may be others; ``path`` is unused."""
    return b"%PDF-" in data[:1024]


FORMAT = DocumentFormat(
    name="pdf",
    label="PDF",
    endings=(".pdf",),
    media_type="application/pdf",
    read=read,
    parsers=("pypdfium2", "pypdf"),
    signature=_has_signature,
    inline=True,
    read_with_ocr=read,
    render_page=render_page,
    has_pages=True,
)
