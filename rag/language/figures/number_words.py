"""The names of numbers in French and English, and how they add up."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from rag.records import LANGUAGES, Language

# Names of numbers, folded. "un", "une", "one" and "a" are numbers only inside a larger one:
# alone they are articles or pronouns.
_SMALL: dict[Language, str] = {
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
}
ARTICLES_FOR_ONE: dict[Language, tuple[str, ...]] = {"fr": ("un", "une"), "en": ("one", "a", "an")}
# "One proxy": in English an article counts nothing.
ONE_THING: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\bune?\s(?P<noun>[^\W\d_]+)", re.IGNORECASE),
    "en": re.compile(r"\bone\s(?P<noun>[^\W\d_]+)", re.IGNORECASE),
}
_NAMES: dict[Language, dict[str, int]] = {
    "fr": {name: value for value, name in enumerate(_SMALL["fr"].split())}
    | {"une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50}
    | {"soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90},
    "en": {name: value for value, name in enumerate(_SMALL["en"].split())}
    | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
    | {"seventy": 70, "eighty": 80, "ninety": 90},
}
# The long scale in French, the short one in English: "un billion" is a thousand "milliards".
SCALES: dict[Language, dict[str, int]] = {
    "fr": {"cent": 100, "cents": 100, "mille": 10**3, "millier": 10**3, "milliers": 10**3}
    | {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
    | {"billion": 10**12, "billions": 10**12, "dizaine": 10, "dizaines": 10, "douzaine": 12}
    | {"douzaines": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40}
    | {"cinquantaine": 50, "soixantaine": 60, "centaine": 100, "centaines": 100},
    "en": {"hundred": 100, "thousand": 10**3, "million": 10**6, "millions": 10**6}
    | {"billion": 10**9, "billions": 10**9, "trillion": 10**12, "dozen": 12},
}
_SCALES_ALONE = ("cent", "mille")  # scales that need no number before them
_IRREGULAR: dict[Language, dict[str, int]] = {
    "fr": {"premier": 1, "premiere": 1, "unieme": 1, "second": 2, "seconde": 2}
    | {"cinquieme": 5, "neuvieme": 9},
    "en": {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9}
    | {"twelfth": 12},
}


def _ordinals(language: Language) -> dict[str, int]:
    """Each ordinal of one word: "deuxieme", "twentieth"."""
    known = _NAMES[language] | {"hundred": 100, "thousand": 1_000, "cent": 100, "mille": 1_000}
    if language == "fr":
        regular = {name.rstrip("es") + "ieme": value for name, value in known.items()}
    else:
        regular = {re.sub("y$", "ie", name) + "th": value for name, value in known.items()}
    return regular | _IRREGULAR[language]


_ORDINALS: dict[Language, dict[str, int]] = {one: _ordinals(one) for one in LANGUAGES}
_KNOWN = {
    language: frozenset({*_NAMES[language], *SCALES[language], *_ORDINALS[language]})
    for language in LANGUAGES
}


def is_number_name(name: str, language: Language) -> bool:
    """Whether a folded word is the name of a number, a scale or an ordinal."""
    return name in _KNOWN[language]


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """A word in lower case without its accents."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def number_of(written: str, language: Language) -> Decimal | None:
    """The value of whole digits or of a name of a number below twenty, ``None`` for other words."""
    if written.isdecimal():
        return Decimal(written)
    name = " ".join(folded(written).split()).removeprefix("a ")
    value = (_NAMES[language] | SCALES[language]).get(name)
    return None if value is None else Decimal(value)


class NumberPhrase:
    """Names of numbers added up in order, as long as they make one number."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._complete = 0  # the part before the last scale from a thousand up
        self._hundreds = 0  # the part after it, below a thousand
        self.last_scale = 1
        self._ceiling = 10**15  # scales decrease: "deux millions cinq cent mille"
        self.empty = True
        self.rank = False

    @property
    def value(self) -> int:
        """The number so far."""
        return self._complete + self._hundreds

    def add(self, name: str) -> bool:
        """Adds a name if it continues the number; returns whether it does."""
        language = self._language
        if name in _NAMES[language]:
            added = self._add_small(_NAMES[language][name])
        elif name in SCALES[language]:
            added = self._add_scale(name, SCALES[language][name])
        else:
            value = _ORDINALS[language].get(name)
            added = value is not None and self._add_small(value)
            self.rank = added
        self.empty = self.empty and not added
        return added

    def _add_small(self, value: int) -> bool:
        low = self._hundreds % 100
        if self._language == "fr" and low == 4 and value == 20:  # quatre-vingts
            self._hundreds += 76
            return True
        unit_after_tens = value < 10 and low % 10 == 0 and (low >= 20 or (low == 10 and value >= 7))
        teens_after_tens = self._language == "fr" and low in (60, 80) and 10 <= value <= 16
        if self.empty or (low == 0 and value < 100) or unit_after_tens or teens_after_tens:
            self._hundreds += value
            return True
        return False

    def _add_scale(self, name: str, scale: int) -> bool:
        if self._hundreds == 0 and name not in _SCALES_ALONE:
            return False
        if scale < 1_000:
            if self._hundreds >= 100 or (self._hundreds and self._complete % 1_000):
                return False
            self._hundreds = max(self._hundreds, 1) * scale
        else:
            if scale >= self._ceiling:
                return False
            self._complete += max(self._hundreds, 1) * scale
            self._hundreds = 0
            self._ceiling = scale
        self.last_scale = scale
        return True
