"""Names and properties in WordprocessingML (ECMA-376)."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def value(element: Any, *names: str) -> str | None:
    """The ``val`` of a property, given the path of names to it; ``None`` if it is not set."""
    found = element
    for name in names:
        found = None if found is None else found.find(W + name)
    return None if found is None else str(found.get(f"{W}val", ""))


def is_on(element: Any, *names: str) -> bool:
    """Whether an on/off property is on; without a value it is."""
    setting = value(element, *names)
    return setting is not None and setting not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """The value of a whole number of up to six digits; ``None`` for anything else."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else None
