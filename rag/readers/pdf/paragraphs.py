"""Lines of a page joined into paragraphs, so that every sentence is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from rag.readers.hyphens import HYPHENS
from rag.readers.pdf.columns import TextColumn
from rag.readers.pdf.pieces import MARKER, Piece
from rag.readers.pdf.pitch import GAP, WideSteps, line_steps, pitch_of, wide_steps

_USUAL_PITCH = 1.2  # of the font size, between lines, for documents with too few lines
_INDENT = 0.8  # of the font size
_HANGING = 1.5  # of the font size: so far can the lines below the first one of a cell stand out
_LISTED = 5  # lines, or more, of which one alone comes near the right edge are a list
_NEAR = 0.15  # of its length: how near to the edge the lines of a text with a ragged edge end
_SHORT = 40  # characters of a line
_FOOTNOTE = 0.92  # of the body size: smaller lines at the foot of a column are notes
_LARGER = 1.12  # of the body size: larger lines are headings
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]+|\[\d{1,3}\]|[¹²³⁴-⁹⁰]+)[.)]?")
_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")
_LEADERS = re.compile(r"\.{5,}|(?:\. ){4,}|…{2,}|_{4,}")


@dataclass(slots=True)
class Paragraph:
    """Lines read as one; ``apart`` is true if white space separates it from the one before."""

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
    """The most common font size of a document, in points, and line pitch, in font sizes."""

    size: float
    pitch: float


def body_style(pages: Iterable[Sequence[TextColumn]]) -> BodyStyle:
    """The font size and the pitch of most of the text of a document."""
    weights: dict[float, int] = {}
    steps: list[float] = []
    for columns in pages:
        for column in columns:
            for line in column.lines:
                size = round(line.size * 2) / 2
                weights[size] = weights.get(size, 0) + len(line.words)
            steps += [step / size for step, size in line_steps(column)]
    size = max(weights, key=lambda size: weights[size]) if weights else 10.0
    return BodyStyle(size, pitch_of(steps) or _USUAL_PITCH)


def paragraphs(columns: Sequence[TextColumn], text: BodyStyle) -> list[Paragraph]:
    """The paragraphs of a page in reading order, footnotes last."""
    found: list[Paragraph] = []
    before: TextColumn | None = None
    for column in _notes_last(columns):
        own = _column_paragraphs(column, text)
        flows = before is not None and before.flows and column.flows
        if before is not None and flows and _continues(found[-1], own[0], before.right):
            found[-1].lines += own[0].lines
            del own[0]
        found += own
        before = column
    return found


def _notes_last(columns: Sequence[TextColumn]) -> list[TextColumn]:
    """The columns, with the notes at their feet moved after all the text."""
    texts: list[TextColumn] = []
    notes: list[TextColumn] = []
    for column in columns:
        last = column is columns[-1] and not notes
        at = len(column.lines) if last else _first_note(column)
        if 0 < at < len(column.lines):
            texts.append(replace(column, lines=column.lines[:at]))
            notes.append(replace(column, lines=column.lines[at:]))
        else:
            texts.append(column)
    return texts + notes


def _first_note(column: TextColumn) -> int:
    """The index of the first line of the notes at the foot of a column; its length if none."""
    size = median(line.size for line in column.lines)
    at = len(column.lines)
    while at > 0 and column.lines[at - 1].size < _FOOTNOTE * size:
        at -= 1
    while at < len(column.lines) and not _NOTE_MARK.match(column.lines[at].words[0].text):
        at += 1
    return at


def _continues(before: Paragraph, after: Paragraph, right: float) -> bool:
    """Whether a paragraph at the end of a column continues at the top of the next.

    Its last line is then full: ``right`` is the right edge of its column.
    """
    last, first = before.lines[-1], after.lines[0]
    if before.turn != after.turn or abs(last.size - first.size) > 0.5:
        return False
    if last.mono or first.mono or last.bold != first.bold or "\t" in (*last.gaps, *first.gaps):
        return False
    if len(before.lines) > 2:
        right = max(line.right for line in before.lines)
    inside = not _ENDED.search(last.words[-1].text) and first.words[0].text[0].islower()
    return inside and not _room(last, first, right)


def _column_paragraphs(column: TextColumn, text: BodyStyle) -> list[Paragraph]:
    pitch = pitch_of([step / size for step, size in line_steps(column)]) or text.pitch
    found = [Paragraph([column.lines[0]], column.turn, True)]
    rights = _measures(column, pitch)
    wide = wide_steps(column, pitch)
    for line, right in zip(column.lines[1:], rights, strict=False):
        before = found[-1].lines[-1]
        if _is_widely_spaced(found[-1], line, column, wide):
            found[-1].lines.append(line)
        elif _apart(before, line, pitch):
            rows = "\t" in before.gaps and "\t" in line.gaps
            found.append(Paragraph([line], column.turn, not rows))
        elif _starts(found[-1], line, right, text):
            found.append(Paragraph([line], column.turn, False))
        else:
            found[-1].lines.append(line)
    return found


def _is_widely_spaced(
    paragraph: Paragraph, line: Piece, column: TextColumn, wide: WideSteps
) -> bool:
    """Whether a sentence goes on from a full line to the next in text set with wider lines.

    A capital can begin another paragraph, unless the lines above it or most of the column are
    set so.
    """
    before = paragraph.lines[-1]
    if "\t" in (*before.gaps, *line.gaps) or before.bold != line.bold or _marked(line):
        return False
    if abs(before.size - line.size) > 0.5 or before.mono or _room(before, line, column.right):
        return False
    run = [*paragraph.lines[-2:], line]
    steps = [(low.baseline - high.baseline) / max(low.size, 1.0) for high, low in pairwise(run)]
    set_wide = [step in wide for step in steps]
    if not set_wide[-1]:
        return False
    mostly = wide.mostly or (len(steps) > 1 and all(set_wide))
    inside = mostly and not _ENDED.search(before.words[-1].text)
    return inside or _continues_sentence(before, line)


def _measures(column: TextColumn, pitch: float) -> list[float]:
    """The right edge for each line: that of its run if this has three lines, or the column's.

    A list of short lines, as of an invoice, has no edge: its longest line is not full.
    """
    rights: list[float] = []
    run: list[Piece] = []
    for line in [*column.lines, None]:
        if run and (line is None or _apart(run[-1], line, pitch)):
            edge = max(other.right for other in run) if len(run) > 2 else column.right
            rights += [inf if _is_list(run, edge) else edge] * len(run)
            run = []
        if line is not None:
            run.append(line)
    return rights


def _is_list(run: Sequence[Piece], edge: float) -> bool:
    """Whether only one line of a run comes near its right edge, and that is a short line."""
    longest = max(run, key=lambda line: line.right)
    near = edge - _NEAR * (edge - longest.left)
    alone = len(run) >= _LISTED and sum(line.right > near for line in run) == 1
    return alone and len(longest.text) < _SHORT


def _apart(before: Piece, line: Piece, pitch: float) -> bool:
    """Whether white space or a change of style separates two lines."""
    step = line.baseline - before.baseline
    if step < 0 or step > GAP * pitch * max(before.size, line.size):
        return True
    if max(before.size, line.size) > 1.08 * min(before.size, line.size):
        return not _continues_sentence(before, line)
    return before.bold != line.bold and not _continues_sentence(before, line)


def _continues_sentence(before: Piece, line: Piece) -> bool:
    """Whether a sentence continues from one line to the next, judging by the words."""
    last, first = before.words[-1].text, line.words[0].text
    return first[0].islower() and not _ENDED.search(last)


def _starts(paragraph: Paragraph, line: Piece, right: float, text: BodyStyle) -> bool:
    """Whether a line close to the one before starts a new paragraph."""
    before = paragraph.lines[-1]
    if (before.mono and line.mono) or "\t" in before.gaps or _LEADERS.search(before.text):
        return not _cut_word(before, line, right)
    cut = before.words[-1].text.endswith(HYPHENS)
    if "\t" in line.gaps:
        return not cut and not _continues_sentence(before, line)
    ended = _ENDED.search(before.words[-1].text) is not None
    short = _room(before, line, right)
    if _marked(line) and (ended or short or _marked(paragraph.lines[0])):
        return True
    if short and line.words[0].bold and not before.words[-1].bold:
        return True  # the term of a list of definitions
    if cut or _continues_sentence(before, line):
        return False
    if before.size > _LARGER * text.size:
        return False
    return short or _indented(paragraph, line, ended)


def _cut_word(before: Piece, line: Piece, right: float) -> bool:
    """Whether a line of code or of a table, or behind a bullet, ends inside a word.

    A cell goes on below itself or at the left edge, and a full line of code at its own.
    """
    last, first = before.words[-1].text, line.words[0].text
    inside = last.endswith(HYPHENS) and last[-2:-1].isalpha() and first[0].islower()
    if not inside or "\t" in line.gaps:
        return False
    if "\t" not in before.gaps:
        return not _room(before, line, right)
    cell = len(before.gaps) - before.gaps[::-1].index("\t")
    hanging = abs(line.left - before.words[cell].left) < _HANGING * line.size
    return hanging or abs(line.left - before.left) < _INDENT * line.size


def _marked(line: Piece) -> bool:
    return len(line.words) > 1 and MARKER.match(line.words[0].text) is not None


def _room(before: Piece, line: Piece, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line before."""
    first = line.words[0]
    return right - before.right > first.right - first.left + 0.7 * line.size


def _indented(paragraph: Paragraph, line: Piece, ended: bool) -> bool:
    """Whether the left edge of a line shows that a paragraph starts."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    shift = (line.left - last.left) / line.size
    if len(paragraph.lines) == 1:
        return shift > _INDENT and ended and not _marked(first)
    if shift > _INDENT:
        return True
    return shift < -_INDENT and abs(line.left - first.left) < 0.5 * line.size
