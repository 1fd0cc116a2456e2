"""Identifiers that a question writes with a blank: "section 5 A", "note 45 de 2023".

Only a library that has such an identifier shows that one is meant: "section 5 A" may be section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.language.identifiers.references import Reference

_LETTER = re.compile(r"[ \u00a0\u202f](?P<letter>[A-Z])(?![\w'’.-])")
_YEAR = re.compile(
    r",?[ \u00a0\u202f](?:de|du|of|from)[ \u00a0\u202f](?P<year>(?:19|20)[0-9]{2})\b"
)
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


def with_year(text: str, reference: Reference) -> Reference:
    """A number with the year after it as one value: "note 45 de 2023" is 2023-45."""
    match = _YEAR.match(text, reference.end)
    if match is None or reference.is_part or not reference.value.isdecimal():
        return reference
    return replace(reference, end=match.end(), value=f"{match['year']}-{reference.value}")


def without_year(text: str, reference: Reference) -> Reference | None:
    """The number alone of what ``with_year`` made; ``None`` for any other identifier."""
    match = _YEAR.search(text, reference.start, reference.end)
    if match is None or match.end() != reference.end:
        return None
    return replace(reference, end=match.start(), value=reference.value.partition("-")[2])


def spaced_codes(text: str) -> Iterator[Reference]:
    """What may be a code in capitals with a blank before its number: "SOP 18"."""
    for match in _CODE.finditer(text):
        yield Reference(*match.span(), "", f"{match['series'].lower()}{match['number']}")
