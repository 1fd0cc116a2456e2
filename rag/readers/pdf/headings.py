"""Which paragraphs of a PDF are headings, by its outline and by their letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.language.words import fold
from rag.readers.pdf.paragraphs import BodyStyle, Paragraph
from rag.readers.pdf.words import OutlineEntry

_LONGEST, _MOST_LINES = 200, 4  # characters and lines of a heading
_LARGER = 1.12  # of the size of the text
_DEEPEST = 6
_NUMBERED = re.compile(r"(?:\W|\d|[ivxl]+\b|chapitre|chapter|section|annexe|appendix|partie|part)*")
_BETWEEN = re.compile(r"[\W_]+")
# Labels over boxes: what follows the box is not under them.
_LABELS = frozenset(
    """note notes nota avertissement attention astuce important importante remarque conseil danger
    warning caution tip hint remark information""".split()
)
_CLOSED = re.compile(r"[.,;]$")

Levels = dict[int, int]
TextLook = tuple[int, bool]  # size in half points, whether bold


def headings(
    pages: Sequence[Sequence[tuple[Paragraph, str]]],
    text: BodyStyle,
    outline: Sequence[OutlineEntry],
) -> list[Levels]:
    """For each page, the level from 1 of each paragraph that is a heading, by its place.

    A paragraph named by the outline has its level there; the others are headings where they
    are short and larger or bolder than the text, and rank below by their size.
    """
    by_page: dict[int, list[OutlineEntry]] = {}
    for mark in outline:
        by_page.setdefault(mark.index, []).append(mark)
    named = [_named(page, by_page.get(i, ())) for i, page in enumerate(pages)]
    looks = [
        {at: look for at, (p, words) in enumerate(page) if (look := _look(p, words, text))}
        for page in pages
    ]
    ranks = _ranks(looks, named)
    return [
        {at: found.get(at) or ranks[page_looks[at]] for at in sorted({*found, *page_looks})}
        for found, page_looks in zip(named, looks, strict=True)
    ]


def _named(page: Sequence[tuple[Paragraph, str]], marks: Sequence[OutlineEntry]) -> Levels:
    """The paragraphs that an outline names, a mark each, in order."""
    levels: Levels = {}
    start = 0
    shown = [_plain(text) if len(text) <= _LONGEST else "" for _, text in page] if marks else []
    for mark in marks:
        title = _plain(mark.title)
        places = (*range(start, len(shown)), *range(start))
        for at in places if title else ():
            if at not in levels and shown[at] == title:
                levels[at] = min(mark.level, _DEEPEST)
                start = at + 1
                break
    return levels


def _plain(text: str) -> str:
    """The words of a title without its number, folded."""
    folded = _BETWEEN.sub(" ", fold(text)).strip()
    return folded[match.end() :] if (match := _NUMBERED.match(folded)) else folded


def _look(paragraph: Paragraph, text: str, body: BodyStyle) -> TextLook | None:
    """The size in half points and weight of a paragraph that looks like a heading."""
    if len(text) > _LONGEST or len(paragraph.lines) > _MOST_LINES or paragraph.turn:
        return None
    lines = paragraph.lines
    if any(line.mono or "\t" in line.gaps for line in lines) or _CLOSED.search(text):
        return None
    if sum(c.isalpha() for c in text) < max(3, len(text) // 3) or _plain(text) in _LABELS:
        return None
    bold = paragraph.bold
    if paragraph.size > _LARGER * body.size or (bold and paragraph.size > 0.97 * body.size):
        return round(paragraph.size * 2), bold
    return None


def _ranks(looks: Sequence[Mapping[int, TextLook]], named: Sequence[Levels]) -> dict[TextLook, int]:
    """The level of each look, largest first, and of those in the outline as it says."""
    told: dict[TextLook, list[int]] = {}
    for page, levels in zip(looks, named, strict=True):
        for at, look in page.items():
            told.setdefault(look, []).extend([levels[at]] if at in levels else [])
    ranks: dict[TextLook, int] = {}
    outlined, above = any(told.values()), 0
    for look in sorted(told, reverse=True):
        if levels_told := sorted(told[look]):
            above = levels_told[len(levels_told) // 2]
            ranks[look] = above
        else:
            # Larger than all that the outline names: the title. Smaller: under what it names.
            ranks[look] = min(above + 1, _DEEPEST)
            above += not outlined
    return ranks
