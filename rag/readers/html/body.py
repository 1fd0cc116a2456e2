"""An HTML tree as blocks in reading order, in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rag.readers.content import Block, numeral
from rag.readers.html.grid import cell_text, grid, marked_heads
from rag.readers.html.tree import Steps
from rag.readers.html.visible import UNREAD, Visibility, is_menu, is_note_mark, main_element
from rag.readers.lines import join_broken_lines
from rag.readers.whole_rows import table_as_it_is

_BREAK = "\v"  # stands for a line end of the author until blanks are collapsed
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = ("ul", "menu", "dir", "ol")
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form header hr html legend li main menu nav ol p pre section summary
    table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6""".split()
)


@dataclass(slots=True)
class HtmlText:
    """The blocks of a document, and its invisible text."""

    blocks: list[Block] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def body(root: Any) -> HtmlText:
    """The main text of an HTML tree."""
    reader = _BodyReader(Visibility(root))
    reader.read(main_element(root))
    return reader.body


@dataclass(slots=True)
class _List:
    """An open list: the number of its next item (0 for bullets), and the form of numbers."""

    number: int
    form: str
    items: int = 0


class _BodyReader:
    """The state of one pass over a tree: the current block and the open lists."""

    def __init__(self, visibility: Visibility) -> None:
        self.body = HtmlText()
        self._visibility = visibility
        self._inline: list[str] = []
        self._level = 0
        self._lists: list[_List] = []
        self._marker = ""
        self._close = False
        self._code = 0

    def read(self, root: Any) -> None:
        """Reads everything under an element."""
        steps = Steps(root)
        for event, element in steps:
            if event == "end":
                self._leave(element)
                self._text(element.tail if element is not root else None)
            elif element is root or self._enter(element):
                self._text(element.text)
            else:
                steps.skip()
        self._flush()

    def _enter(self, element: Any) -> bool:
        """Starts an element; whether its content is read as running text."""
        tag = element.tag
        if tag in UNREAD or is_menu(element) or is_note_mark(element):
            return False
        if self._visibility.hides(element):
            self.body.hidden.append("".join(element.itertext()))
            return False
        if tag in BLOCKS:
            self._flush()
        if tag == "table" and (rows := grid(element, self._visibility)) is not None:
            for caption in element.iterchildren("caption"):
                self.body.blocks.append(Block(cell_text(caption, self._visibility)))
            self.body.blocks += table_as_it_is(rows, marked_heads(element, self._visibility))
            return False
        self._open(element, tag)
        return True

    def _open(self, element: Any, tag: str) -> None:
        if tag == "br":
            self._inline.append(_BREAK)
        elif tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag in _LISTS:
            start = element.get("start", "1")
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            self._lists.append(_List(first if tag == "ol" else 0, element.get("type", "1")))
        elif tag == "li" and self._lists:
            self._item(self._lists[-1])
        elif tag == "dd":
            self._close = True
        elif tag == "pre":
            self._code += 1

    def _item(self, parent: _List) -> None:
        self._marker = f"{numeral(parent.number, parent.form)}. " if parent.number else "• "
        self._close = parent.items > 0 or len(self._lists) > 1
        parent.items += 1
        parent.number += parent.number > 0

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "pre" and self._code:
            self._code -= 1
        if tag in ("li", "dd"):
            self._marker, self._close = "", False

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.append(text.replace("\n", _BREAK) if self._code else text)

    def _flush(self) -> None:
        """Ends the current block."""
        text = "".join(self._inline)
        self._inline.clear()
        text = _code_lines(text) if self._code else _running_text(text)
        if text:
            self.body.blocks.append(Block(self._marker + text, self._level, self._close))
            self._marker, self._close = "", False
            self._level = 0


def _running_text(text: str) -> str:
    """Text with blanks collapsed as browsers do; line ends of the author stay."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in text.split(_BREAK))
    return join_broken_lines("\n".join(lines)).strip("\n")


def _code_lines(text: str) -> str:
    """Code: its lines unchanged, without blank lines at either end."""
    return "\n".join(line.rstrip() for line in text.split(_BREAK)).strip("\n")
