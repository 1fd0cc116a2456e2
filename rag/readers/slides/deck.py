"""Slides as pages: the title of each is a heading, its notes come last under a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rag.messages import Message
from rag.readers.content import Block, join_blocks
from rag.records import Page

# The heading of the notes of a slide; the word is the same in French and in English.
_NOTES = "Notes"
_NOTES_LEVEL = 3
_MOST = 2_000  # slides of a file


@dataclass(frozen=True, slots=True)
class Slide:
    """What a slide shows: its title, its other blocks, and the notes of the speaker."""

    title: str = ""
    blocks: Sequence[Block] = field(default=())
    notes: Sequence[str] = field(default=())
    hidden: bool = False


def slide_pages(slides: Iterable[Slide], notices: list[Message]) -> Iterator[Page]:
    """A numbered page for each slide; one that is not shown is a page without text.

    The title of the first slide is a heading of level 1, those of the others of level 2. Adds
    what is left out to ``notices``.
    """
    hidden: list[str] = []
    for number, slide in enumerate(slides, 1):
        if number > _MOST:
            notices.append(Message("causes.many_slides", limit=_MOST))
            break
        if slide.hidden:
            hidden.append(str(number))
        yield join_blocks(() if slide.hidden else _blocks(slide, 1 if number == 1 else 2), number)
    if hidden:
        notices.append(Message("causes.hidden_slides", numbers=", ".join(hidden)))


def _blocks(slide: Slide, level: int) -> Iterator[Block]:
    yield Block(slide.title, level)
    yield from slide.blocks
    notes = [text for text in slide.notes if text.strip()]
    if notes:
        yield Block(_NOTES, _NOTES_LEVEL)
        yield from map(Block, notes)
