"""Answers as a browser keeps them, and whether they still stand.

A past answer comes back from a browser or from a link: nothing in it is trusted but its form.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rag.records import LANGUAGES, Answer, Citation, Language, as_json

_PREFIX = 16  # characters of a sha256 in a link: 64 bits tell the documents of a library apart
_CONVERSATIONS, _TURNS = 200, 50
_QUESTION, _QUOTE, _REFERENCES = 2_000, 4_000, 20  # what a past answer may hold


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """A quotation by its place; ``document`` is a sha256 or its beginning."""

    document: str
    page: int | None
    start: int
    end: int
    quote: str = ""
    title: str = ""

    def names(self, cited: Citation) -> bool:
        """Whether a citation is this very place."""
        place = (cited.page, cited.start, cited.end)
        return place == (self.page, self.start, self.end) and self.within((cited.document,))

    def within(self, documents: Collection[str]) -> bool:
        """Whether its document is one of these."""
        return any(document.startswith(self.document) for document in documents)


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """What was answered to a question, and when; ``as_of``, where it was asked as on a day."""

    question: str
    language: Language
    at: dt.date
    index_id: str
    references: tuple[QuotedPlace, ...]
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A past answer against today's: ``kept`` are quoted still; ``left`` are not, though their
    document is there; ``gone`` are in documents that were changed or taken out; ``new`` are
    quoted today only. ``asked`` is false where the question could not be asked again yet."""

    past: PastAnswer
    kept: tuple[QuotedPlace, ...]
    left: tuple[QuotedPlace, ...]
    gone: tuple[QuotedPlace, ...]
    new: tuple[Citation, ...]
    asked: bool = True

    @property
    def stands(self) -> bool:
        """Whether the answer is the same, quotation for quotation."""
        return not (self.left or self.gone or self.new)


@dataclass(frozen=True, slots=True)
class History:
    """What a browser keeps: conversations by their id, newest first, and watched questions."""

    conversations: tuple[tuple[str, tuple[PastAnswer, ...]], ...] = ()
    watched: tuple[PastAnswer, ...] = ()


def remember(answer: Answer, today: dt.date) -> PastAnswer:
    """An answer as it is kept; a follow-up as it was understood, since it will stand alone."""
    references = tuple(
        QuotedPlace(c.document, c.page, c.start, c.end, c.quote, c.title) for c in answer.citations
    )
    question = answer.understood or answer.question
    return PastAnswer(question, answer.language, today, answer.index_id, references, answer.as_of)


def compare(past: PastAnswer, answer: Answer, documents: Collection[str]) -> Standing:
    """How a past answer stands against today's, ``documents`` being the ids of the library."""
    kept: list[QuotedPlace] = []
    left: list[QuotedPlace] = []
    gone: list[QuotedPlace] = []
    for reference in past.references:
        if any(reference.names(cited) for cited in answer.citations):
            kept.append(reference)
        else:
            (left if reference.within(documents) else gone).append(reference)
    new = [cited for cited in answer.citations if not any(ref.names(cited) for ref in kept)]
    return Standing(past, tuple(kept), tuple(left), tuple(gone), tuple(new))


def write(past: PastAnswer) -> str:
    """A past answer as JSON."""
    return json.dumps(as_json(past), ensure_ascii=False)


def read(value: object) -> PastAnswer:
    """A past answer from parsed JSON; raises ValueError where it does not have the form."""
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)
    references = value.get("references")
    if not isinstance(references, list) or len(references) > _REFERENCES:
        raise ValueError("references")
    return PastAnswer(
        question=_text(value, "question", _QUESTION),
        language=_language(value.get("language")),
        at=_date(value, "at"),
        index_id=_text(value, "index_id", 100),
        references=tuple(_reference(each) for each in references),
        as_of=None if value.get("as_of") is None else _date(value, "as_of"),
    )


def read_list(text: str) -> tuple[PastAnswer, ...]:
    """The past answers of a JSON list, those without the form left out."""
    try:
        values = json.loads(text)
    except ValueError:
        return ()
    return _readable(values)


def read_album(text: str) -> History:
    """What a browser keeps, from its JSON; what does not have the form is left out."""
    try:
        value = json.loads(text)
    except ValueError:
        return History()
    if not isinstance(value, dict) or not isinstance(value.get("conversations"), list):
        return History()
    kept = [each for each in value["conversations"][:_CONVERSATIONS] if isinstance(each, dict)]
    conversations = [(str(each.get("id"))[:40], _readable(each.get("turns"))) for each in kept]
    return History(
        tuple((name, turns) for name, turns in conversations if turns),
        _readable(value.get("watched")),
    )


def _readable(values: object) -> tuple[PastAnswer, ...]:
    found = []
    for value in values[:_TURNS] if isinstance(values, list) else ():
        with suppress(ValueError):
            found.append(read(value))
    return tuple(found)


def link(past: PastAnswer) -> str:
    """The query of an address that asks the question again and compares the answers."""
    places = [
        (reference.document[:_PREFIX], reference.page or 0, reference.start, reference.end)
        for reference in past.references
    ]
    pairs = [("q", past.question), ("at", past.at.isoformat())]
    if past.as_of is not None:
        pairs.append(("as_of", past.as_of.isoformat()))
    return "?" + urlencode([*pairs, *(("c", ".".join(map(str, place))) for place in places)])


def linked(query: Mapping[str, str], cited: Sequence[str]) -> PastAnswer | None:
    """The past answer of such an address, ``None`` where it is not one.

    ``query`` holds the values of q, at and as_of, ``cited`` those of c.
    """
    question = query.get("q", "").strip()
    if not question or len(question) > _QUESTION or len(cited) > _REFERENCES:
        return None
    try:
        at = dt.date.fromisoformat(query.get("at", ""))
        as_of = dt.date.fromisoformat(query["as_of"]) if query.get("as_of") else None
        places = [each.split(".") for each in cited]
        references = tuple(
            QuotedPlace(document[:_PREFIX], int(page) or None, int(start), int(end))
            for document, page, start, end in places
        )
    except ValueError:
        return None
    return PastAnswer(question, "en", at, "", references, as_of)


def _reference(value: object) -> QuotedPlace:
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)
    page, start, end = (value.get(name) for name in ("page", "start", "end"))
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(page, int | None)):
        raise ValueError("place")
    quote, title = _text(value, "quote", _QUOTE), _text(value, "title", _QUESTION)
    return QuotedPlace(_text(value, "document", 64), page, start, end, quote, title)


def _text(value: dict[str, Any], name: str, longest: int) -> str:
    found = value.get(name)
    if not isinstance(found, str) or len(found) > longest:
        raise ValueError(name)
    return found


def _date(value: dict[str, Any], name: str) -> dt.date:
    return dt.date.fromisoformat(_text(value, name, 10))


def _language(value: object) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ValueError("language")
