"""The typography of each language, put into what the catalogue holds with plain spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.records import Language

_NARROW, _WIDE = "\u202f", "\u00a0"
_PAGE = re.compile(r"(?<=\bp\.) |(?<=\bPDF) (?=\{)")
_BEFORE_NARROW = re.compile(r" (?=[;!?])")
_BEFORE_WIDE = re.compile(r"(?<=[«°]) | (?=[»:%])")
_UNIT = re.compile(r"(?<=\}) (?=(?:s|MB|Mo|MiB|Mio)\b)")


def capitalised(text: str) -> str:
    """A text with a capital at the start, as at the start of a sentence."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1_024)
def typeset(text: str, language: Language) -> str:
    """A message with the apostrophes of print and the spaces at which no line may break.

    Those are between a number and its unit, and in French, narrow before ; ! ? and wide before
    the colon and inside the quotation marks.
    """
    text = _UNIT.sub(_WIDE, _PAGE.sub(_WIDE, text)).replace("'", "’")
    if language != "fr":
        return text
    return _BEFORE_WIDE.sub(_WIDE, _BEFORE_NARROW.sub(_NARROW, text))
