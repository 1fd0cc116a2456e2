"""The limits of a question in words: "in “Staff handbook”, in French, from 1 January 2021"."""

from __future__ import annotations

from rag.messages.answers import day, quoted
from rag.messages.catalogue import say
from rag.records import Language, Scope


def limit_labels(scope: Scope, language: Language) -> list[tuple[Scope, str]]:
    """Each single limit of a scope, with what people read of it, in the order of its fields."""
    return [
        *((Scope(documents=(one,)), quoted(one, language)) for one in scope.documents),
        *((Scope(folders=(one,)), _said("folder", one, language)) for one in scope.folders),
        *((Scope(types=(one,)), _said("type", _type(one), language)) for one in scope.types),
        *((Scope(issuers=(one,)), _said("issuer", one, language)) for one in scope.issuers),
        *((Scope(metadata=(one,)), one) for one in scope.metadata),
        *((Scope(languages=(one,)), say(f"scope.in_{one}", language)) for one in scope.languages),
        *_days(scope, language),
    ]


def limits(scope: Scope, language: Language) -> str:
    """All limits of a scope, one after the other."""
    return " · ".join(label for _, label in limit_labels(scope, language))


def scope_line(scope: Scope, language: Language) -> str:
    """That a question was limited, and to what."""
    return say("scope.limited", language, limits=limits(scope, language))


def _days(scope: Scope, language: Language) -> list[tuple[Scope, str]]:
    first, last = scope.from_, scope.until
    if first is None and last is None:
        return []
    days = {name: one and day(one, language) for name, one in (("first", first), ("last", last))}
    key = "between" if first and last else "from" if first else "until"
    return [(Scope(from_=first, until=last), say(f"scope.{key}", language, **days))]


def _said(kind: str, name: str, language: Language) -> str:
    return say(f"scope.{kind}", language, name=name.rstrip("/") or name)


def _type(name: str) -> str:
    return name.lstrip(".").upper()
