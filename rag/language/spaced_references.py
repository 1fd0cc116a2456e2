"""Identifiers that a question writes with a blank: "section 5 A" for 5A, "SOP 18" for SOP-18.

Only a library that has such an identifier shows that one is meant: "section 5 A" may be section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.language.references import Reference

_LETTER = re.compile(r"[ \u00a0\u202f](?P<letter>[A-Z])(?![\w'’.-])")
_CODE = re.compile(
    r"(?<![\w/.-])(?P<series>[A-Z]{2,5})[ \u00a0\u202f](?P<number>[0-9]{1,5})(?![\w%€$£])"
)


def with_letter(text: str, reference: Reference) -> Reference | None:
    """The part of a text that a number and the capital after it may name; ``None`` for none."""
    match = _LETTER.match(text, reference.end)
    if match is None or not reference.is_part or not reference.value.isdecimal():
        return None
    value = reference.value + match["letter"].lower()
    return replace(reference, end=match.end(), value=value)


def spaced_codes(text: str) -> Iterator[Reference]:
    """What may be a code in capitals with a blank before its number: "SOP 18"."""
    for match in _CODE.finditer(text):
        yield Reference(*match.span(), "", f"{match['series'].lower()}{match['number']}")
