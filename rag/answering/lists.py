"""The lists and tables of a page: its lines, each under the line that introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.language.documents.lists import ANNOUNCES, ITEM, ITEM_END, ROMAN
from rag.language.rows import are_heads
from rag.language.sentences import sentences
from rag.records import Heading, Offsets, Page

# Characters of the page that are read on each side of a sentence.
_REACH = 4_000
_LINE = re.compile(r"\S[^\n]*")
_ENDED = re.compile(r"[.!?…;,][»”\"’')\]\s]*$")
_FULL_STOP = re.compile(r"[.!?…][»”\"’')\]\s]*$")
# The first character of prose: a letter, a figure, an opening bracket or quotation mark.
_PROSE = re.compile(r"[\w«“\"'(]")
# The row of a table: cells parted by bars or tabs. A blank cell leaves two bars.
_ROW = re.compile(r"\t|\S \| \S")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, ``Page.text[start:end]``, and its place in the lists of the page.

    ``mark`` is the kind of its item mark: "•", "1.", "(a)", "(i)"; "row" for the row of a table,
    "plain" for an item without a mark, "" for a line that is no item. ``parent`` is the number of
    the line above it in the outline, ``None`` if there is none. ``heading`` is its heading, of
    which the column heads of a table are one. ``ended`` says that it ends in a full stop: then it
    introduces nothing.
    """

    start: int
    end: int
    mark: str
    parent: int | None
    heading: Heading | None = None
    ended: bool = False

    @property
    def has_column_heads(self) -> bool:
        """Whether the line holds the column heads of a table."""
        return self.heading is not None and self.heading.end is not None


def read_lines(page: Page, span: Offsets) -> list[Line]:
    """The lines around a span of a page, in order."""
    lines: list[Line] = []
    above: list[int] = []  # the lines that may introduce the next one, the outermost first
    spans = list(_line_spans(page.text, span))
    spans = [*_distant_heads(page, spans[0][0], span[0]), *spans]
    headings = [one for one in page.headings if spans[0][0] <= one.start < spans[-1][1]]
    for start, end in spans:
        heading = _heading(page.text[start:end], (h for h in headings if start <= h.start < end))
        over = (place for place, n in enumerate(above) if _is_over(lines[n], start))
        above = above[: next(over, len(above))]  # a table that has ended goes with its rows
        line = _placed(page.text, lines, above, Line(start, end, "", None, heading))
        above = _above_next(page.text, line, above, len(lines))
        lines.append(line)
    return lines


def line_at(lines: Sequence[Line], offset: int) -> int | None:
    """The number of the line that holds an offset of the page."""
    return next((n for n, line in enumerate(lines) if line.start <= offset < line.end), None)


def introducing(lines: Sequence[Line], number: int) -> list[int]:
    """The lines that introduce a line, the outermost first."""
    parent = lines[number].parent
    if parent is None or lines[parent].ended:
        return []
    return [*introducing(lines, parent), parent]


def introduced(lines: Sequence[Line], number: int) -> list[int]:
    """The lines that a line introduces, and those that these introduce, in order.

    A heading without a list is none of them: it opens the next section.
    """
    inside = {number}
    for n in range(number + 1, len(lines)):
        parent = lines[n].parent
        if parent in inside and not lines[parent].ended:
            inside.add(n)
    parents = {lines[n].parent for n in inside}
    return sorted(n for n in inside - {number} if lines[n].heading is None or n in parents)


def last_sentence(text: str, line: Line) -> Offsets:
    """The last sentence of a line: the one that introduces what follows."""
    start, end = sentences(text[line.start : line.end])[-1]
    return line.start + start, line.start + end


def item_mark(text: str) -> str:
    """The mark at the start of a text, as it is written; "" if there is none."""
    found = ITEM.match(text)
    return found[0] if found else ""


def is_row(text: str) -> bool:
    """Whether a line is the row of a table."""
    return _ROW.search(text) is not None


def _line_spans(text: str, span: Offsets) -> Iterator[Offsets]:
    first = text.rfind("\n", 0, max(0, span[0] - _REACH)) + 1
    for match in _LINE.finditer(text, first):
        if match.start() > span[1] + _REACH:
            return
        yield match.start(), match.start() + len(match[0].rstrip())


def _heading(line: str, found: Iterable[Heading]) -> Heading | None:
    """The heading that a line is; column heads that stand on another page are none."""
    return next((one for one in found if one.end is None or are_heads(line, one.title)), None)


