"""The sources of the sample library: fields at the head, then a few marks of Markdown.

Each file of ``sources/`` is named after what it becomes: ``faq.md.md`` is built as ``faq.md``.
The blocks are headings (``#``), paragraphs, list items (``-``, ``1.``), tables (``|``), a bar
chart (``!bars Caption | 2022 = 342 | 2023 = 388``) and, for PDF, ``+++ page`` and ``+++ body``:
a new page, and the end of the front matter, whose pages have Roman numbers. Straight
apostrophes become curly, and blanks that must not break are set by rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "table", "bars", "page", "body"]

_FIELD = re.compile(r"([a-z]+): (.+)")
_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = re.compile(r"(-|\d+\.) (.+)")
_INLINE = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")
_NBSP = "\u00a0"
# Where French and English want a space that does not break: the text before it, or after it.
_FRENCH = re.compile(
    r"(?<=«) | (?=[»:;!?%€])|(?<=\d) (?=\d{3}\b)|(?<=\bn°) |(?<=\bnos) (?=\d)|(?<=\bM\.) "
    r"|(?<=\bMme) |(?<=\bart\.) |(?<=\bp\.) (?=\d)|(?<=rticle) (?=\d)|(?<=\bh) (?=\d\d\b)"
    r"|(?<=\d) (?=h\b|km\b|[kM]€|millions?\b|euros?\b)"
)
_ENGLISH = re.compile(
    r"(?<=\bNo\.) |(?<=\bDr\.) |(?<=\bM[rs]\.) |(?<=rticle) (?=\d)|(?<=\d) (?=km\b)"
)


@dataclass(frozen=True, slots=True)
class CorpusBlock:
    """One block; ``level`` is that of a heading, ``marker`` that of an item."""

    kind: Kind
    text: str = ""
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusSource:
    """A document to build: ``name`` is the file name, ``fields`` the fields at its head."""

    name: str
    fields: dict[str, str]
    blocks: tuple[CorpusBlock, ...]

    @property
    def title(self) -> str:
        """The title, as the file states it."""
        return self.fields["title"]

    @property
    def issuer(self) -> str:
        """The body that publishes it."""
        return self.fields["issuer"]

    @property
    def language(self) -> str:
        """``fr`` or ``en``."""
        return self.fields["language"]

    @property
    def date(self) -> dt.date:
        """The day of the document."""
        return dt.date.fromisoformat(self.fields["date"])

    @property
    def stamp(self) -> dt.datetime:
        """The moment that its file gives: nine in the morning of its day."""
        return dt.datetime.combine(self.date, dt.time(9))

    @property
    def dateline(self) -> str:
        """The line that states the date as a reader sees it."""
        return self.fields["dateline"]


def load(path: Path) -> CorpusSource:
    """A source file read and set: no-break spaces where its language wants them."""
    head, _, rest = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    matches = filter(None, map(_FIELD.fullmatch, head.split("\n")))
    fields = {match[1]: match[2] for match in matches}
    language = fields["language"]
    fields = {name: spaced(value, language) for name, value in fields.items()}
    return CorpusSource(
        path.name.removesuffix(".md"), fields, tuple(_blocks(spaced(rest, language)))
    )


def spaced(text: str, language: str) -> str:
    """The text with no-break spaces by the typography of its language."""
    return (_FRENCH if language == "fr" else _ENGLISH).sub(_NBSP, text.replace("'", "’"))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a line, each with its style: ``""``, ``"bold"`` or ``"italic"``."""
    at = 0
    for match in _INLINE.finditer(text):
        yield text[at : match.start()], ""
        yield match.group(1) or match.group(2), "bold" if match.group(1) else "italic"
        at = match.end()
    yield text[at:], ""


def plain(text: str) -> str:
    """The line without its marks."""
    return "".join(piece for piece, _ in runs(text))


def sections(blocks: Sequence[CorpusBlock]) -> Iterator[tuple[str, list[CorpusBlock]]]:
    """The headings of level 2, each with the blocks below it."""
    starts = [at for at, each in enumerate(blocks) if each.level == 2]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield blocks[start].text, list(blocks[start + 1 : end])


def is_note(block: CorpusBlock) -> bool:
    """Whether a block is what the speaker of a slide says: it starts with ">"."""
    return block.text.startswith("> ")


def _blocks(text: str) -> Iterator[CorpusBlock]:
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = chunk.split("\n")
        if lines[0].startswith("|"):
            rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines]
            yield CorpusBlock("table", rows=tuple(row for row in rows if set(row[0]) - set("-: ")))
        elif lines[0].startswith("!bars "):
            caption, *bars = lines[0].removeprefix("!bars ").split(" | ")
            pairs = (bar.split(" = ") for bar in bars)
            yield CorpusBlock("bars", caption, rows=tuple((label, value) for label, value in pairs))
        elif lines[0].startswith("+++ "):
            yield CorpusBlock("page" if lines[0] == "+++ page" else "body")
        elif match := _HEADING.fullmatch(chunk):
            yield CorpusBlock("heading", match.group(2), level=len(match.group(1)))
        elif _ITEM.fullmatch(lines[0]):
            yield from _items(lines)
        else:
            yield CorpusBlock("paragraph", " ".join(lines))


def _items(lines: list[str]) -> Iterator[CorpusBlock]:
    """Items of a list; a line without a mark goes on with the item above it."""
    marker, text = "", ""
    for line in lines:
        if match := _ITEM.fullmatch(line):
            if text:
                yield CorpusBlock("item", text, marker=marker)
            marker, text = match.groups()
        else:
            text = f"{text} {line.strip()}"
    yield CorpusBlock("item", text, marker=marker)
