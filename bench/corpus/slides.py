"""Sources as presentations, PPTX and ODP: a slide for each section, its notes after ">"."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Cm, Pt

from bench.corpus.odt import XML, meta, odt_blocks, odt_names, paragraph
from bench.corpus.packing import packed, repacked
from bench.corpus.source import CorpusBlock, CorpusSource, is_note, plain, sections
from bench.corpus.word import SEA

_LEFT, _TOP, _WIDTH, _HEIGHT = 1.5, 4.5, 22.4, 4.0  # cm
_PRESENTATION = "application/vnd.oasis.opendocument.presentation"


def pptx(source: CorpusSource) -> bytes:
    """A title slide, then a slide for each section; the same bytes for the same source."""
    deck = Presentation()
    about = deck.core_properties
    about.title, about.author, about.language = source.title, source.issuer, source.language
    about.created = about.modified = source.stamp
    about.last_modified_by = source.issuer
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = source.title
    first.placeholders[1].text = f"{source.issuer}\n{source.dateline}"
    for heading, blocks in sections(source.blocks):
        _pptx_slide(deck, heading, [each for each in blocks if not is_note(each)])
        notes = [plain(each.text).removeprefix("> ") for each in blocks if is_note(each)]
        if notes:
            deck.slides[-1].notes_slide.notes_text_frame.text = "\n".join(notes)
    stored = io.BytesIO()
    deck.save(stored)
    return repacked(stored.getvalue(), without=("docProps/thumbnail.jpeg",))


def _pptx_slide(deck: Any, heading: str, blocks: Sequence[CorpusBlock]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = heading
    slide.shapes.title.text_frame.paragraphs[0].font.color.rgb = RGBColor.from_string(SEA)
    lines = [plain(each.text) for each in blocks if each.kind != "table"]
    body = slide.placeholders[1]
    body.left, body.top, body.width = Cm(_LEFT), Cm(_TOP), Cm(_WIDTH)
    body.height = Cm(2 * len(lines))
    body.text_frame.text = "\n".join(lines)
    for each in body.text_frame.paragraphs:
        each.font.size = Pt(22)
    for table in (each for each in blocks if each.kind == "table"):
        size = len(table.rows), len(table.rows[0])
        frame = slide.shapes.add_table(*size, Cm(_LEFT), Cm(10), Cm(_WIDTH), Cm(_HEIGHT))
        for at, row in enumerate(table.rows):
            for column, text in enumerate(row):
                frame.table.cell(at, column).text = text


def odp(source: CorpusSource) -> bytes:
    """The same as an ODP 1.2."""
    slides = [_odp_slide(1, source.title, [CorpusBlock("paragraph", source.dateline)])]
    for number, (heading, blocks) in enumerate(sections(source.blocks), 2):
        slides.append(_odp_slide(number, heading, blocks))
    content = (
        f'{XML}<office:document-content {odt_names()} office:version="1.2"><office:body>'
        f"<office:presentation>{''.join(slides)}</office:presentation></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": _PRESENTATION, "content.xml": content, "meta.xml": meta(source)}
    return packed([(name, text.encode()) for name, text in parts.items()], first="mimetype")


def _odp_slide(number: int, heading: str, blocks: Sequence[CorpusBlock]) -> str:
    shapes = "".join(_odp_shapes(blocks))
    notes = "".join(paragraph(each.text.removeprefix("> ")) for each in blocks if is_note(each))
    spoken = f"<presentation:notes>{_frame(notes, 'notes', 15.0)}</presentation:notes>"
    title = _frame(paragraph(heading), "title", 1.0)
    return (
        f'<draw:page draw:name="page{number}">{title}{shapes}{spoken if notes else ""}</draw:page>'
    )


def _odp_shapes(blocks: Sequence[CorpusBlock]) -> Iterator[str]:
    shown = [each for each in blocks if not is_note(each)]
    for at, (is_table, group) in enumerate(groupby(shown, lambda each: each.kind == "table")):
        inner = "".join(odt_blocks(group))
        top = _TOP + at * _HEIGHT
        yield _frame(inner, "", top) if is_table else _frame(inner, "outline", top)


def _frame(inner: str, kind: str, top: float) -> str:
    place = f'svg:x="{_LEFT}cm" svg:y="{top}cm" svg:width="{_WIDTH}cm" svg:height="{_HEIGHT}cm"'
    box = f"<draw:text-box>{inner}</draw:text-box>" if kind else inner
    named = f' presentation:class="{kind}"' if kind else ""
    return f"<draw:frame{named} {place}>{box}</draw:frame>"
