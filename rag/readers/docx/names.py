"""The names of WordprocessingML (ECMA-376) that are read."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def value(element: Any, *names: str) -> str | None:
    """The ``val`` of a property, by the names that lead to it; ``None`` where it is not set."""
    found = element
    for name in names:
        found = None if found is None else found.find(W + name)
    return None if found is None else str(found.get(f"{W}val", ""))


def switched(element: Any, *names: str) -> bool:
    """Whether a property that is on or off is on: it is where it has no value."""
    told = value(element, *names)
    return told is not None and told not in ("0", "false", "off", "none")


def number(told: str | None) -> int | None:
    """A small whole number; ``None`` for anything else."""
    return int(told) if told is not None and told.isdecimal() and len(told) < 7 else None
