"""The title of a document: that of its field, its subject, a heading or its first line.

A citation names a document by its title. One that a program filled in, a date, a number or a
sentence of the text would name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.language.any_language import any_form
from rag.language.documents.datelines import DATE_WORDS
from rag.language.documents.headings import HEADING_WORDS
from rag.language.documents.letterheads import ORGANISATIONS, PAPER_NUMBER_SIGNS
from rag.language.documents.placeholders import EMPTY_FIELDS, PLACEHOLDER_TITLES
from rag.language.figures.dates import find_dates
from rag.language.rows import SEPARATOR
from rag.language.words import words
from rag.readers.clean import one_line
from rag.readers.content import HEADER_LEVEL
from rag.readers.letters import letter_subject
from rag.readers.metadata import is_date_line
from rag.records import Heading, Page

_LONGEST = 200  # characters of a title
_BEFORE = 300  # characters before a heading that can still be the title
_PROSE = 80  # characters of a line of text, or more: what stands under it is no title of the whole
_SENTENCE = 90  # characters of a first line that ends as a sentence does, or more: no title
_REST = 60  # characters of a first line in lower case, or more: it begins on another page
_COVER = 12  # lines at the start of a document among which its title is looked for
_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)\b.*"
    r"|.*\.(?:docx?|odt|pdf|rtf|txt|tex|indd|pptx?|xlsx?|html?|md|exe|dvi|e?ps|qxd|"
    r"p65|pub|wp[ds]|cdr|fm|tmp|bin|csv|pages|key|odp|ods)"
    rf"|(?:{any_form(PLACEHOLDER_TITLES)})(?: ?\w? ?\d*)?"
    rf"|\(?(?:{any_form(EMPTY_FIELDS)})\)?|[\W\d_]*|[\w-]*_[\w-]*)",
    re.IGNORECASE,
)
_DATED = re.compile(rf"^\W*(?:{any_form(DATE_WORDS)})\W*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(
    rf"(?:{any_form(HEADING_WORDS)}) (?:\d{{1,3}}|[ivxl]+|[a-z])[.:]?", re.IGNORECASE
)
_REFERENCE = re.compile(
    rf"\W*[^\W\d][^:.!?]{{0,40}}?(?:\b(?:{any_form(PAPER_NUMBER_SIGNS)})|#)? ?:"
    r"(?: ?[A-Z]{1,6} ?[–-])? ?\S*\d\S*"
    rf"|\W*[^\W\d][^:.!?]{{0,40}}? (?:{any_form(PAPER_NUMBER_SIGNS)}) ?\S*\d\S*"
    r"|(?:[^:.!?]{1,40}: ?)?\S+@\S+|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(rf"\W*(?:{any_form(ORGANISATIONS)})\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\S*[^\W\d_]\S*")
_MIN_DIGITS = 5  # of an identifier that belongs to one document
_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\u024f]")  # or a letter of another script
_BULLET = re.compile(r"^[•▪◦●○■–—-]\s+")
_TAIL = re.compile(r"\s*[_=~]{3,}$|[*∗†‡]+$")  # a rule, or the mark of a footnote
_ENDS_SENTENCE = re.compile(r"[.!?…][»”\"’')\]\s]*$")


def title(field: str | None, pages: Sequence[Page], issuer: str | None = None) -> str | None:
    """The title: that of the field, unless a program filled it in; else from the text.

    ``issuer`` is the body that a field names: websites give their name for a title.
    ``None`` for a document that starts with neither a heading nor a line that can be one.
    """
    text = one_line(field or "")
    first = next((page for page in pages if page.text.strip()), None)
    if text and not _JUNK.fullmatch(text) and not _is_of_another(text, first, issuer):
        return _short(text)
    if first is None:
        return None
    if len(pages) == 1 and (subject := letter_subject(first)) is not None:
        return _short(subject)
    found = _file_heading(text, first) or _main_heading(first) or _first_line(first)
    return _short(found) if found else None


def _is_of_another(field: str, first: Page | None, issuer: str | None) -> bool:
    """Whether a field names the issuer, or a number that the document does not have.

    The number stays in the field where a document was written over another.
    """
    if issuer is not None and field.casefold() == one_line(issuer).casefold():
        return True
    numbers = [
        each
        for each in _IDENTIFIER.findall(field)
        if sum(letter.isdigit() for letter in each) >= _MIN_DIGITS
    ]
    return first is not None and any(number not in first.text for number in numbers)


def _file_heading(field: str, first: Page) -> str | None:
    """The heading whose words are in the name of the file that a program put in the field."""
    named = {word.folded for word in words(field.replace("_", " "))}
    for heading in _headings(first):
        own = {word.folded for word in words(heading.title)}
        if len(own) > 1 and own <= named:
            return heading.title
    return None


def _headings(first: Page) -> list[Heading]:
    """The headings that can be the title: anywhere on a numbered page, else at the start.

    The heads of the columns of a table are none.
    """
    return [
        head
        for head in first.headings
        if head.level < HEADER_LEVEL and (first.number or head.start < _BEFORE)
    ]


def _main_heading(first: Page) -> str | None:
    """The highest heading of those before the text begins, or of all, with the lines it has."""
    heads = _headings(first)
    opening = list(_opening(first, heads)) or heads
    if not opening:
        return None
    main = min(opening, key=lambda heading: heading.level)
    after = heads[heads.index(main) + 1 :]
    return _with_next_line(first, main, after[0]) if after else main.title


def _opening(first: Page, heads: Sequence[Heading]) -> Iterator[Heading]:
    """The headings before the first long line of text under one of them."""
    end = 0
    for head in heads:
        between = first.text[end : head.start].split("\n")
        if any(len(line) >= _PROSE for line in between):
            return
        yield head
        end = head.start + len(head.title)


def _with_next_line(first: Page, main: Heading, after: Heading) -> str:
    """A heading with the one right under it, if that is its second line or it is only a number."""
    if first.text[main.start + len(main.title) : after.start].strip():
        return main.title
    if _NUMBER_ALONE.fullmatch(main.title.strip()):
        return f"{main.title.strip(' .:')} – {after.title}"
    second_line = after.level == main.level and after.title[:1].islower()
    return f"{main.title} {after.title}" if second_line else main.title


def _first_line(first: Page) -> str | None:
    """The first line of a document that can be its title."""
    lines = [one_line(line) for line in first.text.split("\n") if line.strip()][:_COVER]
    lines = [_TAIL.sub("", _BULLET.sub("", _undated(line))) for line in lines]
    numbered = False
    for at, line in enumerate(lines):
        if is_date_line(line) or _REFERENCE.fullmatch(line):
            numbered = True
        elif SEPARATOR.strip() in line.split() or not _WORD.search(line):
            continue
        elif not (numbered and _ORGANISATION.match(line) and line is not lines[-1]):
            return None if _is_prose(line) else _with_name(lines[at : at + 2])
    return None


def _with_name(lines: Sequence[str]) -> str:
    """A first line, with the next if it is only a number: "Chapter 1" and "The shore"."""
    first = lines[0]
    named = len(lines) > 1 and _NUMBER_ALONE.fullmatch(first) and not _is_prose(lines[1])
    return f"{first.strip(' .:')} – {lines[1]}" if named else first


def _is_prose(line: str) -> bool:
    """Whether a line is a whole sentence, or the rest of one that begins on another page."""
    if line[0].islower():
        return len(line) > _REST
    return len(line) > _SENTENCE and _ENDS_SENTENCE.search(line) is not None


def _undated(line: str) -> str:
    """A line without the label and date at its start ("date 2023-11 ...")."""
    label, found = _DATED.match(line), find_dates(line)
    if label and found and found[0].start == label.end():
        return line[found[0].end :].strip(" :–—-\t") or line
    return line


def _short(text: str) -> str:
    line = _TAIL.sub("", " ".join(text.split(" ")))
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
