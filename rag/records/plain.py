"""Records as plain JSON values, and back.

Dates are written in ISO 8601, tuples as lists. A field is called as in the record, without the
"_" that Python needs at its end. ``PROPERTIES`` of a class are written too, and read nowhere: they
follow from its fields. Fields that a record does not know are ignored, so that it reads what a
later version of Verbatim wrote.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Self, TypeVar

from rag.records.documents import Document
from rag.records.fields import fields_of, properties_of
from rag.records.schema import schema_of
from rag.records.scope import Scope

_Record = TypeVar("_Record")
_PLAIN = frozenset({str, int, float, bool, type(None)})  # what most values are
# The HTTP interface does not say in which folder the server keeps its documents.
_LEFT_OUT: Mapping[tuple[type, str], object] = {(Document, "root"): ""}


class JsonRecord:
    """A record that is exchanged as JSON; ``schema`` names its JSON Schema and its version."""

    __slots__ = ()
    schema: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, with the name of its schema."""
        return {"schema": self.schema, **as_json(self)}

    def json(self, *, indent: int | None = None) -> str:
        """The record as JSON text, on one line unless it is indented by ``indent`` blanks."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The record that ``to_dict`` wrote, or the HTTP interface, or ``--json``.

        Raises ValueError, which names the field, if a value is missing or of another type, or if
        they are another record's or of another version.
        """
        given = values.get("schema", cls.schema) if isinstance(values, Mapping) else cls.schema
        if given != cls.schema:
            raise ValueError(f"schema: {given!r} is not {cls.schema!r}")
        return load(cls, values)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema (2020-12) of what ``to_dict`` writes."""
        return schema_of(cls, cls.schema)


def as_json(record: Any) -> Any:
    """A record as plain JSON values: dates in ISO 8601, tuples as lists, permalinks with them."""
    kind = type(record)
    if kind in _PLAIN:
        return record
    if isinstance(record, Scope):
        return record.to_dict()
    if dataclasses.is_dataclass(kind):
        return {name: as_json(getattr(record, name)) for name in _written(kind)}
    if isinstance(record, dict):
        return {str(key): as_json(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [as_json(value) for value in record]
    if isinstance(record, dt.date):
        return record.isoformat()
    return record


@functools.cache
def _written(kind: type) -> tuple[str, ...]:
    """The names of what is written of a record: its fields, then its properties."""
    return (*(field.name for field in dataclasses.fields(kind)), *properties_of(kind))


def load(kind: type[_Record], values: object, where: str = "") -> _Record:
    """The record of a class that ``as_json`` wrote; ``where`` is its place in a larger one.

    Raises ValueError.
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"{where or kind.__name__}: expected an object, got {values!r:.60}")
    found = {}
    for name, hint, required in fields_of(typing.cast(type, kind)):
        key = name.rstrip("_")
        place = f"{where}.{key}" if where else key
        if key in values:
            found[name] = _load(hint, values[key], place)
        elif (kind, name) in _LEFT_OUT:
            found[name] = _LEFT_OUT[kind, name]
        elif required:
            raise ValueError(f"{place}: missing")
    return kind(**found)


def _load(hint: Any, value: Any, where: str) -> Any:
    """A value of a type hint."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (one,) = (each for each in inner if each is not type(None))
        return None if value is None else _load(one, value, where)
    if origin is tuple and isinstance(value, list | tuple):
        return _load_items(inner, value, where)
    if origin is dict and isinstance(value, dict):
        return {str(key): _load(inner[1], each, f"{where}.{key}") for key, each in value.items()}
    if origin is Literal and value in inner:
        return value
    if dataclasses.is_dataclass(hint):
        return load(typing.cast(type, hint), value, where)
    return _load_plain(hint, value, where)


def _load_items(inner: tuple[Any, ...], values: Sequence[Any], where: str) -> tuple[Any, ...]:
    hints = (inner[0],) * len(values) if inner[-1] is Ellipsis else inner
    if len(hints) != len(values):
        raise ValueError(f"{where}: expected {len(hints)} values, got {len(values)}")
    pairs = enumerate(zip(hints, values, strict=True))
    return tuple(_load(hint, value, f"{where}.{n}") for n, (hint, value) in pairs)


def _load_plain(hint: Any, value: Any, where: str) -> Any:
    if hint is dt.date and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"{where}: {value!r:.60} is not a day") from error
    # True is an int in Python, and 1 is a float in JSON.
    if type(value) is hint or (hint is float and type(value) is int):
        return float(value) if hint is float else value
    name = getattr(hint, "__name__", str(hint))
    raise ValueError(f"{where}: expected {name}, got {value!r:.60}")
