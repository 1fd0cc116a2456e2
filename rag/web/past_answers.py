"""Past answers: what a browser stores of an answer, and how it differs from today's answer.

A past answer comes back from a browser or from a shared link. Its form is checked; nothing else
in it is trusted.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rag.errors import RagError
from rag.questions.scope_reading import dump_scope, load_scope, read_scope, to_scope
from rag.records import LANGUAGES, Answer, Citation, Language, Scope, as_json
from rag.records.json_text import parse_json

_ID_PREFIX = 16  # characters of a document id in a link: 64 bits, enough to tell documents apart
_MAX_CONVERSATIONS, MOST_TURNS = 200, 50
MAX_QUESTION, _MAX_TITLE, _MAX_QUOTE = 2_000, 2_000, 4_000  # characters of what is read back
_MAX_REFERENCES = 500  # of one past answer


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Where a quotation is; ``document`` is a document id or its first 16 characters."""

    document: str
    page: int | None
    start: int
    end: int
    quote: str = ""
    title: str = ""

    def matches(self, citation: Citation) -> bool:
        """Whether a citation quotes this place, alone or with what it needs around it."""
        if citation.page != self.page or not self.is_in((citation.document,)):
            return False
        return any(one.start <= self.start and self.end <= one.end for one in citation.pieces)

    def is_in(self, documents: Collection[str]) -> bool:
        """Whether its document is one of these ids."""
        return any(document.startswith(self.document) for document in documents)


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """A question, the places its answer quoted, and the day it was answered.

    ``as_of`` is set if the question was asked about the documents as of an earlier day, ``exact``
    if it was taken as it was typed, ``scope`` if it was limited to some documents. ``pending``
    says that it has no answer yet; its places, if any, are those of the answer that it is to be
    compared with. These fields are stored by name, so they must not be renamed.
    """

    question: str
    language: Language
    at: dt.date
    index_id: str
    references: tuple[QuotedPlace, ...]
    as_of: dt.date | None = None
    exact: bool = False
    scope: Scope | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class AnswerDiff:
    """A past answer compared with today's answer to the same question.

    ``kept`` places are still quoted. ``dropped`` places are not, although their document is
    unchanged. ``lost`` places were in documents that have changed or were removed. ``added``
    citations are new today. ``compared`` is false if the question could not be asked again yet.
    """

    past_answer: PastAnswer
    kept: tuple[QuotedPlace, ...]
    dropped: tuple[QuotedPlace, ...]
    lost: tuple[QuotedPlace, ...]
    added: tuple[Citation, ...]
    compared: bool = True

    @property
    def unchanged(self) -> bool:
        """Whether both answers quote the same places."""
        return not (self.dropped or self.lost or self.added)


@dataclass(frozen=True, slots=True)
class History:
    """What is stored: conversations with their ids, newest first, and watched questions."""

    conversations: tuple[tuple[str, tuple[PastAnswer, ...]], ...] = ()
    watched: tuple[PastAnswer, ...] = ()


def to_past_answer(answer: Answer, today: dt.date) -> PastAnswer:
    """An answer as a browser stores it: what is too long to be read back is cut.

    A follow-up is stored as the complete question it was understood as: it will be asked again
    without the conversation around it.
    """
    references = tuple(
        QuotedPlace(c.document, c.page, c.start, c.end, c.quote[:_MAX_QUOTE], c.title[:_MAX_TITLE])
        for c in answer.citations[:_MAX_REFERENCES]
    )
    question = answer.understood or answer.question
    return PastAnswer(
        question, answer.language, today, answer.index_id, references, answer.as_of,
        answer.exact, answer.scope,
    )  # fmt: skip


def compare(past_answer: PastAnswer, answer: Answer, documents: Collection[str]) -> AnswerDiff:
    """The difference between a past answer and today's; ``documents`` are the ids in the index."""
    kept: list[QuotedPlace] = []
    dropped: list[QuotedPlace] = []
    lost: list[QuotedPlace] = []
    for reference in past_answer.references:
        if any(reference.matches(citation) for citation in answer.citations):
            kept.append(reference)
        else:
            (dropped if reference.is_in(documents) else lost).append(reference)
    added = [c for c in answer.citations if not any(place.matches(c) for place in kept)]
    return AnswerDiff(past_answer, tuple(kept), tuple(dropped), tuple(lost), tuple(added))


def dump_past_answer(past_answer: PastAnswer) -> str:
    """A past answer as JSON."""
    return json.dumps(as_json(past_answer), ensure_ascii=False)


def parse_past_answer(value: object) -> PastAnswer:
    """A past answer from parsed JSON; raises ValueError if the form is wrong."""
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)
    references = value.get("references")
    if not isinstance(references, list) or len(references) > _MAX_REFERENCES:
        raise ValueError("references")
    return PastAnswer(
        question=_text(value, "question", MAX_QUESTION),
        language=_language(value.get("language")),
        at=_date(value, "at"),
        index_id=_text(value, "index_id", 100),
        references=tuple(_reference(each) for each in references),
        as_of=None if value.get("as_of") is None else _date(value, "as_of"),
        exact=value.get("exact") is True,
        scope=_scope(value.get("scope")),
        pending=value.get("pending") is True,
    )