def _distant_heads(page: Page, first: int, at: int) -> Iterator[Offsets]:
    """The lines before the first one that hold the column heads of the table at an offset."""
    for one in page.headings:
        if one.end is not None and one.start < first and at < one.end:
            end = page.text.find("\n", one.start)
            yield one.start, end if end >= 0 else len(page.text)


def _is_over(line: Line, start: int) -> bool:
    """Whether a table has ended before an offset."""
    return line.heading is not None and line.heading.end is not None and line.heading.end <= start


def _placed(text: str, lines: Sequence[Line], above: Sequence[int], line: Line) -> Line:
    """A line with its mark and its place under the lines above it."""
    parent = above[-1] if above else None
    if line.heading is not None:
        titles_list = line.has_column_heads or _ends_in_colon(text, lines, parent)
        return replace(line, parent=parent if titles_list else None)
    words = text[line.start : line.end]
    mark = _kind(words, [lines[n] for n in above], text)
    if not mark and parent is not None and _is_plain_item(text, lines, parent, line):
        mark = "plain"
    siblings = [n for n in above if mark and lines[n].mark == mark]
    parent = lines[siblings[-1]].parent if siblings else parent
    ended = _FULL_STOP.search(words) is not None and not ANNOUNCES.search(words)
    return replace(line, mark=mark, parent=parent if mark else None, ended=ended)


def _ends_in_colon(text: str, lines: Sequence[Line], number: int | None) -> bool:
    """Whether a line is the last one so far and ends in a colon."""
    if number is None or number != len(lines) - 1:
        return False
    return leads_in(text[lines[number].start : lines[number].end])


def leads_in(text: str) -> bool:
    """Whether a text ends in a colon or a dash, with words since the colon before."""
    text = text.rstrip()
    return (
        text.endswith((":", "—", "–")) and _LETTER.search(text[:-1].rpartition(":")[2]) is not None
    )


def _above_next(text: str, line: Line, above: Sequence[int], number: int) -> list[int]:
    """The lines that may introduce the line after this one."""
    if line.mark or line.has_column_heads or line.parent is not None:
        kept = above[: above.index(line.parent) + 1] if line.parent is not None else ()
        return [*kept, number]
    return [number] if line.heading or _may_introduce(text[line.start : line.end]) else []


def _may_introduce(text: str) -> bool:
    """Whether a line that is no item may introduce a list: it ends in a colon, or has no end."""
    if leads_in(text) or ANNOUNCES.search(text):
        return True
    prose = _PROSE.match(text) is not None and len(_WORD.findall(text)) > 1
    return prose and not _ENDED.search(text)


def _is_plain_item(text: str, lines: Sequence[Line], above: int, line: Line) -> bool:
    """Whether a line without a mark is an item: after a colon, or after another such item.

    A whole sentence in a paragraph of its own is none, unless it is a quotation.
    """
    before = lines[above]
    if above != len(lines) - 1:
        return False
    close = "\n\n" not in text[before.end : line.start]
    last, words = text[before.start : before.end], text[line.start : line.end]
    if before.mark == "plain":
        return ITEM_END.search(last) is not None or (close and not _ENDED.search(last))
    quotation = words.startswith(("«", "“", '"'))
    return leads_in(last) and (close or quotation or not _FULL_STOP.search(words))


def _kind(line: str, above: Sequence[Line], text: str) -> str:
    """The kind of the mark of a line, "" if it has none."""
    found = ITEM.match(line)
    if found is None or not found[0]:
        return "row" if is_row(line) else ""
    number = found["number"]
    if not number:
        return str(found["bullet"])
    opening, closing = found["open"] or "", found["close"]
    if number.isdigit():
        return f"{opening}1{closing}"
    letter = f"{opening}{'a' if number.islower() else 'A'}{closing}"
    if ROMAN.fullmatch(number) and not _follows(number, letter, above, text):
        return f"{opening}{'i' if number.islower() else 'I'}{closing}"
    return letter


def _follows(number: str, mark: str, above: Sequence[Line], text: str) -> bool:
    """Whether a letter follows an item with the letter before it: (i) after (h)."""
    before = [ITEM.match(text, line.start) for line in above if line.mark == mark]
    last = before[-1] if before else None
    return len(number) == 1 and last is not None and last["number"] == chr(ord(number) - 1)
