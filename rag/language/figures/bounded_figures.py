"""The bound that a text gives a figure: "exceeds 3 nights", "3 nuits ou plus"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rag.language.figures.bounds import LOWER, UPPER
from rag.records import Language


class Bound(NamedTuple):
    """Which side of a figure is meant, ``LOWER`` for what is above it, "" for the figure alone.

    ``strict``: the figure itself is not.
    """

    side: str
    strict: bool


_NO_BOUND = Bound("", strict=False)
_BEFORE: dict[Language, dict[Bound, str]] = {
    "fr": {
        Bound(LOWER, strict=True): r"dépass\w+|exc[éè]d\w+|(?:plus|au-delà) d(?:e|['’])|"
        r"supérieure?s? à",
        Bound(LOWER, strict=False): rf"{LOWER}|à partir d(?:e|['’])|dès",
        Bound(UPPER, strict=True): r"moins d(?:e|['’])|inférieure?s? à|en dessous d(?:e|['’])",
        Bound(UPPER, strict=False): rf"{UPPER}(?: d(?:e|['’]))?|jusqu['’]à",
    },
    "en": {
        Bound(LOWER, strict=True): r"exceed\w*|over|above|"
        r"(?:more|longer|greater|higher|larger|older|later) than",
        Bound(LOWER, strict=False): LOWER,
        Bound(UPPER, strict=True): r"under|below|"
        r"(?:less|fewer|shorter|lower|smaller|younger|earlier) than",
        Bound(UPPER, strict=False): rf"{UPPER}(?: of)?|within",
    },
}
_AFTER: dict[Language, dict[Bound, str]] = {
    "fr": {
        Bound(LOWER, strict=False): rf"{LOWER}|(?:et|ou) (?:plus|davantage)",
        Bound(UPPER, strict=False): rf"{UPPER}|(?:et|ou) moins",
    },
    "en": {
        Bound(LOWER, strict=False): rf"{LOWER}|(?:or|and) (?:more|over|above|longer|older)",
        Bound(UPPER, strict=False): rf"{UPPER}|(?:or|and) (?:less|fewer|under|shorter|younger)",
    },
}
_FORMS_BEFORE = {
    language: [
        (bound, re.compile(rf"(?<!\w)(?:{form})\s?[$€£]?\s?$", re.IGNORECASE))
        for bound, form in forms.items()
    ]
    for language, forms in _BEFORE.items()
}
# A word or two may stand between: "3 nights or more".
_FORMS_AFTER = {
    language: [
        (bound, re.compile(rf"\s?(?:[\w€$£%]+\s){{0,2}}?(?:{form})(?!\w)", re.IGNORECASE))
        for bound, form in forms.items()
    ]
    for language, forms in _AFTER.items()
}
_REACH = 24  # characters before a figure


@lru_cache(maxsize=8_192)
def bound_of(text: str, start: int, end: int, language: Language) -> Bound:
    """The bound of the figure ``text[start:end]`` of a text with plain bounds; cached."""
    before = text[max(0, start - _REACH) : start]
    found = [bound for bound, form in _FORMS_BEFORE[language] if form.search(before)]
    found += [bound for bound, form in _FORMS_AFTER[language] if form.match(text, end)]
    return found[0] if found else _NO_BOUND


def holds_under(one: Bound, condition: Bound) -> bool:
    """Whether a figure with one bound meets the same figure with that of a condition.

    Three meets "at least three", and not "over three".
    """
    if one.side and one.side != condition.side:
        return False
    return one.strict or not condition.strict


def are_opposite(one: Bound, other: Bound) -> bool:
    """Whether one means what is above a figure and the other what is below it."""
    return {one.side, other.side} == {LOWER, UPPER}
