"""Generated pages whose reading order is known: columns, boxes, cards, side notes, tables.

    python -m bench.layouts [--pages N] [--seed N] [--out FILE] [--show]

Each page holds blocks of sentences in French or English, drawn block by block or line by line
across the page, with equal or unequal baselines. What is read is compared with what was drawn:
the order of the words, and whether each line of text comes from one block. --show prints the
lines that differ.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bench.report import markdown_table, publish
from rag.readers.pdf import read

WIDTH, HEIGHT = A4
MARGIN = 56.0
WORDS = {
    "fr": (
        "la commune", "un dossier", "les écoles", "la rivière", "le conseil", "une carte",
        "les habitants", "le marché", "ce projet", "la région", "un rapport", "les agents",
        "propose", "examine", "prépare", "soutient", "publie", "adapte", "accompagne", "mesure",
        "avec soin", "chaque année", "sur place", "en juin", "sans délai", "et", "ou", "pour",
        "dans le cadre du plan", "auprès des familles", "au titre du budget", "plus simplement",
    ),
    "en": (
        "the council", "a file", "the schools", "the river", "the board", "one map",
        "local people", "the market", "this project", "the region", "a report", "the staff",
        "proposes", "examines", "prepares", "supports", "publishes", "adapts", "joins", "measures",
        "with care", "every year", "on site", "in June", "without delay", "and", "or", "for",
        "as part of the plan", "with the families", "under the budget", "more simply",
    ),
}  # fmt: skip
NAMES = {
    "fr": ("Budget", "Écoles", "Transports", "Santé", "Culture", "Sport", "Eau", "Énergie",
           "Logement", "Emploi", "Archives", "Marchés", "Voirie", "Parcs"),
    "en": ("Budget", "Schools", "Transport", "Health", "Culture", "Sport", "Water", "Energy",
           "Housing", "Jobs", "Archives", "Markets", "Roads", "Parks"),
}  # fmt: skip


@dataclass(slots=True)
class DrawnBlock:
    """Paragraphs drawn in one place; ``floats`` is true if its place in the order is free."""

    lines: list[str]
    left: float
    top: float
    size: float
    leading: float
    floats: bool = False
    bold: bool = False
    text: str = ""
    gaps: frozenset[int] = frozenset()  # lines with white space before them
    centred: float | None = None  # the middle of its lines

    def __post_init__(self) -> None:
        self.text = self.text or " ".join(self.lines)

    @property
    def bottom(self) -> float:
        """Where the line after the last would be."""
        return self.top + self.leading * (len(self.lines) + 0.6 * len(self.gaps))


@dataclass(slots=True)
class Drawing:
    """The blocks of a page in reading order; each of ``boxes`` is left, top, right, bottom."""

    layout: str
    blocks: list[DrawnBlock]
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read of a page: its word pairs in order, and the lines of no single block."""

    layout: str
    pairs: int
    kept: int
    blocks: int
    joined: tuple[str, ...]
    lost: tuple[str, ...]


