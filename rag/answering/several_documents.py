"""Several documents that a question names, each asked by itself."""

from __future__ import annotations

from rag.answering.combined import combine
from rag.answering.comparisons import AskSide
from rag.messages import say
from rag.questions.named_things import read_named_things
from rag.questions.several_documents import by_document
from rag.records import Answer, Language
from rag.retrieval.lookup import wanted_document
from rag.store import Library

_MOST = 4  # documents, each of which is asked the question


def each_document(
    question: str, language: Language, library: Library, ask: AskSide
) -> Answer | None:
    """The answer of a part for each document that a question names side by side.

    ``None`` if it names fewer than two, or one of them may be any document.
    """
    asked = by_document(question)
    if not 1 < len(asked) <= _MOST or not _are_several(asked, language, library):
        return None
    note = say("library.each_document", language, count=len(asked))
    return combine(question, language, [ask(each) for each in asked], note=note)


def _are_several(asked: tuple[str, ...], language: Language, library: Library) -> bool:
    """Whether each question names a document of its own, even one that is missing."""
    taken: set[str] = set()
    for question in asked:
        found = wanted_document(library, read_named_things(question, language), library)
        if not (found.within or found.missing) or taken & found.titles.keys():
            return False
        taken |= found.titles.keys()
    return True
