"""The styles of an OpenDocument file: titles, hidden text, and how lists are numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.readers.content import numeral
from rag.readers.opendocument.names import FO, PRESENTATION, STYLE, TABLE, TEXT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 40  # styles based on each other; a damaged file can have a cycle


class OpenDocumentStyles:
    """What the styles of a file define: titles, hidden text, and how lists are numbered.

    White text is hidden where ``on_paper``: sheets and slides have fields of other colours.
    """

    def __init__(self, roots: list[Element], *, on_paper: bool) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._lists: dict[str, list[tuple[str, str]]] = {}  # form and suffix by depth
        self.undisplayed: set[str] = set()  # styles of sheets and slides that are not shown
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                name = style.get(f"{STYLE}name", "")
                self._parents[name] = style.get(f"{STYLE}parent-style-name", "")
                words = style.iter(f"{STYLE}text-properties")
                if any(_is_hiding(each, on_paper=on_paper) for each in words):
                    self._hidden.add(name)
                if any(map(_is_undisplayed, style)):
                    self.undisplayed.add(name)
            for each in root.iter(f"{TEXT}list-style"):
                self._lists[each.get(f"{STYLE}name", "")] = [_numbers(level) for level in each]

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph style is, or is based on, the style for document titles."""
        for _ in range(_DEEPEST):
            if name == "Title":
                return True
            name = self._parents.get(name or "")
        return False

    def hides(self, element: Element) -> bool:
        """Whether the text of an element is invisible."""
        return element.get(f"{TEXT}style-name") in self._hidden

    def marker(self, name: str | None, depth: int, count: int) -> str:
        """The number or bullet before an item of a list; depth from 0, count from 1."""
        levels = self._lists.get(name or "", [])
        form, suffix = levels[depth] if depth < len(levels) else ("", "")
        return f"{numeral(count, form)}{suffix}" if form else "•"


def _is_hiding(properties: Element, *, on_paper: bool) -> bool:
    size = properties.get(f"{FO}font-size", "")
    tiny = size in ("0pt", "0.5pt", "1pt", "1.5pt")
    pale = properties.get(f"{FO}color", "").lower() == "#ffffff"
    alone = properties.get(f"{FO}background-color", "transparent") == "transparent"
    return properties.get(f"{TEXT}display") == "none" or tiny or (on_paper and pale and alone)


def _is_undisplayed(properties: Element) -> bool:
    sheet = properties.get(f"{TABLE}display") == "false"
    return sheet or properties.get(f"{PRESENTATION}visibility") == "hidden"


def _numbers(level: Element) -> tuple[str, str]:
    """The form of the numbers at a depth of a list, and their suffix; no form for bullets."""
    if level.tag != f"{TEXT}list-level-style-number":
        return "", ""
    return level.get(f"{STYLE}num-format", ""), level.get(f"{STYLE}num-suffix", "")
