"""The numbers and bullets that Word shows before list paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rag.readers.content import numeral
from rag.readers.docx.names import W, number, value

_PLACE = re.compile(r"%([1-9])")
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one depth of a list is numbered; ``%1`` in ``text`` is the number of the first depth."""

    kind: str
    text: str
    start: int


class Numbering:
    """The lists of a document; their paragraphs are counted in the order of ``label`` calls."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            for abstract in root.iter(f"{W}abstractNum"):
                self._levels[abstract.get(f"{W}abstractNumId")] = _levels(abstract)
            for each in root.iter(f"{W}num"):
                self._lists[each.get(f"{W}numId")] = value(each, "abstractNumId") or ""

    def label(self, name: str, depth: int) -> str:
        """The number or bullet of the next paragraph of a list, depth from 0; may be empty."""
        abstract = self._lists.get(name, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.kind == "bullet":
            return "•"
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

        def shown(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            other = levels.get(at, level)
            return numeral(counts.get(at, other.start), _FORMS.get(other.kind, "1"))

        return "" if level.kind == "none" else _PLACE.sub(shown, level.text)


def _levels(abstract: Any) -> dict[int, _Level]:
    return {
        number(level.get(f"{W}ilvl")) or 0: _Level(
            value(level, "numFmt") or "decimal",
            value(level, "lvlText") or "",
            start if (start := number(value(level, "start"))) is not None else 1,
        )
        for level in abstract.iter(f"{W}lvl")
    }
