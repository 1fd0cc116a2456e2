"""HTML from strings, everything escaped, and the icons of the page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

# Elements without an end tag.
_VOID = frozenset({"img", "br", "hr", "input", "meta"})
# Strokes on a 20 by 20 grid, made for Verbatim.
_ICON_PATHS = {
    "open": "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
    "copy": "M7 7V4h9v9h-3M4 7h9v9H4z",
    "link": "M8.5 11.5l3-3M7 9l-2 2a2.8 2.8 0 0 0 4 4l2-2M13 11l2-2a2.8 2.8 0 0 0-4-4L9 7",
    "watch": "M2 10c4-6 12-6 16 0-4 6-12 6-16 0zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
    "left": "M12 4l-6 6 6 6",
    "right": "M8 4l6 6-6 6",
    "up": "M5 12l5-5 5 5",
    "down": "M5 8l5 5 5-5",
    "add": "M10 4v12M4 10h12",
    "edit": "M4 16l1-4 8-8 3 3-8 8zM11 6l3 3",
    "back": "M8 5L3 10l5 5M3 10h9a5 5 0 0 1 5 5",
    "check": "M4 11l4 4 8-10",
    "cross": "M5 5l10 10M15 5L5 15",
    "half": "M4 8c2-3 4-3 6 0s4 3 6 0M4 14c2-3 4-3 6 0s4 3 6 0",
    "none": "M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM13 13l4 4",
    "alert": "M10 3l8 14H2zM10 8v4M10 14.5v.5",
    "theme": "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
    "keep": "M5 3h10v14l-5-4-5 4z",
    "export": "M10 3v9M6 8.5l4 4 4-4M4 16h12",
    "page": "M5 3h7l3 3v11H5zM12 3v3h3",
    "leave": "M8 4H4v12h4M8 10h9M14 7l3 3-3 3",
}


class Html(str):
    """A string that is HTML already; only this module makes it."""

    __slots__ = ()


def text(value: object) -> Html:
    """Any value as text: markup in it is shown, not interpreted."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def join(parts: Iterable[object], between: str = "") -> Html:
    """The parts one after the other, strings escaped; ``None`` and ``False`` are left out."""
    present = (part for part in parts if part is not None and part is not False)
    return Html(escape(between).join(text(part) for part in present))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element; a child or an attribute that is ``None`` or ``False`` is left out.

    Attributes are named as Python allows it: ``class_``, ``data_page``, ``aria_label``.
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


def icon(name: str) -> Html:
    """An icon, hidden from screen readers: the button around it has the words."""
    return Html(
        '<svg class="v-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        f'<path d="{_ICON_PATHS[name]}"/></svg>'
    )
