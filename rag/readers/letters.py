"""The subject of a letter or form of one page, which starts with a letterhead and not a title."""

from __future__ import annotations

import re
from itertools import pairwise

from rag.language.any_language import any_form
from rag.language.documents.letterheads import (
    NUMBERED_PAPERS,
    ORGANISATIONS,
    PAPER_NUMBER_SIGNS,
    SUBJECT_LABELS,
)
from rag.readers.clean import one_line
from rag.records import Page

_HEAD = 1_500  # characters of a page in which the subject stands
_ORGANISATION = re.compile(rf"\W*(?:{any_form(ORGANISATIONS)})\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?:{any_form(SUBJECT_LABELS)}) ?[:–—] ?(\S.{{3,150}})", re.IGNORECASE)
_PAPER = re.compile(
    rf"(?:{any_form(NUMBERED_PAPERS)})(?: \w+){{0,3}} "
    rf"(?:{any_form(PAPER_NUMBER_SIGNS)}) ?\d[\w/.-]*",
    re.IGNORECASE,
)


def letter_subject(page: Page) -> str | None:
    """The subject of a page: that of its label, a heading under the letterhead, or its number.

    ``None`` if the page does not start as a letter does, and has no line for its subject.
    """
    lines = [one_line(line) for line in page.text[:_HEAD].split("\n") if line.strip()]
    labelled = next((found for line in lines if (found := _SUBJECT.fullmatch(line))), None)
    if labelled is not None:
        return labelled.group(1)
    if not lines or not _ORGANISATION.match(lines[0]):
        return None
    return _heading_below(page) or next((line for line in lines if _PAPER.fullmatch(line)), None)


def _heading_below(page: Page) -> str | None:
    """The heading right under another one that starts the page."""
    for first, second in pairwise(page.headings[:2]):
        between = page.text[first.start + len(first.title) : second.start]
        if not page.text[: first.start].strip() and not between.strip():
            return second.title
    return None
