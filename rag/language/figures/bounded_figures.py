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
        Bound(LOWER, strict=True): r"dépass\w+|exc[éè]d\w+|"
        r"(?:plus|au-delà|au-dessus) d(?:e|['’])|"
        r"supérieure?s? à",
        Bound(LOWER, strict=False): rf"{LOWER}|à partir d(?:e|['’])|dès",
        Bound(UPPER, strict=True): r"moins d(?:e|['’])|inférieure?s? à|"
        r"(?:en dessous|au-dessous) d(?:e|['’])",
        Bound(UPPER, strict=False): rf"{UPPER}(?: d(?:e|['’]))?|jusqu['’]à",
    },
    "en": {
        Bound(LOWER, strict=True): r"exceed\w*|over|above|beyond|in excess of|"
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
# Directly before a bound, they turn it round: "must not be less than". "No one under 18" does not.
_NEGATIONS: dict[Language, str] = {
    "fr": r"(?:\bne|\bn['’]|\bnon|\bsans|\bpas|\bjamais)\s?"
    r"(?:(?:peu\w*|doi\w*|pourr\w*|devr\w*|saurai\w*|est|sont|soi\w*|être|pas|jamais|"
    r"en aucun cas)\s){0,4}",
    "en": r"(?:(?:\b(?:not|cannot|never)|n['’]t)\s(?:(?:be|been|ever)\s){0,2}|"
    r"\bno(?:body|\s\w+|ne)?\s(?:(?:may|can|must|shall|will)\sbe|is|are|was|were)\s)",
}
_NEGATED = {
    language: re.compile(rf"{form}$", re.IGNORECASE) for language, form in _NEGATIONS.items()
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
_REACH_OF_NEGATION = 48  # characters before a bound


@lru_cache(maxsize=8_192)
def bound_of(text: str, start: int, end: int, language: Language) -> Bound:
    """The bound of the figure ``text[start:end]`` of a text with plain bounds; cached."""
    low = max(0, start - _REACH)
    found = [
        _turned(bound) if _is_negated(text, low + match.start(), language) else bound
        for bound, form in _FORMS_BEFORE[language]
        if (match := form.search(text[low:start]))
    ]
    found += [bound for bound, form in _FORMS_AFTER[language] if form.match(text, end)]
    return found[0] if found else _NO_BOUND


def _is_negated(text: str, start: int, language: Language) -> bool:
    before = text[max(0, start - _REACH_OF_NEGATION) : start]
    return _NEGATED[language].search(before) is not None


def _turned(bound: Bound) -> Bound:
    """What is not above a figure is at most it; a bound that has the figure stays as it is."""
    if not bound.strict:
        return bound
    return Bound(LOWER if bound.side == UPPER else UPPER, strict=False)


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
