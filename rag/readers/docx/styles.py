"""The styles of a Word file: which are headings, and which number their paragraphs."""

from __future__ import annotations

import re
from typing import Any

from rag.language.any_language import any_form, any_word
from rag.language.documents.style_names import (
    CODE_STYLES,
    CONTENTS_STYLES,
    HEADING_STYLES,
    OTHER_HEADING_STYLES,
    TITLE_STYLES,
)
from rag.readers.docx.names import W, number, value

_HEADING = re.compile(rf"(?:{any_form(HEADING_STYLES)}|{OTHER_HEADING_STYLES}) ?([1-9])$")
_TITLES = any_word(TITLE_STYLES)
# Kinds of styles, by name in lower case.
CONTENTS = re.compile(rf"(?:{any_form(CONTENTS_STYLES)})\b")
CODE = re.compile(rf".*(?:{any_form(CODE_STYLES)})")
_DEEPEST = 20  # styles based on each other; a damaged file can have a cycle
_BODY_LEVEL = 9  # w:outlineLvl of body text


class Styles:
    """The paragraph styles, and what they inherit from the styles they are based on."""

    def __init__(self, root: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}

    def level(self, paragraph: Any) -> int:
        """The heading level of a paragraph, from 1; 0 if it is not a heading."""
        level = number(value(paragraph, "pPr", "outlineLvl"))
        if level is not None:
            return level + 1 if level < _BODY_LEVEL else 0
        for style in self._chain(paragraph):
            name = (value(style, "name") or "").lower()
            if heading := _HEADING.match(name):
                return int(heading.group(1))
            if name in _TITLES:
                return 1
            level = number(value(style, "pPr", "outlineLvl"))
            if level is not None:
                return level + 1 if level < _BODY_LEVEL else 0
        return 0

    def is_kind(self, paragraph: Any, kind: re.Pattern[str]) -> bool:
        """Whether the style of a paragraph, or one it is based on, is of a kind by its name."""
        names = ((value(style, "name") or "").lower() for style in self._chain(paragraph))
        return any(kind.match(name) for name in names)

    def list_position(self, paragraph: Any) -> tuple[str, int] | None:
        """The list of a paragraph and its depth, from 0; ``None`` outside lists."""
        depth: int | None = None
        for holder in (paragraph, *self._chain(paragraph)):
            if depth is None:
                depth = number(value(holder, "pPr", "numPr", "ilvl"))
            found = value(holder, "pPr", "numPr", "numId")
            if found is not None:
                return None if found == "0" else (found, depth or 0)
        return None

    def _chain(self, paragraph: Any) -> list[Any]:
        """The style of a paragraph and those it is based on, nearest first."""
        name = value(paragraph, "pPr", "pStyle")
        chain: list[Any] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = value(chain[-1], "basedOn")
        return chain
