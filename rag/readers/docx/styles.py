"""The styles of a Word file: which are headings, which number their paragraphs."""

from __future__ import annotations

import re
from typing import Any

from rag.readers.docx.names import W, number, value

_HEADING = re.compile(r"(?:heading|titre|überschrift) ?([1-9])$")
# Kinds of styles, by their names in lower case.
CONTENTS = re.compile(r"(?:toc|tm|table of (?:figures|contents))\b")
CODE = re.compile(r".*(?:\bcode|verbatim|preformatted|préformaté)")
_DEEPEST = 20  # styles that are based on one another; a file may make a ring of them
_BODY_LEVEL = 9  # w:outlineLvl of text that is no heading


class Styles:
    """The paragraph styles by their identifiers, with what they take from those under them."""

    def __init__(self, root: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}

    def level(self, paragraph: Any) -> int:
        """The level of a heading from 1, 0 for a paragraph that is none."""
        told = number(value(paragraph, "pPr", "outlineLvl"))
        if told is not None:
            return told + 1 if told < _BODY_LEVEL else 0
        for style in self._chain(paragraph):
            name = (value(style, "name") or "").lower()
            if heading := _HEADING.match(name):
                return int(heading.group(1))
            if name in ("title", "titre"):
                return 1
            told = number(value(style, "pPr", "outlineLvl"))
            if told is not None:
                return told + 1 if told < _BODY_LEVEL else 0
        return 0

    def named(self, paragraph: Any, kind: re.Pattern[str]) -> bool:
        """Whether the name of the style of a paragraph, or of one under it, is of a kind."""
        names = ((value(style, "name") or "").lower() for style in self._chain(paragraph))
        return any(kind.match(name) for name in names)

    def numbered(self, paragraph: Any) -> tuple[str, int] | None:
        """The list that a paragraph is in and its depth from 0; ``None`` outside lists."""
        depth: int | None = None
        for holder in (paragraph, *self._chain(paragraph)):
            if depth is None:
                depth = number(value(holder, "pPr", "numPr", "ilvl"))
            found = value(holder, "pPr", "numPr", "numId")
            if found is not None:
                return None if found == "0" else (found, depth or 0)
        return None

    def _chain(self, paragraph: Any) -> list[Any]:
        """The style of a paragraph and those that it is based on."""
        name = value(paragraph, "pPr", "pStyle")
        chain: list[Any] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = value(chain[-1], "basedOn")
        return chain