class Author:
    """Writes sentences that are all different, and breaks them into lines."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng, self.language = rng, language

    def sentence(self, least: int = 5, most: int = 12) -> str:
        """A sentence of some phrases, with a number that hardly comes twice."""
        words = self.rng.choices(WORDS[self.language], k=self.rng.randint(least, most))
        words.insert(self.rng.randint(1, len(words) - 1), str(self.rng.randint(1000, 99999)))
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def block(  # noqa: PLR0913
        self, left: float, top: float, width: float, count: int,
        size: float = 10.0, leading: float = 12.5, *, floats: bool = False, paragraphs: int = 1,
    ) -> DrawnBlock:  # fmt: skip
        """A block of that many sentences, spread over paragraphs with white space between."""
        lines: list[str] = []
        gaps: set[int] = set()
        texts: list[str] = []
        for _ in range(paragraphs):
            text = " ".join(self.sentence() for _ in range(count))
            texts.append(text)
            gaps.add(len(lines))
            lines += broken(text, width, size)
        inner = frozenset(gaps - {0})
        return DrawnBlock(
            lines, left, top, size, leading, floats, text="\n".join(texts), gaps=inner
        )

    def note(
        self, left: float, top: float, width: float, size: float, leading: float
    ) -> DrawnBlock:
        """A block of one or two sentences, or of one phrase without a full stop: two lines or more.

        A line beside a line is a row to every reader.
        """
        text = " ".join(self.sentence(3, 8) for _ in range(self.rng.choice((1, 1, 2))))
        if self.rng.random() < 0.4:
            text = self.sentence(3, 5).rstrip(".")
        while len(lines := broken(text, width, size)) < 2:
            text = self.sentence(4, 8)
        return DrawnBlock(lines, left, top, size, leading, text=text)

    def heading(self, left: float, top: float, size: float = 15.0, words: int = 2) -> DrawnBlock:
        """A bold line of one name or two."""
        text = " ".join(self.rng.sample(NAMES[self.language], words))
        return DrawnBlock([text], left, top, size, size * 1.2, bold=True)


def broken(text: str, width: float, size: float, font: str = "Times-Roman") -> list[str]:
    """A text in lines of a width."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and stringWidth(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def columns(author: Author) -> Drawing:
    """One to four columns under a title, with equal or unequal baselines."""
    rng = author.rng
    count, gutter = rng.randint(1, 4), rng.uniform(13, 26)
    width = (WIDTH - 2 * MARGIN - gutter * (count - 1)) / count
    size = rng.choice([8.5, 9.0, 10.0]) if count > 2 else rng.choice([9.0, 10.0, 11.0])
    top = 130.0
    blocks = [author.heading(MARGIN, 80)]
    unequal = rng.random() < 0.5
    for at in range(count):
        leading = size * (1.2 + (0.07 * at if unequal else 0))
        start = top + (rng.uniform(0, 9) if unequal else 0)
        left = MARGIN + at * (width + gutter)
        paragraphs = rng.randint(2, 4)
        blocks.append(author.block(left, start, width, 2, size, leading, paragraphs=paragraphs))
    return Drawing(f"{count} column{'s' * (count > 1)}", blocks)


def boxes(author: Author) -> Drawing:
    """Two to four boxes side by side with short lines, as on a slide; titles over them."""
    rng = author.rng
    count = rng.randint(2, 4)
    pitch = (WIDTH - 2 * MARGIN) / count
    size = rng.choice([11.0, 14.0, 16.0] if count < 4 else [10.0, 11.0])
    unequal, framed = rng.random() < 0.5, rng.random() < 0.5
    titled, centred = rng.random() < 0.5, rng.random() < 0.3
    drawing = Drawing(f"{count} boxes, {'un' * unequal}equal baselines", [])
    for at in range(count):
        left = MARGIN + at * pitch + 8
        if titled:
            drawing.blocks.append(author.heading(left, 100, 1.25 * size, 1))
        leading = size * (1.2 + (0.12 * at if unequal else 0))
        top = 150 + (rng.uniform(0, 14) if unequal else 0)
        block = author.note(left, top, pitch - 26, size, leading)
        if centred:
            block.centred = left + (pitch - 26) / 2
        drawing.blocks.append(block)
        if framed:
            drawing.boxes.append((left - 6, 120, left + pitch - 18, block.bottom))
    return drawing


def cards(author: Author) -> Drawing:
    """Two rows of two or three cards: each has a heading and a short text."""
    rng = author.rng
    count = rng.randint(2, 3)
    pitch = (WIDTH - 2 * MARGIN) / count
    drawing = Drawing("cards", [])
    top = 110.0
    for _ in range(2):
        bottom = top
        for at in range(count):
            left = MARGIN + at * pitch
            drawing.blocks.append(author.heading(left, top, 12, 1))
            block = author.note(left, top + 20, pitch - 26, 9.5, 12)
            drawing.blocks.append(block)
            bottom = max(bottom, block.bottom)
        top = bottom + 40
    for block in drawing.blocks:
        block.floats = True  # by rows or by columns
    return drawing


def side_note(author: Author) -> Drawing:
    """A body with a narrow note beside it, left or right, in smaller letters."""
    rng = author.rng
    size, note_size = 10.5, 8.0
    right = rng.random() < 0.5
    note_left = WIDTH - MARGIN - 105 if right else MARGIN
    left = MARGIN if right else MARGIN + 125
    body = author.block(left, 120, WIDTH - 2 * MARGIN - 125, 2, size, 13, paragraphs=4)
    note_top = 120 + rng.uniform(20, 90)
    note = author.block(note_left, note_top, 105, 1, note_size, 9.8, floats=True)
    return Drawing("side note", [author.heading(left, 80), body, note])


