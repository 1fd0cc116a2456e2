"""Which paragraphs of a PDF are headings, by its outline and by their font."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.language.any_language import any_form, any_word
from rag.language.documents.headings import BOX_LABELS, HEADING_WORDS
from rag.language.words import fold
from rag.readers.pdf.paragraphs import BodyStyle, Paragraph
from rag.readers.pdf.words import OutlineEntry

_LONGEST, _MOST_LINES = 200, 4  # characters and lines of a heading
_LARGER = 1.12  # of the body size
_DEEPEST = 6
_NUMBERED = re.compile(rf"(?:\W|\d|[ivxl]+\b|{any_form(HEADING_WORDS)})*")
_BETWEEN = re.compile(r"[\W_]+")
_LABELS = any_word(BOX_LABELS)
_CLOSED = re.compile(r"[.,;]$")

Levels = dict[int, int]
FontStyle = tuple[int, bool]  # font size in half points, whether bold


def headings(
    pages: Sequence[Sequence[tuple[Paragraph, str]]],
    text: BodyStyle,
    outline: Sequence[OutlineEntry],
) -> list[Levels]:
    """For each page, the levels of its headings, from 1, by the index of their paragraph.

    A paragraph that the outline names has the level of its entry. Others are headings if they
    are short and larger or bolder than the body text; their levels follow from their size.
    """
    by_page: dict[int, list[OutlineEntry]] = {}
    for entry in outline:
        by_page.setdefault(entry.index, []).append(entry)
    named = [_outline_levels(page, by_page.get(i, ())) for i, page in enumerate(pages)]
    styles = [
        {at: style for at, (p, words) in enumerate(page) if (style := _font_style(p, words, text))}
        for page in pages
    ]
    ranks = _ranks(styles, named)
    return [
        {at: found.get(at) or ranks[page_styles[at]] for at in sorted({*found, *page_styles})}
        for found, page_styles in zip(named, styles, strict=True)
    ]


def _outline_levels(
    page: Sequence[tuple[Paragraph, str]], entries: Sequence[OutlineEntry]
) -> Levels:
    """The levels of the paragraphs that the outline names, one for each entry, in order."""
    levels: Levels = {}
    start = 0
    shown = [_plain(text) if len(text) <= _LONGEST else "" for _, text in page] if entries else []
    for entry in entries:
        title = _plain(entry.title)
        places = (*range(start, len(shown)), *range(start))
        for at in places if title else ():
            if at not in levels and shown[at] == title:
                levels[at] = min(entry.level, _DEEPEST)
                start = at + 1
                break
    return levels


def _plain(text: str) -> str:
    """The words of a title without its number, folded."""
    folded = _BETWEEN.sub(" ", fold(text)).strip()
    return folded[match.end() :] if (match := _NUMBERED.match(folded)) else folded


def _font_style(paragraph: Paragraph, text: str, body: BodyStyle) -> FontStyle | None:
    """The size and weight of a paragraph that looks like a heading; ``None`` for others."""
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


def _ranks(
    styles: Sequence[Mapping[int, FontStyle]], named: Sequence[Levels]
) -> dict[FontStyle, int]:
    """The level of each style, from the largest; those in the outline have its levels."""
    outlined: dict[FontStyle, list[int]] = {}
    for page, levels in zip(styles, named, strict=True):
        for at, style in page.items():
            outlined.setdefault(style, []).extend([levels[at]] if at in levels else [])
    ranks: dict[FontStyle, int] = {}
    any_outlined, above = any(outlined.values()), 0
    for style in sorted(outlined, reverse=True):
        if found := sorted(outlined[style]):
            above = found[len(found) // 2]
            ranks[style] = above
        else:
            # Larger than all headings in the outline: the title. Smaller: below them.
            ranks[style] = min(above + 1, _DEEPEST)
            above += not any_outlined
    return ranks
