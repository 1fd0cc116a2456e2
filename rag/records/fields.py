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


def properties_of(kind: type) -> tuple[str, ...]:
    """The properties of a record that are written with its fields."""
    return getattr(kind, "PROPERTIES", ())
