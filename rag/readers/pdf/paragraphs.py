"""Lines of a page joined into paragraphs, so that every sentence is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from rag.readers.hyphens import HYPHENS
from rag.readers.pdf.columns import TextColumn
from rag.readers.pdf.pieces import MARKER, Piece

_USUAL_PITCH = 1.2  # of the font size, from line to line, where a document has too few to tell
_FEW = 4  # steps from line to line that tell nothing
_GAP = 1.35  # of the usual pitch: a wider step parts two paragraphs
_INDENT = 0.8  # of the font size
_FOOTNOTE = 0.92  # of the size of the text: smaller lines at the foot of a column are notes
_LARGER = 1.12  # of the size of the text: larger lines are titles
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]+|\[\d{1,3}\]|[¹²³⁴-⁹⁰]+)[.)]?")
_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")
_LEADERS = re.compile(r"\.{5,}|(?:\. ){4,}|…{2,}|_{4,}")


@dataclass(slots=True)
class Paragraph:
    """Lines read as one; ``apart`` tells that white space parts it from the one before."""

    lines: list[Piece]
    turn: int
    apart: bool

    @property
    def size(self) -> float:
        """The font size of its first line, in points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(line.bold for line in self.lines)


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """What most of a document is set in: font size in points, step from line to line in sizes."""

    size: float
    pitch: float


def body(pages: Iterable[Sequence[TextColumn]]) -> BodyStyle:
    """The size and the pitch of most of the text of a document."""
    weights: dict[float, int] = {}
    steps: list[float] = []
    for blocks in pages:
        for block in blocks:
            for line in block.lines:
                size = round(line.size * 2) / 2
                weights[size] = weights.get(size, 0) + len(line.words)
            steps += [step / size for step, size in _steps(block)]
    size = max(weights, key=lambda size: weights[size]) if weights else 10.0
    return BodyStyle(size, _pitch(steps) or _USUAL_PITCH)


def _steps(block: TextColumn) -> list[tuple[float, float]]:
    """The steps between lines of one size that follow closely, with that size."""
    pairs = zip(block.lines, block.lines[1:], strict=False)
    found = [(after.baseline - before.baseline, after.size) for before, after in pairs
             if abs(before.size - after.size) < 0.5]  # fmt: skip
    return [(step, size) for step, size in found if 0.7 * size < step < 3 * size]


