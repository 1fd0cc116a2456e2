"""What a record is made of, for its JSON and its schema."""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import Any


@functools.cache
def fields_of(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """The fields of a record: the name, the type, and whether there is no default."""
    hints = typing.get_type_hints(kind)
    missing = dataclasses.MISSING
    return tuple(
        (each.name, hints[each.name], each.default is missing and each.default_factory is missing)
        for each in dataclasses.fields(kind)
    )


@functools.cache
def properties_of(kind: type) -> dict[str, Any]:
    """The properties of a record that are written with its fields, with their types."""
    names: tuple[str, ...] = getattr(kind, "PROPERTIES", ())
    return {name: typing.get_type_hints(getattr(kind, name).fget)["return"] for name in names}
