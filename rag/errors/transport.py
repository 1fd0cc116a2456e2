"""Errors of documents between processes: as JSON, never as a pickle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag import errors
from rag.errors.documents import DocumentError
from rag.messages import Message


def dump_error(error: DocumentError) -> dict[str, Any]:
    """An error as JSON values."""
    values = {name: _dump(value) for name, value in error.values.items()}
    return {"error": type(error).__name__, "values": values}


def load_error(values: Mapping[str, Any]) -> DocumentError:
    """The error in JSON values; raises ValueError, LookupError, TypeError or AttributeError."""
    kind = getattr(errors, values["error"])
    if not (isinstance(kind, type) and issubclass(kind, DocumentError)):
        raise ValueError(values["error"])
    return kind(**{name: _load(value) for name, value in values["values"].items()})


def _dump(value: object) -> object:
    if isinstance(value, Message):
        values = {name: _dump(each) for name, each in value.values.items()}
        return {"key": value.key, "values": values}
    return value if isinstance(value, int | float) else str(value)


def _load(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return Message(value["key"], **{name: _load(each) for name, each in value["values"].items()})
