"""A question that names several documents, once for each: "in the handbook and the charter"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.language.any_language import any_form
from rag.language.figures.dates import YEAR
from rag.language.questions.document_kinds import WITHIN_FORMS
from rag.language.questions.document_names import JOINED_NAMES, SAY_TOGETHER, THE_DOCUMENT
from rag.language.words import fold
from rag.questions.document_names import WrittenName, find_document_name
from rag.records import Offsets

_THE = any_form(THE_DOCUMENT)
_THE_BEFORE = re.compile(rf"(?<![^\s'])(?:{_THE})$")
_JOINED = re.compile(
    rf"(?:(?P<last>{any_form(JOINED_NAMES)})|, )(?:(?:{any_form(WITHIN_FORMS)})|(?:{_THE}))?"
)
_NUMBER = re.compile(r"\s+(?:n[°o]\.?\s*)?\d[\w/-]*")
_PLURAL = re.compile(r"^(?:les|des|nos|ces)\b|^(?:the\s+)?\w*[^\Ws]s(?:\s+of\b|$)", re.IGNORECASE)
_TWO_YEARS = re.compile(
    rf"\b(?P<one>(?:{YEAR}))(?P<and>{any_form(JOINED_NAMES)})(?P<other>(?:{YEAR}))\b"
)


def by_document(question: str) -> tuple[str, ...]:
    """The question once for each of the documents that it names side by side, in their order.

    So are two years of one document: "the annual reports 2022 and 2023". None if it names fewer
    than two.
    """
    return _by_year(question) or _by_name(question)


def _by_year(question: str) -> tuple[str, ...]:
    match = _TWO_YEARS.search(question)
    if match is None:
        return ()
    asked = (
        question[: match.end("one")] + question[match.end() :],
        question[: match.start()] + question[match.start("other") :],
    )
    names = [find_document_name(one) for one in asked]
    editions = {one.text for one in names if one and one.is_edition}
    return asked if len(editions) == len(asked) else ()


def _by_name(question: str) -> tuple[str, ...]:
    folded, first = fold(question), find_document_name(question)
    if first is None or len(folded) != len(question):
        return ()
    names = list(_names(question, folded, first))
    while names and not names[-1].is_last:
        names.pop()  # "in the handbook, the charter is named"
    if not names:
        return ()
    places = [_with_article(folded, first.start, first.end), *(one.place for one in names)]
    start, end = places[0][0], places[-1][1]
    if number := _NUMBER.match(folded, end):  # of the last document alone
        end = number.end()
        places[-1] = (places[-1][0], end)
    return tuple(
        f"{_before_one(question[:start], question[slice(*one)])}{question[slice(*one)]}"
        f"{question[end:]}"
        for one in places
    )


class _Joined(NamedTuple):
    """A name that is joined to the one before it, with its article, and whether by "and"."""

    place: Offsets
    is_last: bool


def _names(question: str, folded: str, first: WrittenName) -> Iterator[_Joined]:
    """The names after the first one of several, each read in its place."""
    end = first.end
    while joined := _JOINED.match(folded, end):
        name = find_document_name(question[: first.start] + question[joined.end() :])
        if name is None or name.start != first.start:
            return
        end = joined.end() + len(name.text)
        yield _Joined(_with_article(folded, joined.end(), end), joined["last"] is not None)


def _before_one(text: str, name: str) -> str:
    """The text before several documents as it is before one: "what does", not "what do".

    It stays before a name in the plural: "les statuts", "the rules".
    """
    if _PLURAL.search(name):
        return text
    for several, one in (pair for pairs in SAY_TOGETHER.values() for pair in pairs):
        if text.endswith(several):
            return text.removesuffix(several) + one
    return text


def _with_article(folded: str, start: int, end: int) -> Offsets:
    """The place of a name with the article before it."""
    article = _THE_BEFORE.search(folded, 0, start)
    return (article.start() if article else start), end