def pull_quote(author: Author) -> Drawing:
    """Two columns with a quote in large letters between the paragraphs of one."""
    rng = author.rng
    width = (WIDTH - 2 * MARGIN - 20) / 2
    left = author.block(MARGIN, 120, width, 2, 10, 12.5, paragraphs=2)
    quote = author.block(MARGIN + 14, left.bottom + 14, width - 28, 1, 15, 18)
    after = author.block(MARGIN, quote.bottom + 10, width, 2, 10, 12.5)
    right = author.block(MARGIN + width + 20, 120, width, 2, 10, 12.5, paragraphs=rng.randint(3, 4))
    return Drawing("pull quote", [left, quote, after, right])


def spanning_quote(author: Author) -> Drawing:
    """Two columns whose lines make room for a quote between them."""
    width, gutter = (WIDTH - 2 * MARGIN - 20) / 2, 20
    quote_width = 170.0
    quote = author.block((WIDTH - quote_width) / 2, 260, quote_width, 1, 15, 18, floats=True)
    drawing = Drawing("quote across columns", [])
    for at in range(2):
        text = " ".join(author.sentence() for _ in range(12))
        lines, y, rest = [], 120.0, text.split(" ")
        while rest:
            beside = quote.top - 20 < y < quote.bottom + 4
            room = width - (quote_width - gutter) / 2 - 14 if beside else width
            line = broken(" ".join(rest), room, 10)[0]
            left = MARGIN + at * (width + gutter) + (width - room) * at
            lines.append(DrawnBlock([line], left, y, 10, 12.5))
            rest = rest[len(line.split(" ")) :]
            y += 12.5
        for drawn in lines:
            drawn.text = text
        drawing.blocks += lines
    drawing.blocks.append(quote)
    return drawing


def footnotes(author: Author) -> Drawing:
    """Two columns with a numbered note at the foot of each."""
    width = (WIDTH - 2 * MARGIN - 20) / 2
    texts, notes = [], []
    for at in range(2):
        left = MARGIN + at * (width + 20)
        texts.append(author.block(left, 120, width, 2, 10, 12.5, paragraphs=4))
        note = broken(f"{at + 1} {author.sentence()}", width, 8)
        notes.append(DrawnBlock(note, left, 640 + 5 * at, 8, 9.6))
    return Drawing("footnotes", [*texts, *notes])


def table(author: Author) -> Drawing:
    """A table of short cells with figures, which is read row by row."""
    rng = author.rng
    names = NAMES[author.language]
    count = rng.randint(3, 5)
    pitch = (WIDTH - 2 * MARGIN) / count
    rows = [rng.sample(names, count)]
    rows += [
        [" ".join(rng.sample(names, 2)), *(str(rng.randint(10, 99999)) for _ in range(count - 1))]
        for _ in range(rng.randint(4, 14))
    ]
    step = rng.choice([13.0, 16.0, 22.0])
    blocks = [
        DrawnBlock([cell], MARGIN + at * pitch, 140 + step * number, 10, step)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
    ]
    for number, row in enumerate(rows):
        for block in blocks[number * count : (number + 1) * count]:
            block.text = "\t".join(row)
    return Drawing("table", blocks)


def wordy_table(author: Author) -> Drawing:
    """A table whose cells hold several lines: cell by cell, and row by row."""
    rng = author.rng
    count = rng.randint(2, 3)
    pitch = (WIDTH - 2 * MARGIN) / count
    drawing, top = Drawing("table of sentences", []), 130.0
    for _ in range(rng.randint(3, 5)):
        row = [author.block(MARGIN + at * pitch, top, pitch - 18, 1, 10, 12) for at in range(count)]
        drawing.blocks += row
        top = max(block.bottom for block in row) + 10
    for block in drawing.blocks:
        block.floats = True
    return drawing


LAYOUTS: tuple[Callable[[Author], Drawing], ...] = (
    columns, columns, boxes, boxes, cards, side_note, pull_quote, spanning_quote,
    footnotes, table, wordy_table,
)  # fmt: skip


