"""JSON Schemas of records, made from their fields (JSON Schema 2020-12)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import types
import typing
from typing import Any, Literal

from rag.records.fields import fields_of, properties_of
from rag.records.scope import Scope

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}


def schema_of(kind: type, name: str) -> dict[str, Any]:
    """The schema of that name, of a record and of those inside it.

    Unknown fields are allowed: a later version may have more.
    """
    known: dict[str, Any] = {}
    _record(kind, known)
    known[kind.__name__]["properties"]["schema"] = {"const": name}
    head = {"$schema": _DIALECT, "$id": name, "title": kind.__name__}
    return head | _reference(kind) | {"$defs": dict(sorted(known.items()))}


def _record(kind: type, known: dict[str, Any]) -> None:
    """Adds the schema of a record to those that are known, with the records inside it."""
    if kind.__name__ in known:
        return
    shape: dict[str, Any] = {"type": "object", "description": _description(kind)}
    known[kind.__name__] = shape
    fields = {name.rstrip("_"): hint for name, hint, _ in fields_of(kind)} | properties_of(kind)
    shape["properties"] = {name: _value(hint, known) for name, hint in fields.items()}
    # A scope leaves out what it does not limit; the HTTP interface leaves out where a document
    # lies and who sees it.
    names = (name for name in shape["properties"] if name not in ("root", "collections"))
    shape["required"] = [] if kind is Scope else list(names)


def _value(hint: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type hint."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_value(each, known) for each in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(inner[1], known)}
    if origin is tuple:
        return _items(inner, known)
    if dataclasses.is_dataclass(hint):
        kind = typing.cast(type, hint)
        _record(kind, known)
        return _reference(kind)
    if hint is dt.date:
        return {"type": "string", "format": "date"}
    return {"type": "null" if hint is type(None) else _PLAIN[hint]}


def _items(inner: tuple[Any, ...], known: dict[str, Any]) -> dict[str, Any]:
    if inner[-1] is Ellipsis:
        return {"type": "array", "items": _value(inner[0], known)}
    shapes = [_value(each, known) for each in inner]
    return {"type": "array", "prefixItems": shapes, "minItems": len(shapes), "items": False}


def _reference(kind: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _description(kind: type) -> str:
    """The docstring of a record, its lines joined."""
    paragraphs = (inspect.getdoc(kind) or "").replace("``", "`").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)
