"""Lines that were broken for layout, joined again so that every sentence is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.readers.cuts import is_cut
from rag.readers.hyphens import HYPHENS, hyphen_between

_ENDED = re.compile(r"[.!?:;…][»”\"’')\]\s]*$")
_ITEM = re.compile(r"\s*(?:[-*•–—▪◦]|\(?(?:\d{1,3}|[a-z])[.)])\s")
# Characters: if the longest line of a file is between these two, its lines were wrapped there.
_NARROWEST, _WIDEST = 40, 120


def continues_sentence(before: str, after: str) -> bool:
    """Whether a sentence continues over a line end, judging by the words around it."""
    start = after.lstrip()[:1]
    return start.islower() and not _ENDED.search(before)


def join_broken_lines(text: str) -> str:
    """The text with spaces for the line ends inside sentences; other line ends stay."""
    lines = text.split("\n")
    joined = [lines[0]]
    for line in lines[1:]:
        if joined[-1].strip() and continues_sentence(joined[-1], line):
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(line.strip() for line in joined)


def unwrap(lines: Sequence[str], width: int, known: frozenset[str]) -> str:
    """A paragraph whose lines were wrapped, as long lines; list items stay on their own lines.

    ``width`` is the length of the file's longest line, in characters, and ``known`` its
    vocabulary, to decide hyphens.
    """
    return "\n".join(_unwrap([line.rstrip() for line in lines], width, known))


def _unwrap(lines: Sequence[str], width: int, known: frozenset[str]) -> Iterator[str]:
    text = lines[0].strip()
    for before, line in pairwise(lines):
        if width > _WIDEST or not _continues(before, line, width):
            yield text
            text = line.strip()
        else:
            text = _joined(text, line.strip(), known)
    yield text


def _continues(before: str, line: str, width: int) -> bool:
    """Whether a line continues the one before, which was full or ended inside a sentence."""
    if _ITEM.match(line):
        return False
    first = line.split(maxsplit=1)[0] if line.strip() else ""
    full = width >= _NARROWEST and len(before) + 1 + len(first) > width
    return full or continues_sentence(before, line)


def _joined(text: str, line: str, known: frozenset[str]) -> str:
    last = text.rsplit(maxsplit=1)[-1]
    if is_cut(last, line):
        return f"{text}{line}"
    if text.endswith(HYPHENS):
        between = hyphen_between(last, line, known)
        if between is not None:
            return text[:-1] + between + line
    return f"{text} {line}"
