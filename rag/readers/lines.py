"""Lines that were broken for show, joined again so that every sentence is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.readers.hyphens import HYPHENS, link

_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")
_ITEM = re.compile(r"\s*(?:[-*•–—▪◦]|\(?(?:\d{1,3}|[a-z])[.)])\s")
# Characters: between these two, the longest line of a file is where its lines were broken.
_NARROWEST, _WIDEST = 40, 120


def runs_on(before: str, after: str) -> bool:
    """Whether the words tell that a sentence goes on over a line end."""
    start = after.lstrip()[:1]
    return start.islower() and not _ENDED.search(before)


def unbroken(text: str) -> str:
    """The text with the line ends inside sentences as blanks; other line ends stay."""
    lines = text.split("\n")
    joined = [lines[0]]
    for line in lines[1:]:
        if joined[-1].strip() and runs_on(joined[-1], line):
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(line.strip() for line in joined)


def unwrapped(lines: Sequence[str], width: int, known: frozenset[str]) -> str:
    """A paragraph whose lines were broken at a width, as long lines; items of lists stay apart.

    ``width`` is the longest line of the file and ``known`` its words, to settle hyphens.
    """
    return "\n".join(_unwrapped([line.rstrip() for line in lines], width, known))


def _unwrapped(lines: Sequence[str], width: int, known: frozenset[str]) -> Iterator[str]:
    text = lines[0].strip()
    for before, line in pairwise(lines):
        if width > _WIDEST or not _goes_on(before, line, width):
            yield text
            text = line.strip()
        else:
            text = _joined(text, line.strip(), known)
    yield text


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line goes on where the one before was full."""
    if _ITEM.match(line):
        return False
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    full = width >= _NARROWEST and len(before) + 1 + len(first) > width
    return full or runs_on(before, line)


def _joined(text: str, line: str, known: frozenset[str]) -> str:
    if text.endswith(HYPHENS):
        between = link(text.rsplit(maxsplit=1)[-1], line, known)
        if between is not None:
            return text[:-1] + between + line
    return f"{text} {line}"
