"""The numbers and bullets that Word draws before the paragraphs of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rag.readers.docx.names import W, number, value

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How a depth of a list is numbered; ``text`` has ``%1`` where the first depth's stands."""

    kind: str
    text: str
    start: int


class Numbering:
    """The lists of a document, counted as their paragraphs are met."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            for abstract in root.iter(f"{W}abstractNum"):
                self._levels[abstract.get(f"{W}abstractNumId")] = _levels(abstract)
            for one in root.iter(f"{W}num"):
                self._lists[one.get(f"{W}numId")] = value(one, "abstractNumId") or ""

    def label(self, name: str, depth: int) -> str:
        """What stands before the next paragraph of a list at that depth; empty for nothing."""
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
            return _written(counts.get(at, other.start), other.kind)

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


def _written(count: int, kind: str) -> str:
    """A number as a list shows it."""
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(count) if kind == "lowerRoman" else _roman(count).upper()
    return f"{count:02}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (min(count, 4_999) // worth)
        count = min(count, 4_999) % worth
    return written
