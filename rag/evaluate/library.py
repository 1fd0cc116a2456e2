"""Questions of one's own asked of a library as it is, and each answer judged."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from rag.evaluate.judged import (
    ExpectedAnswer,
    JudgedAnswer,
    JudgedOutcome,
    LibraryEvaluation,
)
from rag.evaluate.metrics import answer_scores
from rag.evaluate.run import Ticker
from rag.records import Answer, Citation, Document, Language
from rag.runtime.cancellation import checkpoint

_Names = Mapping[str, frozenset[str]]


class AskedLibrary(Protocol):
    """What is asked: ``Rag``, or a part of it that somebody sees."""

    @property
    def index_id(self) -> str:
        """The identity of what the index holds now."""
        ...

    def ask(self, question: str) -> Answer:
        """The answer to a question."""
        ...

    def documents(self) -> tuple[Document, ...]:
        """The documents of the index."""
        ...


class _Fit(NamedTuple):
    """Whether a quote is from the expected document and page, and has the expected answer."""

    document: bool
    page: bool
    answer: bool


_NOTHING = _Fit(False, False, False)


def evaluate_library(
    library: AskedLibrary,
    expected: Sequence[ExpectedAnswer],
    *,
    name: str = "",
    ticker: Ticker | None = None,
) -> LibraryEvaluation:
    """Asks the questions one after the other, and judges the answers; raises as ``Rag.ask``."""
    start, index_id, judged = time.perf_counter(), library.index_id, []
    if ticker is not None:
        ticker.start(len(expected))
    for one in judged_answers(library, expected):
        judged.append(one)
        if ticker is not None:
            ticker.advance(one.expected.question)
    if ticker is not None:
        ticker.finish()
    return LibraryEvaluation.of(judged, name, index_id, time.perf_counter() - start)


def judged_answers(
    library: AskedLibrary, expected: Sequence[ExpectedAnswer]
) -> Iterator[JudgedAnswer]:
    """Each question asked and judged, as soon as it is answered; raises as ``Rag.ask``."""
    names = _names(library.documents())
    for one in expected:
        checkpoint()
        ids = {name: names.get(_plain(name), frozenset()) for name in one.documents}
        unknown = tuple(name for name, found in ids.items() if not found)
        yield judge(one, library.ask(one.question), frozenset().union(*ids.values()), unknown)


def judge(
    expected: ExpectedAnswer,
    answer: Answer,
    documents: frozenset[str],
    unknown: tuple[str, ...] = (),
) -> JudgedAnswer:
    """How an answer compares with what was expected.

    ``documents`` are the ids expected, ``unknown`` the names of those that are not there.
    """
    fits = [_fit_of(expected, cited, answer, documents) for cited in answer.citations]
    if answer.listed is not None:
        fits = [_fit_of_list(expected, answer, documents)]
    best = max(fits, key=lambda fit: (fit.document, fit.page, fit.answer), default=_NOTHING)
    best = next((fit for fit in fits if all(fit)), best)
    return JudgedAnswer(
        expected,
        _outcome(expected, answer, fits, best),
        document=any(fit.document for fit in fits),
        page=any(fit.document and fit.page for fit in fits),
        answer=any(fit.answer for fit in fits),
        text=answer.text,
        confidence=answer.confidence,
        citations=answer.citations,
        document_ids=tuple(sorted(documents)),
        unknown_documents=unknown,
    )


def _outcome(
    expected: ExpectedAnswer, answer: Answer, fits: Sequence[_Fit], best: _Fit
) -> JudgedOutcome:
    if expected.refused:
        return "answered" if answer.found else "right"
    if not answer.found:
        return "refused"
    if all(best):
        return "right" if all(fits[0]) else "later"
    if not best.document:
        return "wrong_document"
    return "wrong_answer" if best.page else "wrong_page"


def _fit_of(
    expected: ExpectedAnswer, cited: Citation, answer: Answer, documents: frozenset[str]
) -> _Fit:
    return _Fit(
        not expected.documents or cited.document in documents,
        not expected.pages
        or not {str(cited.page or 1), cited.page_label}.isdisjoint(expected.pages),
        _contains(cited.text, expected.answers, cited.language)
        or _contains(cited.text, expected.answers, answer.language),
    )


def _fit_of_list(expected: ExpectedAnswer, answer: Answer, documents: frozenset[str]) -> _Fit:
    """The same for an answer from the catalogue, which lists documents and quotes no page."""
    assert answer.listed is not None
    listed = {each.document for each in answer.listed.documents}
    titles = " ".join(each.title for each in answer.listed.documents)
    return _Fit(
        not expected.documents or not listed.isdisjoint(documents),
        not expected.pages,
        _contains(f"{answer.text} {titles}", expected.answers, answer.language),
    )


def _contains(shown: str, answers: Sequence[str], language: Language) -> bool:
    """Whether a text contains one of the answers, case, punctuation and articles apart."""
    return not answers or bool(answer_scores(shown, answers, language)["contains"])


def _names(documents: Sequence[Document]) -> _Names:
    """The ids of the documents that each path, file name or title is the name of."""
    found: dict[str, set[str]] = {}
    for document in documents:
        path = PurePosixPath(document.path)
        for name in (document.path, path.name, path.stem, document.title):
            found.setdefault(_plain(name), set()).add(document.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _plain(name: str) -> str:
    """A name as it is compared: without case and the accidents of typing."""
    text = unicodedata.normalize("NFKC", name).replace("’", "'").replace("\\", "/")
    return " ".join(text.casefold().split())
