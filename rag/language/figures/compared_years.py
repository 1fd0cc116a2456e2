"""The figures that a text compares with those of another year: "512, against 468 in 2022"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.language.figures.calculation_words import AGAINST_OF_YEAR, COMPARED_TO
from rag.records import Language, Offsets

_BLANK = r"[ \u00a0\u202f]"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
_FIGURE = r"(?P<figure>[€$£]?\d[^;()]{0,30}?)"
_IN: dict[Language, str] = {"fr": r"en|pour|de", "en": r"in|for|of"}
_THAN: dict[Language, str] = {"fr": r"que|qu['’]", "en": r"than"}
_THAN_THE: dict[Language, str] = {"fr": r"que (?:les|le|la)", "en": r"than the"}
_YEAR_BEFORE: dict[Language, str] = {
    "fr": r"(?:une?|1) (?:an|année) (?:plus tôt|auparavant|avant)|l['’](?:année|an) (?:précédente?|"
    r"dernier|dernière|passée?|d['’]avant)",
    "en": r"(?:a|one|1) year (?:earlier|before|previously|ago)|(?:in )?the (?:year before|"
    r"(?:previous|preceding|prior) year)|last year",
}
_PLAIN_FIGURE = rf"(?P<figure>[€$£]?\d[\d.,]*(?:{_BLANK}\d{{3}})*(?:{_BLANK}?[%€$£])?)"


def _forms(language: Language) -> tuple[re.Pattern[str], ...]:
    """What precedes or follows the figure of another year."""
    earlier, than, of_year = COMPARED_TO[language], _THAN[language], _IN[language]
    return (
        AGAINST_OF_YEAR[language],
        # "more than the 468 of 2022"
        _form(rf"(?:{_THAN_THE[language]}){_BLANK}{_FIGURE}{_BLANK}(?:{of_year}){_BLANK}{_YEAR}"),
        # "than in 2022 (468)", "par rapport à 2022 (468)"
        _form(
            rf"(?:{earlier}|{than}){_BLANK}?(?:(?:{of_year}){_BLANK})?{_YEAR}"
            rf"{_BLANK}\({_PLAIN_FIGURE}"
        ),
        # "512 (468 in 2022)", "512 (2022: 468)"
        _form(rf"\({_FIGURE}{_BLANK}(?:{of_year}){_BLANK}{_YEAR}\)"),
        _form(rf"\((?:(?:{of_year}){_BLANK})?{_YEAR}{_BLANK}?:{_BLANK}?{_PLAIN_FIGURE}"),
        # "against 468 a year earlier"
        _form(rf"(?:{earlier}){_BLANK}?{_FIGURE}{_BLANK}(?:{_YEAR_BEFORE[language]})"),
    )


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)


_FORMS: dict[Language, tuple[re.Pattern[str], ...]] = {"fr": _forms("fr"), "en": _forms("en")}
# "against 468 in 2022 and 440 in 2021"
_NEXT: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?:,|,?{_BLANK}(?:and|et)){_BLANK}{_FIGURE}{_BLANK}(?:{form}){_BLANK}{_YEAR}",
        re.IGNORECASE,
    )
    for language, form in _IN.items()
}

# "12 votes against 5 in 2023" compares no years.
_VOTES = re.compile(r"\b(?:voix|votes?|suffrages?|ballots?|pour|for)\s$", re.IGNORECASE)
_REACH = 12  # characters before a comparison


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A figure of another year than the text is about, and the words that compare, by their places.

    ``year`` is ``None`` for "a year earlier".
    """

    figure: Offsets
    words: Offsets
    year: int | None


@lru_cache(maxsize=8_192)
def find_compared(text: str, language: Language) -> tuple[ComparedFigure, ...]:
    """The figures of other years in a text, which it gives to compare with its own, in order.

    Cached: a sentence is compared with many claims.
    """
    found = {one.figure: one for one in _find(text, language)}
    return tuple(found[place] for place in sorted(found))


def _find(text: str, language: Language) -> Iterator[ComparedFigure]:
    for form in reversed(_FORMS[language]):
        for match in form.finditer(text):
            if _VOTES.search(text, max(match.start() - _REACH, 0), match.start()):
                continue
            following: re.Match[str] | None = match
            while following:
                yield _compared(following)
                following = _NEXT[language].match(text, following.end())


def _compared(match: re.Match[str]) -> ComparedFigure:
    year = match.groupdict().get("year")
    return ComparedFigure(match.span("figure"), match.span(), int(year) if year else None)
