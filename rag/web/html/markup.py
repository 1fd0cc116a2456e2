"""HTML from strings: one class, one door, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

# Elements that HTML writes without an end.
_VOID = frozenset({"img", "br", "hr", "input"})


class Html(str):
    """A string that is HTML already; made by ``tag`` and ``join`` only."""

    __slots__ = ()


def text(value: object) -> Html:
    """Any value as text of a page: markup in it is shown, not obeyed."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def join(parts: Iterable[object], between: str = "") -> Html:
    """The parts one after the other, strings escaped; ``None`` and ``False`` are left out."""
    kept = (part for part in parts if part is not None and part is not False)
    return Html(escape(between).join(text(part) for part in kept))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element; a child or an attribute that is ``None`` or ``False`` is left out.

    Attribute names are written as Python allows them: ``class_``, ``data_page``, ``aria_label``.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")
