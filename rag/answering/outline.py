"""What stands for a summary: the outline of a document, and the text of one of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from rag.answering.combined import combine, quoting
from rag.language.sentences import sentences
from rag.messages import say
from rag.messages.answers import place, quoted
from rag.records import Answer, Citation, Document, Heading, Language, Page
from rag.store import Library

MOST_SECTIONS = 12
_LONGEST = 600  # characters of a sentence
_LONGEST_PAGE = 1_500  # characters of a page in one quote
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_SHORTEST = 3  # words of a sentence


class _Section(NamedTuple):
    """A heading with the first sentence under it: ``page.text[start:end]``."""

    title: str
    level: int
    page: Page
    start: int
    end: int


def outline(
    document: Document,
    question: str,
    language: Language,
    library: Library,
    *,
    most: int = MOST_SECTIONS,
) -> Answer:
    """The outline of a document as parts, each a heading with its first sentence as a quote.

    Without headings, the first sentence of each page stands for them, or of each paragraph of the
    only page or section. Not found if the document has no sentence.
    """
    pages = list(_pages(document, library))
    found = [section for page in pages for section in _sections(page)]
    if len(found or pages) == 1 and len(starts := _paragraphs(pages)) > 1:
        note = _note("library.outline_paragraphs", language, len(starts), most)
        part = _of_paragraphs(starts[:most], document, language, library)
        return combine(question, language, [part], note=note)
    key = "library.outline" if found else "library.outline_pages"
    found = found or [section for page in pages for section in _page_start(page, language)]
    chosen = _main(found, most)
    parts = [_part(section, document, language, library) for section in chosen]
    note = _note(key, language, len(found), len(chosen))
    if not parts:
        return quoting(question, language, (), library.index_id)
    return combine(question, language, parts, note=note)


def page_text(
    document: Document, number: int, question: str, language: Language, library: Library
) -> Answer | None:
    """The text of a page as one quote, from its start; ``None`` if there is no such page."""
    try:
        page = library.page(document.id, number)
    except KeyError:
        return None
    spans = [span for span in sentences(page.text) if span[1] <= _LONGEST_PAGE]
    if not spans:
        return None
    whole = len(spans) == len(sentences(page.text))
    cited = cite_page(document, page, spans[0][0], spans[-1][1])
    title = quoted(document.title, language)
    where = page.label or str(number)
    key = "library.page_text" if whole else "library.page_start"
    note = say(key, language, page=where, title=title)
    return replace(quoting(question, language, (cited,), library.index_id), note=note)


def _pages(document: Document, library: Library) -> Iterator[Page]:
    numbers = range(1, document.page_count + 1)
    for number in numbers:
        try:
            yield library.page(document.id, number)
        except KeyError:  # a format without pages
            yield library.page(document.id, None)
            return


def _sections(page: Page) -> Iterator[_Section]:
    """The headings of a page, not those of its tables, with their first sentences."""
    headings = [each for each in page.headings if each.end is None]
    for number, heading in enumerate(headings):
        after = headings[number + 1].start if number + 1 < len(headings) else len(page.text)
        found = _first_sentence(page.text, _body(heading, page.text), after)
        if found is not None:
            yield _Section(" ".join(heading.title.split()), heading.level, page, *found)


def _body(heading: Heading, text: str) -> int:
    """Where the text under a heading starts: after its words, if they stand there."""
    line = text.find(heading.title, heading.start, heading.start + 3 * len(heading.title) + 20)
    if line >= 0:
        return line + len(heading.title)
    end = text.find("\n", heading.start)
    return heading.start if end < 0 else end


def _page_start(page: Page, language: Language) -> Iterator[_Section]:
    found = _first_sentence(page.text, 0, len(page.text))
    if found is not None:
        yield _Section(place(page.number, page.label, language), 1, page, *found)


def _paragraphs(pages: list[Page]) -> list[_Section]:
    """The first sentence of each paragraph of a short document, without its headings."""
    found = []
    for page in pages:
        titles = {" ".join(each.title.split()) for each in page.headings}
        for block in _PARAGRAPH.finditer(page.text):
            span = _first_sentence(page.text, block.start(), block.end())
            if span and page.text[slice(*span)].lstrip("# ") not in titles:
                found.append(_Section("", 1, page, *span))
    return found


def _of_paragraphs(
    starts: list[_Section], document: Document, language: Language, library: Library
) -> Answer:
    cited = [
        replace(cite_page(document, one.page, one.start, one.end), n=number)
        for number, one in enumerate(starts, 1)
    ]
    return quoting(document.title, language, cited, library.index_id)


def _note(key: str, language: Language, count: int, most: int) -> str:
    """What is shown, and that it is not all if there is more."""
    note = say(key, language)
    if count <= most:
        return note
    return f"{note} {say('library.outline_part', language, shown=most, count=count)}"


def _first_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first sentence of some words between two places of a page, ``None`` without any."""
    for first, last in sentences(text[start:end]):
        sentence = text[start + first : start + last]
        if len(sentence.split()) >= _SHORTEST and len(sentence) <= _LONGEST:
            return start + first, start + last
    return None


def _main(found: list[_Section], most: int) -> list[_Section]:
    """The sections that are shown: of the highest levels, as many as fit, in reading order."""
    if len(found) <= most:
        return found
    levels = sorted({section.level for section in found})
    chosen = [section for section in found if section.level == levels[0]]
    for level in levels[1:]:
        more = [section for section in found if section.level <= level]
        if len(more) > most:
            break
        chosen = more
    return (chosen if len(chosen) > 1 else found)[:most]


def _part(section: _Section, document: Document, language: Language, library: Library) -> Answer:
    """A section as a part of an answer."""
    cited = cite_page(document, section.page, section.start, section.end)
    return quoting(section.title or document.title, language, (cited,), library.index_id)


def cite_page(document: Document, page: Page, start: int, end: int) -> Citation:
    """A part of a page as the first citation of an answer."""
    return Citation(
        n=1,
        document=document.id,
        path=document.path,
        title=document.title,
        page=page.number,
        page_label=page.label,
        start=start,
        end=end,
        quote=page.text[start:end],
        language=document.language,
        date=document.date,
        sha256=document.id,
        score=1.0,
        metadata=document.metadata,
        ocr=page.ocr,
    )
