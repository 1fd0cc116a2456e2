"""Two things side by side, which stands for a comparison: documents, or what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answering.combined import combine, quoting
from rag.answering.library_answers import list_document, listing
from rag.answering.outline import outline
from rag.language.questions.comparisons import ASKED_OF_SIDE
from rag.messages import say
from rag.messages.answers import absent
from rag.questions.comparisons import AskedComparison, AskedSide, without_year
from rag.questions.documents import (
    find_by_title,
    newest_first,
    with_written_title,
    works_of_years,
    years_of,
)
from rag.records import Absent, Answer, Document, Language
from rag.store import Library

_MOST_OF_A_SIDE = 6  # sections of a document that is compared
_NEAREST = 3  # documents of other years that are named

# The answer of the passages to a side of a comparison.
AskSide = Callable[[str], Answer]


def compared(
    asked: AskedComparison, question: str, language: Language, library: Library, ask: AskSide
) -> Answer | None:
    """The answer of two parts, the sides of a comparison, each with its quotes.

    Two years of the whole library are compared by the document that is there for both; if there
    are several, they are listed. ``None`` if nothing is found for two years of a topic: then the
    documents are asked the question itself.
    """
    if asked.of_years:
        found = _years(asked, question, language, library)
        if found or not asked.topic:
            return found
    if asked.only_documents and not all(_documents(one, library) for one in asked.sides):
        return None
    sides = [_side(one, language, library, ask) for one in asked.sides]
    if asked.of_years and not any(side.found for side in sides):
        return None
    return _side_by_side(sides, question, language)


def _side_by_side(sides: Sequence[Answer], question: str, language: Language) -> Answer:
    note = say("library.compared", language)
    return replace(combine(question, language, sides, note=note), compared=True)


def _documents(side: AskedSide, library: Library) -> tuple[Document, ...]:
    return with_written_title(side.title, find_by_title(side.title, library))


def _side(side: AskedSide, language: Language, library: Library, ask: AskSide) -> Answer:
    """What the documents say of a side: the outline of the one it names, or quotes."""
    documents = _documents(side, library)
    if len(documents) == 1:
        return _of_document(documents[0], side, language, library, ask)
    bare = without_year(side.title)
    others = find_by_title(bare, library) if side.year and not documents and bare else ()
    if others and all(side.year not in years_of(one) for one in others):
        others = with_written_title(bare, others)
        return _without_edition(side.title, others, language, library)
    return ask(f"{side.name} ({side.aspect})" if side.aspect else side.name)


def _of_document(
    document: Document, side: AskedSide, language: Language, library: Library, ask: AskSide
) -> Answer:
    """What a document says of the aspect that is compared, or its outline."""
    if side.aspect and not _names(side.aspect, document, library):
        text = ASKED_OF_SIDE[language].format(document=side.name, aspect=side.aspect)
        return replace(ask(text), question=side.name, understood="")
    return _outline(document, side.title, language, library)


def _outline(document: Document, title: str, language: Language, library: Library) -> Answer:
    found = outline(document, title, language, library, most=_MOST_OF_A_SIDE)
    return replace(found, parts=(), note="")


def _names(aspect: str, document: Document, library: Library) -> bool:
    """Whether what is compared is the document itself: "what changed in the rules?"."""
    return any(one.id == document.id for one in find_by_title(aspect, library))


def _without_edition(
    name: str, others: Sequence[Document], language: Language, library: Library
) -> Answer:
    """The side of a document that has no edition of the year."""
    titles = tuple(dict.fromkeys(one.title for one in newest_first(others)))
    missing = Absent("document", name, titles[:_NEAREST])
    refused = quoting(name, language, (), library.index_id)
    return replace(refused, text=absent(missing, language), absent=(missing,), confidence=0.0)


def _years(
    asked: AskedComparison, question: str, language: Language, library: Library
) -> Answer | None:
    """The document that is there for two years, both times, or a list of those that are.

    ``None`` if the topic is that of no document.
    """
    first, last = asked.one.year, asked.other.year
    among = find_by_title(asked.topic, library) if asked.topic else library.documents()
    works = works_of_years(among, (first, last))
    if len(works) == 1:
        years = zip(works[0], (first, last), strict=True)
        sides = [_outline(one, _dated(one, year), language, library) for one, year in years]
        return _side_by_side(sides, question, language)
    either = [one for one in newest_first(among) if years_of(one) & {first, last}]
    documents = [one for pair in works for one in pair] or either
    if not documents or (asked.topic and not works):
        return None
    title = without_year(documents[0].title)
    key = "library.of_both_years" if works else "library.of_either_year"
    said = say(key, language, title=title, first=first, last=last)
    listed = [list_document(one) for one in documents]
    return listing(
        question, language, library, [say("library.no_comparison", language), said], listed
    )


def _dated(document: Document, year: int) -> str:
    """The title of a document with its year."""
    title = document.title
    return title if str(year) in title else f"{title} ({year})"