def drawings(pages: int, rng: random.Random) -> Iterator[Drawing]:
    """Pages of all layouts, in turn, in both languages."""
    for number in range(pages):
        author = Author(rng, ("fr", "en")[number // len(LAYOUTS) % 2])
        yield LAYOUTS[number % len(LAYOUTS)](author)


def pdf_of(drawing: Drawing, *, interleaved: bool) -> bytes:
    """The page as a PDF, drawn block by block, or line by line from the top of the page."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=A4, invariant=True)
    for left, top, right, bottom in drawing.boxes:
        canvas.setFillGray(0.93)
        canvas.rect(left, HEIGHT - bottom, right - left, bottom - top, fill=1, stroke=0)
    canvas.setFillGray(0)
    lines = [line for block in drawing.blocks for line in _placed(block)]
    if interleaved:
        lines.sort(key=lambda line: line[0])
    for y, left, text, font, size in lines:
        canvas.setFont(font, size)
        canvas.drawString(left, HEIGHT - y, text)
    canvas.save()
    return stored.getvalue()


def _placed(block: DrawnBlock) -> Iterator[tuple[float, float, str, str, float]]:
    y = block.top
    font = "Times-Bold" if block.bold else "Times-Roman"
    for number, line in enumerate(block.lines):
        y += 0.6 * block.leading * (number in block.gaps)
        left = block.left
        if block.centred is not None:
            left = block.centred - stringWidth(line, font, block.size) / 2
        yield y, left, line, font, block.size
        y += block.leading


def compared(drawing: Drawing, *, interleaved: bool) -> PageReading:
    """What is read of a page, compared with what was drawn."""
    (page,) = read(pdf_of(drawing, interleaved=interleaved), "page.pdf").pages
    wanted = Counter(pair for run in _runs(drawing.blocks) for pair in pairwise(run))
    found = Counter(pairwise(page.text.split()))
    texts = [block.text for block in drawing.blocks]
    whole = {text for text in texts} | {part for text in texts for part in text.split("\n")}
    joined = [line for line in page.text.split("\n") if line and not _of_one(line, whole)]
    lost = tuple(" ".join(pair) for pair in (wanted - found))
    kept = (wanted & found).total()
    return PageReading(drawing.layout, wanted.total(), kept, len(texts), tuple(joined), lost)


def _of_one(line: str, texts: set[str]) -> bool:
    return any(line in text for text in texts)


def _runs(blocks: Sequence[DrawnBlock]) -> Iterator[list[str]]:
    """The words of blocks whose order is fixed as one run, those of the others alone."""
    run: list[str] = []
    before: str | None = None
    for block in blocks:
        if block.text == before:
            continue  # a line of the same text, or a cell of the same row
        before = block.text
        if block.floats:
            yield block.text.split()
        else:
            run += block.text.split()
    yield run


def main() -> None:
    """Draws the pages, reads them and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="the lines that differ")
    options = parser.parse_args()
    results = list(measure(options.pages, options.seed))
    if options.show:
        for result in results:
            for line in result.joined:
                sys.stdout.write(f"{result.layout}: {line!r}\n")
            for pair in result.lost:
                sys.stdout.write(f"{result.layout}, apart: {pair!r}\n")
    publish(section(results), "layouts", options.out)


def measure(pages: int, seed: int) -> Iterator[PageReading]:
    """The comparisons of that many pages, each drawn in both ways."""
    for drawing in drawings(pages, random.Random(seed)):
        for interleaved in (False, True):
            yield compared(drawing, interleaved=interleaved)


def section(results: Sequence[PageReading]) -> str:
    """The section of the results file."""
    names = ["all", *sorted({result.layout for result in results})]
    rows = [_row(name, [r for r in results if name in ("all", r.layout)]) for name in names]
    header = ("layout", "pages", "word pairs in order", "lines that join blocks")
    return "\n\n".join(
        (
            "## Layouts",
            "Generated pages in French and English whose reading order is known, each drawn block "
            "by block and line by line across the page (`python -m bench.layouts --out "
            "bench/RESULTS.md`). In order: neighbouring words that are read as neighbours; the "
            "places of notes, quotes and cards among the blocks are free. Joined: lines of the "
            "text that are part of no single block, or of no single row of a table.",
            markdown_table(header, rows),
        )
    )


def _row(name: str, results: Sequence[PageReading]) -> list[str]:
    pairs, kept = sum(r.pairs for r in results), sum(r.kept for r in results)
    joined = sum(len(r.joined) for r in results)
    return [name, str(len(results)), f"{kept / pairs:.4f}", str(joined)]


if __name__ == "__main__":
    main()
