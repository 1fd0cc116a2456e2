"""What there is more or fewer of: "somewhat fewer Ontario residents", "un peu plus d'hommes"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.language.words import read_families
from rag.records import Language, Offsets

# A number after them is bounded and compares nothing: "plus de 6 000 personnes".
_NO_NUMBER = r"(?!\s?[\d$€£]|\s?(?:la moitié|half|one|two|three|deux|trois)\b)"
_MORE: dict[Language, str] = {
    "fr": rf"(?<!ne )(?<!de )(?<!en )(?<!non )(?:plus|davantage)\sd(?:e\s|['’]){_NO_NUMBER}",
    "en": rf"(?<!no )(?<!once )more\s(?!than\b|or\b|and\b){_NO_NUMBER}",
}
_FEWER: dict[Language, str] = {
    "fr": rf"(?<!au )(?<!du )moins\sd(?:e\s|['’]){_NO_NUMBER}",
    "en": rf"(?<!no )(?<!not )(?:fewer|less)\s(?!than\b|or\b){_NO_NUMBER}",
}
_FORMS: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?<!\w)(?:(?P<more>{_MORE[language]})|(?P<fewer>{_FEWER[language]}))", re.IGNORECASE
    )
    for language in _MORE
}
# Where the things end: at the base of the comparison, or with the clause.
_END: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\squ(?:e\s|['’])|[,;:.()](?=\s|$)|\n"),
    "en": re.compile(r"\sthan\s|[,;:.()](?=\s|$)|\n"),
}


class Things(NamedTuple):
    """What a text has more or fewer of, as the families of its words."""

    more: bool
    families: frozenset[str]


@lru_cache(maxsize=8_192)
def find_more_and_fewer(text: str, language: Language) -> tuple[Things, ...]:
    """The things that a text says there are more or fewer of, in order; cached."""
    found = list(_FORMS[language].finditer(text))
    return tuple(
        Things(
            one["more"] is not None, read_families(_before_end(text, places, language), language)
        )
        for one, places in zip(found, _between(found, len(text)), strict=True)
    )


def _between(found: Sequence[re.Match[str]], end: int) -> list[Offsets]:
    """From the end of each match to the start of the next one."""
    starts = [one.start() for one in found[1:]] + [end] * bool(found)
    return [(one.end(), start) for one, start in zip(found, starts, strict=True)]


def _before_end(text: str, places: Offsets, language: Language) -> str:
    end = _END[language].search(text, *places)
    return text[places[0] : end.start() if end else places[1]]
