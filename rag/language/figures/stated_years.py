"""The year that a sentence gives a figure in so many words: "412 berths in 2022"."""

from __future__ import annotations

import re

from rag.records import Language

_BLANK = r"[ \u00a0\u202f]"
_YEAR = r"((?:19|20)\d{2})\b"
_IN: dict[Language, str] = {
    "fr": r"en|fin|début|à la fin de(?: l['’]année)?|au cours de",
    "en": r"in|at the end of|at the beginning of|during|by the end of",
}
_BETWEEN: dict[Language, tuple[str, str]] = {"fr": ("entre", "et"), "en": ("between", "and")}
# A word that sets out on another thing is none of the figure's: "12 and 14 in 2022".
_NO_WORD: dict[Language, str] = {
    "fr": r"et|ou|mais|contre|que|dont|puis|à",
    "en": r"and|or|but|against|than|that|which|who|to",
}
_AFTER = {
    language: re.compile(
        rf"(?:{_BLANK}?[%€])?(?:{_BLANK}(?!(?:{_NO_WORD[language]})\b)[^\W\d_][\w'’-]*){{0,3}}?"
        rf"{_BLANK}(?:{form}){_BLANK}{_YEAR}",
        re.IGNORECASE,
    )
    for language, form in _IN.items()
}
_TWO_YEARS = {
    language: re.compile(rf"\b{first}{_BLANK}{_YEAR}{_BLANK}{second}{_BLANK}{_YEAR}", re.IGNORECASE)
    for language, (first, second) in _BETWEEN.items()
}


def year_after(text: str, end: int, language: Language) -> int | None:
    """The year that follows a figure that ends there, ``None`` without one."""
    match = _AFTER[language].match(text, end)
    return int(match[1]) if match else None


def find_two_years(text: str, language: Language) -> tuple[int, int] | None:
    """The two years between which something changed, ``None`` if a text names none."""
    match = _TWO_YEARS[language].search(text)
    return (int(match[1]), int(match[2])) if match else None
