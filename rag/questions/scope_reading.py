"""The limits of a question, read from plain values: a request, a link, the terminal."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rag.errors import DateInvalid, ScopeInvalid
from rag.messages import Message
from rag.records import LANGUAGES, Scope
from rag.records.json_text import parse_json
from rag.records.scope import SCOPE_LISTS

_MOST = 100  # values of a field
_LONGEST = 1_000  # characters of a value
_MONTH = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?")


def read_scope(values: object) -> Scope:
    """The scope that plain values describe, as ``Scope.to_dict`` writes it.

    Raises ScopeInvalid for an unknown field or a bad value.
    """
    if not isinstance(values, Mapping):
        raise _invalid("not_limits")
    for name in values:
        if name not in (*SCOPE_LISTS, "from", "until"):
            raise _invalid("unknown_field", name=str(name)[:40])
    lists = {name: _texts(name, values.get(name)) for name in SCOPE_LISTS}
    first, last = _day(values.get("from"), last=False), _day(values.get("until"), last=True)
    return checked_scope(Scope(**lists, from_=first, until=last))


def to_scope(given: Scope | Mapping[str, object] | None) -> Scope | None:
    """The scope that is given, ``None`` if it limits nothing; raises ScopeInvalid."""
    if given is None:
        return None
    return (checked_scope(given) if isinstance(given, Scope) else read_scope(given)) or None


def load_scope(text: str) -> Scope | None:
    """The scope that ``dump_scope`` wrote into a link, ``None`` for none; raises ScopeInvalid."""
    if not text:
        return None
    try:
        values = parse_json(text)
    except ValueError as error:
        raise _invalid("not_limits") from error
    return to_scope(read_scope(values))


def dump_scope(scope: Scope) -> str:
    """A scope as JSON in one line, for a link."""
    return json.dumps(scope.to_dict(), ensure_ascii=False, separators=(",", ":"))


def checked_scope(scope: Scope) -> Scope:
    """The scope itself; raises ScopeInvalid if a field holds what it cannot hold."""
    for name in SCOPE_LISTS:
        _texts(name, getattr(scope, name))
    for language in scope.languages:
        if language not in LANGUAGES:
            raise _invalid("unknown_language", name=language)
    if scope.from_ and scope.until and scope.from_ > scope.until:
        raise _invalid("order")
    return scope


def read_bound(text: str, *, last: bool) -> dt.date:
    """A day, or the first or last day of a month or year: "2023-12-31", "2023-12", "2023".

    Raises DateInvalid.
    """
    text = text.strip()
    match = _MONTH.fullmatch(text)
    try:
        if match is None:
            return dt.date.fromisoformat(text)
        year, month = int(match["year"]), int(match["month"] or (12 if last else 1))
        return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError as error:  # calendar.IllegalMonthError is one
        raise DateInvalid(text=text[:40]) from error


def _texts(name: str, values: object) -> tuple[Any, ...]:
    """The texts of a field, () if it is missing."""
    if values is None:
        return ()
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise _invalid("not_texts", name=name)
    if len(values) > _MOST:
        raise _invalid("too_many", name=name, most=_MOST)
    if not all(isinstance(each, str) and 0 < len(each.strip()) <= _LONGEST for each in values):
        raise _invalid("not_texts", name=name)
    return tuple(dict.fromkeys(values))


def _day(value: object, *, last: bool) -> dt.date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _invalid("not_day", name=str(value)[:40])
    return read_bound(value, last=last)


def _invalid(key: str, **values: object) -> ScopeInvalid:
    return ScopeInvalid(cause=Message(f"scope.{key}", **values))