def _pitch(steps: Sequence[float]) -> float | None:
    """The step between lines of one paragraph: the shorter of the usual ones; ``None`` of few."""
    return sorted(steps)[len(steps) // 4] if len(steps) > _FEW else None


def paragraphs(blocks: Sequence[TextColumn], text: BodyStyle) -> list[Paragraph]:
    """The paragraphs of a page in reading order, footnotes last."""
    found: list[Paragraph] = []
    for block in _notes_last(blocks):
        fresh = _block_paragraphs(block, text)
        if found and _goes_on(found[-1], fresh[0]):
            found[-1].lines += fresh[0].lines
            del fresh[0]
        found += fresh
    return found


def _notes_last(blocks: Sequence[TextColumn]) -> list[TextColumn]:
    """The blocks with the notes at the foot of columns moved after all the text."""
    texts: list[TextColumn] = []
    notes: list[TextColumn] = []
    for block in blocks:
        at = _first_note(block) if block is not blocks[-1] else len(block.lines)
        if 0 < at < len(block.lines):
            texts.append(TextColumn(block.lines[:at], block.left, block.right, block.turn))
            notes.append(TextColumn(block.lines[at:], block.left, block.right, block.turn))
        else:
            texts.append(block)
    return texts + notes


def _first_note(block: TextColumn) -> int:
    """The place of the first line of the notes that end a block; its length without any."""
    size = median(line.size for line in block.lines)
    at = len(block.lines)
    while at > 0 and block.lines[at - 1].size < _FOOTNOTE * size:
        at -= 1
    while at < len(block.lines) and not _NOTE_MARK.match(block.lines[at].words[0].text):
        at += 1
    return at


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph that ends a column goes on at the top of the next."""
    last, first = before.lines[-1], after.lines[0]
    if before.turn != after.turn or abs(last.size - first.size) > 0.5:
        return False
    if last.mono or first.mono or last.bold != first.bold or "\t" in (*last.gaps, *first.gaps):
        return False
    return not _ENDED.search(last.words[-1].text) and first.words[0].text[0].islower()


def _block_paragraphs(block: TextColumn, text: BodyStyle) -> list[Paragraph]:
    pitch = _pitch([step / size for step, size in _steps(block)]) or text.pitch
    found = [Paragraph([block.lines[0]], block.turn, True)]
    rights = _measures(block, pitch)
    for line, right in zip(block.lines[1:], rights, strict=False):
        before = found[-1].lines[-1]
        if _apart(before, line, pitch):
            rows = "\t" in before.gaps and "\t" in line.gaps
            found.append(Paragraph([line], block.turn, not rows))
        elif _starts(found[-1], line, right, text):
            found.append(Paragraph([line], block.turn, False))
        else:
            found[-1].lines.append(line)
    return found


def _measures(block: TextColumn, pitch: float) -> list[float]:
    """How far right the text around each line goes: that of its run, if it has three lines."""
    rights: list[float] = []
    run: list[Piece] = []
    for line in [*block.lines, None]:
        if run and (line is None or _apart(run[-1], line, pitch)):
            edge = max(other.right for other in run) if len(run) > 2 else block.right
            rights += [edge] * len(run)
            run = []
        if line is not None:
            run.append(line)
    return rights


def _apart(before: Piece, line: Piece, pitch: float) -> bool:
    """Whether white space or another style parts two lines."""
    step = line.baseline - before.baseline
    if step < 0 or step > _GAP * pitch * max(before.size, line.size):
        return True
    if max(before.size, line.size) > 1.08 * min(before.size, line.size):
        return not _runs_on(before, line)
    return before.bold != line.bold and not _runs_on(before, line)


def _runs_on(before: Piece, line: Piece) -> bool:
    """Whether the words themselves say that a sentence goes on."""
    last, first = before.words[-1].text, line.words[0].text
    return first[0].islower() and not _ENDED.search(last)


def _starts(paragraph: Paragraph, line: Piece, right: float, text: BodyStyle) -> bool:
    """Whether a line that follows closely starts a paragraph of its own."""
    before = paragraph.lines[-1]
    if (before.mono and line.mono) or "\t" in before.gaps or _LEADERS.search(before.text):
        return True
    cut = before.words[-1].text.endswith(HYPHENS)
    if "\t" in line.gaps:
        return not cut and not _runs_on(before, line)
    ended = _ENDED.search(before.words[-1].text) is not None
    short = _room(before, line, right)
    if _marked(line) and (ended or short or _marked(paragraph.lines[0])):
        return True
    if short and line.words[0].bold and not before.words[-1].bold:
        return True  # the term of a list of definitions
    if cut or _runs_on(before, line):
        return False
    if before.size > _LARGER * text.size:
        return False
    return short or _indented(paragraph, line, ended)


def _marked(line: Piece) -> bool:
    return len(line.words) > 1 and MARKER.match(line.words[0].text) is not None


def _room(before: Piece, line: Piece, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line before."""
    first = line.words[0]
    return right - before.right > first.right - first.left + 0.7 * line.size


def _indented(paragraph: Paragraph, line: Piece, ended: bool) -> bool:
    """Whether the left edge of a line tells that a paragraph starts."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    shift = (line.left - last.left) / line.size
    if len(paragraph.lines) == 1:
        return shift > _INDENT and ended and not _marked(first)
    if shift > _INDENT:
        return True
    return shift < -_INDENT and abs(line.left - first.left) < 0.5 * line.size
