"""Figures that are said to be near, above or below: "about 30", "just over 1,500", "près de 9"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from rag.language.figures.bounds import LOWER
from rag.records import Language

Approximation = Literal["exact", "about", "over", "under", "least", "many"]
# The share by which a figure may be away from what was said: of a plain figure, of a part said in a
# word ("a third" for 34 %), and "dozens", which go up to a hundred.
_NEAR: dict[Approximation, Decimal] = dict.fromkeys(
    ("about", "over", "under", "least"), Decimal("0.05")
)
_NEAR_PARTS: dict[Approximation, Decimal] = {
    "exact": Decimal("0.03"), "about": Decimal("0.06"), "under": Decimal("0.12"),
    "over": Decimal("0.3"), "least": Decimal("0.3"),
}  # fmt: skip
_MANY_UP_TO = 5  # times the two dozen or the two hundred that "dozens" and "hundreds" begin with
_WORDS: dict[Language, dict[Approximation, str]] = {
    "fr": {
        "about": r"environ|à peu près|approximativement|autour d(?:e|['’])|quelque|avoisin\w+|"
        r"de l['’]ordre d(?:e|['’])",
        "over": r"(?:(?:un peu|bien) )?plus d(?:es?|u|['’])|au-delà d(?:e|['’])|dépass\w+",
        "under": r"près d(?:es?|u|['’])|presque|(?:un peu )?moins d(?:es?|u|['’])|quasi(?:ment)?",
        "least": LOWER,
    },
    "en": {
        "about": r"about|around|roughly|approximately|some|circa|in the region of",
        "over": r"(?:just |well |slightly )?(?:over|more than|above)|upwards of",
        "under": r"nearly|almost|close to|just under|under|less than|fewer than|below",
        "least": LOWER,
    },
}
_FORMS = {
    language: {
        name: re.compile(rf"(?<!\w)(?:{form})\s?[$€£]?\s?$", re.IGNORECASE)
        for name, form in forms.items()
    }
    for language, forms in _WORDS.items()
}
_REACH = 24  # characters before a figure
_UNIT_SIGN = re.compile(r"%|percent|(?:per|pour) cent", re.IGNORECASE)


# "Une trentaine": thirty, more or less.
_ABOUT_SO_MANY = re.compile(r"(?<!\w)(?:une?\s)?(?:\w{3,}aine|millier)$", re.IGNORECASE)
_MANY = re.compile(
    r"(?:(?:des|plusieurs|quelques|many)\s)?(?:\w{3,}aines|milliers|millions|milliards|dozens|scores|"
    r"hundreds|thousands|billions)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """How a figure is said: ``start`` is where the words before it begin that say how.

    ``is_part``: it is a percentage said in words, "a third", "one in five".
    """

    how: Approximation
    start: int
    is_part: bool = False


def find_approximation(text: str, start: int, language: Language) -> Approximation:
    """What the words before a figure that begins at ``start`` say of it."""
    return find_said(text, start, language).how


@lru_cache(maxsize=8_192)
def find_said(
    text: str, start: int, language: Language, written: str = "", unit: str = ""
) -> SaidFigure:
    """The same with the place of these words; ``written`` and ``unit`` are those of the figure.

    Cached, since each figure of a claim is compared with each of a quote.
    """
    words = " ".join(written.split())
    is_part = unit == "%" and bool(words) and not _UNIT_SIGN.search(words)
    if _MANY.match(words):
        return SaidFigure("many", start)
    reach = max(0, start - _REACH)
    before = text[reach:start]
    for name, form in _FORMS[language].items():
        if match := form.search(before):
            return SaidFigure(name, reach + match.start(), is_part)
    return SaidFigure("about" if _ABOUT_SO_MANY.match(words) else "exact", start, is_part)


def may_be(said: Decimal, how: Approximation, value: Decimal, *, is_part: bool = False) -> bool:
    """Whether a value is what was said: 29.5 million is "about 30 million", 1,513 "over 1,500"."""
    if how == "many":
        return said <= value < _MANY_UP_TO * said
    near = (_NEAR_PARTS if is_part else _NEAR).get(how)
    if near is None:
        return said == value
    return abs(value - said) <= near * abs(said) and not _is_beyond(said, how, value)


def excludes(said: Decimal, how: Approximation, value: Decimal, *, is_part: bool = False) -> bool:
    """Whether a value cannot be what was said; 3,000 is "over 1,500" too."""
    if how in ("exact", "about"):
        return not may_be(said, how, value, is_part=is_part)
    return _is_beyond(said, how, value)


def _is_beyond(said: Decimal, how: Approximation, value: Decimal) -> bool:
    below, above = how in ("over", "least", "many"), how == "under"
    return (below and value < said) or (above and value > said)