def parse_past_answers(text: str) -> tuple[PastAnswer, ...]:
    """The past answers of a JSON list; entries with a wrong form are skipped."""
    try:
        values = parse_json(text)
    except ValueError:
        return ()
    return _readable(values)


def parse_history(text: str) -> History:
    """What a browser stores, from its JSON; entries with a wrong form are skipped."""
    try:
        return read_history(text)
    except ValueError:
        return History()


def read_history(text: str) -> History:
    """The same from a file; raises ValueError if its form as a whole is wrong."""
    value = parse_json(text)
    if not isinstance(value, dict) or not isinstance(value.get("conversations"), list):
        raise ValueError("conversations")
    entries = [
        each for each in value["conversations"][:_MAX_CONVERSATIONS] if isinstance(each, dict)
    ]
    conversations = [(str(each.get("id"))[:40], _readable(each.get("turns"))) for each in entries]
    return History(
        tuple((id_, turns) for id_, turns in conversations if turns),
        _readable(value.get("watched"), slice(MOST_TURNS)),  # the newest come first
    )


def _readable(values: object, chosen: slice = slice(-MOST_TURNS, None)) -> tuple[PastAnswer, ...]:
    found = []
    for value in values[chosen] if isinstance(values, list) else ():
        with suppress(ValueError):
            found.append(parse_past_answer(value))
    return tuple(found)


def watch_key(past: PastAnswer) -> str:
    """What tells a watched question from others: its words and its limits."""
    scope = dump_scope(past.scope) if past.scope else ""
    return json.dumps([past.question, scope, str(past.as_of or ""), past.exact])


def share_query(past_answer: PastAnswer) -> str:
    """The query string of a link that asks the question again and compares the answers.

    ``q`` is the question, ``at`` the day of the answer, ``as_of`` the day of the documents if one
    was chosen, ``exact`` is there if it was taken as typed, ``scope`` holds its limits as JSON, and
    each ``c`` is a quoted place as "id.page.start.end" (page 0 if it has none).
    """
    places = [
        (reference.document[:_ID_PREFIX], reference.page or 0, reference.start, reference.end)
        for reference in past_answer.references
    ]
    pairs = [("q", past_answer.question), ("at", past_answer.at.isoformat())]
    if past_answer.as_of is not None:
        pairs.append(("as_of", past_answer.as_of.isoformat()))
    if past_answer.exact:
        pairs.append(("exact", "1"))
    if past_answer.scope is not None:
        pairs.append(("scope", dump_scope(past_answer.scope)))
    return "?" + urlencode([*pairs, *(("c", ".".join(map(str, place))) for place in places)])


def parse_share_query(query: Mapping[str, str], cited: Sequence[str]) -> PastAnswer | None:
    """The past answer of a shared link, ``None`` if the query is not one.

    ``query`` holds the values of q, at, as_of, exact and scope, ``cited`` those of c.
    """
    question = query.get("q", "").strip()
    if not question or len(question) > MAX_QUESTION or len(cited) > _MAX_REFERENCES:
        return None
    try:
        at = dt.date.fromisoformat(query.get("at", ""))
        as_of = dt.date.fromisoformat(query["as_of"]) if query.get("as_of") else None
        places = [each.split(".") for each in cited]
        references = tuple(
            QuotedPlace(document[:_ID_PREFIX], int(page) or None, int(start), int(end))
            for document, page, start, end in places
        )
        scope = load_scope(query.get("scope", ""))
    except (ValueError, RagError):
        return None
    exact = query.get("exact") == "1"
    return PastAnswer(question, "en", at, "", references, as_of, exact, scope)


def _reference(value: object) -> QuotedPlace:
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)
    page, start, end = (value.get(name) for name in ("page", "start", "end"))
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(page, int | None)):
        raise ValueError("place")
    quote, title = _text(value, "quote", _MAX_QUOTE), _text(value, "title", _MAX_TITLE)
    return QuotedPlace(_text(value, "document", 64), page, start, end, quote, title)


def _scope(value: object) -> Scope | None:
    """The limits that a browser stored; raises ValueError."""
    try:
        return None if value is None else to_scope(read_scope(value))
    except RagError as error:
        raise ValueError("scope") from error


def _text(value: dict[str, Any], name: str, max_length: int) -> str:
    found = value.get(name)
    if not isinstance(found, str) or len(found) > max_length:
        raise ValueError(name)
    return found


def _date(value: dict[str, Any], name: str) -> dt.date:
    return dt.date.fromisoformat(_text(value, name, 10))


def _language(value: object) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ValueError("language")
