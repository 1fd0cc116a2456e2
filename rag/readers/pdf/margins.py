"""Headers and footers: lines at the edges of pages that repeat from page to page.

They are left out of the text; the page numbers printed in them become the page labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from rag.language.any_language import any_form
from rag.language.documents.page_labels import OUT_OF, PAGE_WORDS
from rag.language.words import fold
from rag.readers.pdf.pieces import Piece

_DEPTH = 4  # lines examined from each edge
_ZONE = 0.16  # of the page height, from an edge: lines further in are text
_SLOT = 4.0  # points: lines whose distances to the edge differ by less are in one slot
_OFTEN = 0.3  # of the pages: a line that repeats this often is not text
_USUAL = 0.5  # of the pages: a slot filled this often holds headers
_SHARE = 0.3  # of a slot: if this many lines repeat, the others are headers too
# In font sizes and in steps between lines: a gap larger than both separates a line.
_SEPARATED, _WIDER = 1.5, 1.3
_PROMINENT = 1.08  # of the font size of most text
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b")
_ONLY_NUMBER = re.compile(
    rf"[\W_]*(?:(?:{any_form(PAGE_WORDS)})\b)?[\W_]*#"
    rf"(?:[\W_]*(?:{any_form(OUT_OF)})?[\W_]*#)?[\W_]*"
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

PieceRow = list[Piece]


@dataclass(frozen=True, slots=True)
class Margins:
    """For each page, the indices of the rows to leave out, their text, and the printed number.

    ``varying`` are the lines left out that do not repeat on many pages, such as section titles.
    """

    rows: list[frozenset[int]]
    texts: list[list[str]]
    labels: list[str | None]
    varying: list[str]


@dataclass(slots=True)
class _Line:
    """A line near an edge: its page, its index in the rows, and its distance to the edge."""

    page: int
    row: int
    rank: int
    distance: float
    text: str
    key: str
    size: float
    separated: bool  # from the lines further in, by white space
    prominent: bool  # over the text in larger or bolder letters, as the title of a slide is
    marked: bool = field(default=False)
    certain: bool = field(default=False)  # it repeats on many pages, or counts them


def find_margins(pages: Sequence[Sequence[PieceRow]], heights: Sequence[float]) -> Margins:
    """The headers and footers of a document, from the rows of its pages, top down.

    ``heights`` are those of the pages, in points.
    """
    total = sum(1 for page in pages if page)
    dropped: list[set[int]] = [set() for _ in pages]
    texts: list[list[str]] = [[] for _ in pages]
    varying: list[str] = []
    for top in (True, False):
        lines = [
            line
            for number, (page, height) in enumerate(zip(pages, heights, strict=True))
            for line in _edge_lines(number, page, height, top)
        ]
        for slot in _slots(lines):
            _mark(slot, total)
        for line in _outermost(lines):
            dropped[line.page].add(line.row)
            texts[line.page].append(line.text)
            varying += [] if line.certain else [line.text]
    return Margins([frozenset(rows) for rows in dropped], texts, _labels(texts), varying)


def _edge_lines(number: int, page: Sequence[PieceRow], height: float, top: bool) -> list[_Line]:
    """The lines at one edge of a page, the outermost first."""
    order = range(len(page)) if top else range(len(page) - 1, -1, -1)
    steps = [_baseline(below) - _baseline(above) for above, below in pairwise(page)]
    pitch = sorted(steps)[len(steps) // 4] if steps else 0.0
    lines: list[_Line] = []
    for rank, at in enumerate(order[:_DEPTH]):
        row = page[at]
        size = max(piece.size for piece in row)
        baseline = _baseline(row)
        inner = at + 1 if top else at - 1
        gap = abs(_baseline(page[inner]) - baseline) if 0 <= inner < len(page) else height
        separated = gap > max(_SEPARATED * size, _WIDER * pitch)
        text = "\t".join(piece.text for piece in row)
        key = _key(text)
        distance = baseline if top else height - baseline
        if distance > _ZONE * height:
            break
        prominent = top and _is_prominent(page, at)
        lines.append(_Line(number, at, rank, distance, text, key, size, separated, prominent))
    return lines


def _is_prominent(page: Sequence[PieceRow], at: int) -> bool:
    """Whether a row is in larger or bolder letters than most others of its page."""
    others = [piece for number, row in enumerate(page) if number != at for piece in row]
    if not others:
        return False
    bolder = all(piece.bold for piece in page[at]) and not median(p.bold for p in others)
    return bolder or min(p.size for p in page[at]) > _PROMINENT * median(p.size for p in others)


def _key(text: str) -> str:
    """The text of a header without what varies: numbers become "#", unless it is only a number."""
    folded = fold(text)
    key = _NUMBER.sub("#", folded)
    return folded if _ONLY_NUMBER.fullmatch(key) else key


def _baseline(row: PieceRow) -> float:
    return max(row, key=lambda piece: piece.size).baseline


def _slots(lines: Iterable[_Line]) -> list[list[_Line]]:
    """The lines grouped by their distance to the edge."""
    slots: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.distance):
        if (
            slots
            and line.distance - slots[-1][-1].distance <= _SLOT / 2
            and (line.distance - slots[-1][0].distance <= _SLOT)
        ):
            slots[-1].append(line)
        else:
            slots.append([line])
    return slots


def _mark(slot: list[_Line], total: int) -> None:
    """Marks the lines of a slot that are headers or footers."""
    pages = Counter(key for key, _ in {(line.key, line.page) for line in slot})
    share = len({line.page for line in slot}) / max(total, 1)
    numbers = [line for line in slot if _ONLY_NUMBER.fullmatch(_NUMBER.sub("#", line.key))]
    counting = _counting(numbers, total) if numbers else frozenset()
    for line in slot:
        most = _OFTEN * total
        often = pages[line.key] >= (max(3, most) if line.prominent else max(2, most))
        usual = share >= _USUAL and pages[line.key] >= 2 and total >= 4 and not line.prominent
        line.certain = often or line.page in counting
        line.marked = line.certain or usual
    if share >= _USUAL and total >= 4:
        _mark_alike(slot)


def _mark_alike(slot: list[_Line]) -> None:
    """Marks the lines of a slot that look like those that repeat, such as section titles."""
    marked = [line for line in slot if line.marked]
    separated = [line for line in slot if line.separated]
    if len(marked) >= _SHARE * len(slot) and len(separated) >= 0.8 * len(slot):
        size = 1.1 * median(line.size for line in marked)
        for line in separated:
            line.marked |= line.size <= size and not line.prominent


def _counting(numbers: list[_Line], total: int) -> frozenset[int]:
    """The pages whose number grows with the pages; on a single page it must be 1."""
    offsets = Counter(value - line.page for line in numbers for _, value in _values(line.text)[:1])
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    if count < (2 if total > 1 else 1) or (total == 1 and offset != 1):
        return frozenset()
    return frozenset(
        line.page for line in numbers if (offset in {v - line.page for _, v in _values(line.text)})
    )


def _outermost(lines: Iterable[_Line]) -> Iterable[_Line]:
    """The marked lines with only marked lines outside them and white space further in.

    Pages of the same form or letter also repeat text, but no white space separates it.
    """
    by_page: dict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    for page in by_page.values():
        ordered = sorted(page, key=lambda line: line.rank)
        marked = list(takewhile(lambda line: line.marked, ordered))
        while marked and not marked[-1].separated:
            marked.pop()
        yield from marked


def _labels(texts: list[list[str]]) -> list[str | None]:
    """The page numbers printed in headers and footers, if they agree with the page order."""
    found = [[pair for text in page for pair in _values(text)] for page in texts]
    offsets: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    for index, page in enumerate(found):
        for label, offset in {(word.isdigit(), value - index) for word, value in page}:
            offsets[label][offset] += 1
    agreed = {
        (arabic, counts.most_common(1)[0][0])
        for arabic, counts in offsets.items()
        if counts and counts.most_common(1)[0][1] >= min(2, len(found))
    }
    return [
        next((word for word, value in page if (word.isdigit(), value - index) in agreed), None)
        for index, page in enumerate(found)
    ]


def _values(text: str) -> list[tuple[str, int]]:
    """The numbers of a line as printed, with their values."""
    found: list[tuple[str, int]] = []
    for match in re.finditer(r"\d{1,5}\b|\b[ivxlcdmIVXLCDM]{1,8}\b", text):
        word = match.group()
        value = int(word) if word.isdigit() else _roman(word.lower())
        if value:
            found.append((word, value))
    return found


def _roman(word: str) -> int:
    """The value of a Roman numeral, or 0."""
    if not _ROMAN.fullmatch(word):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
