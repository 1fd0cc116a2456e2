"""Figures that are said to be near, above or below: "about 30", "just over 1,500", "près de 9"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from rag.language.bounds import LOWER
from rag.records import Language

Approximation = Literal["exact", "about", "over", "under", "least"]
_NEAR = Decimal("0.05")  # the share by which a figure that is said to be near may be away
_WORDS: dict[Language, dict[Approximation, str]] = {
    "fr": {
        "about": r"environ|à peu près|approximativement|autour de|quelque|de l['’]ordre de",
        "over": r"plus de|plus d['’]|au-delà de|dépass\w+",
        "under": r"près de|près d['’]|presque|moins de|moins d['’]|un peu moins de",
        "least": LOWER,
    },
    "en": {
        "about": r"about|around|roughly|approximately|some|circa|in the region of",
        "over": r"over|more than|above|upwards of",
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


def find_approximation(text: str, start: int, language: Language) -> Approximation:
    """What the words before a figure that begins at ``start`` say of it."""
    before = text[max(0, start - _REACH) : start]
    found = (name for name, form in _FORMS[language].items() if form.search(before))
    return next(found, "exact")


def may_be(said: Decimal, how: Approximation, value: Decimal) -> bool:
    """Whether a value is what was said: 29.5 million is "about 30 million", 1,513 "over 1,500"."""
    if how == "exact":
        return said == value
    return abs(value - said) <= _NEAR * abs(said) and not _is_beyond(said, how, value)


def excludes(said: Decimal, how: Approximation, value: Decimal) -> bool:
    """Whether a value cannot be what was said; 3,000 is "over 1,500" too."""
    if how in ("exact", "about"):
        return not may_be(said, how, value)
    return _is_beyond(said, how, value)


def _is_beyond(said: Decimal, how: Approximation, value: Decimal) -> bool:
    below, above = how in ("over", "least"), how == "under"
    return (below and value < said) or (above and value > said)
