"""Two things that a sentence compares: "prefer tea over coffee", "plus cher que le train"."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.records import Language

# Words that put what is before them above what is after them, and below it. A figure after "than"
# is a bound and no comparison.
_MORE: dict[Language, str] = {
    "fr": r"(?:plus|mieux|davantage)(?:\s[\w'’-]+){0,4}?\s(?:que|qu['’])|plutôt\s(?:que|qu['’])",
    "en": r"(?:more|rather|better)(?:\s[\w'’-]+){0,4}?\sthan|over(?=\s(?:an?|the|ones?|those)\s)",
}
_LESS: dict[Language, str] = {
    "fr": r"moins(?:\s[\w'’-]+){0,4}?\s(?:que|qu['’])",
    "en": r"(?:less|fewer)(?:\s[\w'’-]+){0,4}?\sthan",
}
_FORMS: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?<!\w)(?:(?P<more>{_MORE[language]})|(?P<less>{_LESS[language]}))\s?(?![\d$€£])",
        re.IGNORECASE,
    )
    for language in _MORE
}
_CLAUSE_END = re.compile(r"[,;:.](?=\s|$)|\n")


class ComparedThings(NamedTuple):
    """Where the words that compare start and end, and where the clause ends.

    ``more``: what is before them is above what is after them.
    """

    start: int
    end: int
    clause_end: int
    more: bool


def find_comparison(text: str, language: Language) -> ComparedThings | None:
    """The comparison of a text with exactly one, ``None`` for others."""
    found = list(_FORMS[language].finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    end = _CLAUSE_END.search(text, match.end())
    return ComparedThings(
        match.start(), match.end(), end.start() if end else len(text), match["more"] is not None
    )
