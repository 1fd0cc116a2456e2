"""Text that can be encoded: halves of characters, which only broken text has, are replaced."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """The text with U+FFFD for each lone surrogate; its length and offsets stay the same."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def is_well_formed(text: str) -> bool:
    """Whether a text has no half of a character."""
    return _HALF.search(text) is None
