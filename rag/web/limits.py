"""The limits of the questions of a conversation, added and removed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rag.errors import ScopeInvalid
from rag.messages import Message
from rag.questions.scope import read_places
from rag.questions.scope_reading import load_scope, read_scope
from rag.records import Document, Scope
from rag.records.json_text import parse_json
from rag.records.scope import SCOPE_LISTS


def read_limits(data: dict[str, Any], documents: Sequence[Document]) -> Scope:
    """The limits that a button of the page adds, or those of the fields of its panel.

    Raises ScopeInvalid and DateInvalid.
    """
    if written := data.get("limit"):
        return load_scope(str(written)) or Scope()
    try:
        fields = parse_json(str(data.get("limits") or "{}"))
    except ValueError as error:
        raise ScopeInvalid(cause=Message("scope.not_limits")) from error
    if not isinstance(fields, dict):
        raise ScopeInvalid(cause=Message("scope.not_limits"))
    values = {name: [one] for name in SCOPE_LISTS if (one := fields.get(name))}
    values |= {name: one for name in ("from", "until") if (one := fields.get(name))}
    if place := str(fields.get("place") or "").strip():
        values |= read_places([place], documents).to_dict()
    return read_scope(values)


def with_limits(scope: Scope | None, more: Scope) -> Scope | None:
    """A scope with further limits; days replace those before. ``None`` if nothing is limited."""
    scope = scope or Scope()
    lists = {
        name: tuple(dict.fromkeys((*getattr(scope, name), *getattr(more, name))))
        for name in SCOPE_LISTS
    }
    days = more if more.from_ or more.until else scope
    return replace(scope, **lists, from_=days.from_, until=days.until) or None


def without_limits(scope: Scope | None, less: Scope) -> Scope | None:
    """A scope without some of its limits; ``None`` if nothing is limited any more."""
    if scope is None:
        return None
    lists = {
        name: tuple(one for one in getattr(scope, name) if one not in getattr(less, name))
        for name in SCOPE_LISTS
    }
    days = Scope() if less.from_ or less.until else scope
    return replace(scope, **lists, from_=days.from_, until=days.until) or None
