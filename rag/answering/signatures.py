"""Who signed a document, by its last lines."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answering.combined import quoting
from rag.answering.outline import cite_page
from rag.language.figures.dates import find_dates
from rag.language.names import find_names
from rag.messages import say
from rag.records import Answer, Citation, Document, Language, Page
from rag.store import Library

_LAST = 3  # lines in which a signature stands
_LONGEST = 12  # words of a line with a name
_LINE = re.compile(r"\S[^\n]*")


def signature(
    document: Document, question: str, language: Language, library: Library
) -> Answer | None:
    """The line at the end of a document that names who signed it, ``None`` without one."""
    page = _last_page(document, library)
    lines = list(_LINE.finditer(page.text))[-_LAST:]
    named = [line for line in lines if _is_signature(line[0].strip(), document.language)]
    if not named:
        return None
    cited = cite_page(document, page, named[0].start(), named[-1].end())
    answer = quoting(question, language, (cited,), library.index_id)
    return replace(answer, note=say("library.signature", language))


def _is_signature(line: str, language: Language) -> bool:
    """Whether a line is short, no sentence and no date, and has a name."""
    if line.endswith((".", "?", "!")) or len(line.split()) > _LONGEST or line.startswith("#"):
        return False
    if any(character.isdigit() for character in line) or find_dates(line):
        return False
    return any(len(line[name.start : name.end].split()) > 1 for name in find_names(line, language))


def _last_page(document: Document, library: Library) -> Page:
    try:
        return library.page(document.id, document.page_count)
    except KeyError:  # a format without pages
        return library.page(document.id, None)


def answers_with_a_name(cited: Citation, document: str) -> bool:
    """Whether a quote is of a document, and its short answer is a name."""
    span = cited.span
    return (
        cited.document == document
        and span is not None
        and bool(find_names(span.text, cited.language))
    )
