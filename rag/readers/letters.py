"""The subject of a letter or form of one page, which starts with a letterhead and not a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.language.any_language import any_form, any_word
from rag.language.documents.letterheads import (
    NUMBERED_PAPERS,
    ORGANISATIONS,
    PAPER_NUMBER_SIGNS,
    SUBJECT_LABELS,
)
from rag.language.figures.dates import find_dates
from rag.language.questions.document_kinds import DOCUMENT_KINDS
from rag.language.words import words
from rag.readers.clean import one_line
from rag.records import Heading, Page

_KINDS = any_word(DOCUMENT_KINDS)
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
    """The heading right under a letterhead that starts the page.

    A heading that says what the document is, or over several others, is its title: "Office of
    Forests. Annual report 2022".
    """
    for first, second in pairwise(page.headings[:2]):
        if _names_document(first.title) or _is_one_of_several(second, page.headings[2:]):
            return None
        between = page.text[first.start + len(first.title) : second.start]
        if not page.text[: first.start].strip() and not between.strip():
            return second.title
    return None


def _names_document(heading: str) -> bool:
    """Whether a heading has a year or the name of a kind of documents."""
    found = {word.folded for word in words(heading)}
    return bool(find_dates(heading) or found & _KINDS)


def _is_one_of_several(section: Heading, after: Sequence[Heading]) -> bool:
    """Whether headings of its level follow a heading."""
    return any(one.level == section.level for one in after)
