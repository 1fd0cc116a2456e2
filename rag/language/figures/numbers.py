"""Numbers, percentages, sums of money and ranks, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.language.figures.measures import measure_after
from rag.language.figures.number_words import (
    ARTICLES_FOR_ONE,
    SCALES,
    NumberPhrase,
    folded,
    is_number_name,
)
from rag.language.identifiers.marks import find_marks
from rag.records import Language


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity written at ``text[start:end]``, its unit included.

    ``value`` is exact and includes the scale: "1,5 million" is 1500000. ``unit`` is "%", "‰",
    "pp" (percentage points), an ISO 4217 code ("EUR"), "$" for a bare dollar, or empty.
    ``ordinal`` is true of a rank ("12e", "twelfth").
    """

    start: int
    end: int
    value: Decimal
    unit: str = ""
    ordinal: bool = False


_SHORT = {"k": 3, "m": 6, "mn": 6, "md": 9, "mds": 9, "mrd": 9, "bn": 9, "tn": 12}
_CURRENCIES = {
    "euro": "EUR",
    "euros": "EUR",
    "€": "EUR",
    "$": "$",
    "us$": "USD",
    "$us": "USD",
    "dollar": "$",
    "dollars": "$",
    "£": "GBP",
    "livres sterling": "GBP",
    "pounds sterling": "GBP",
    "¥": "JPY",
    "yen": "JPY",
    "yens": "JPY",
    "francs suisses": "CHF",
    "swiss francs": "CHF",
    "francs cfa": "XOF",
    "cfa francs": "XOF",
    "ca$": "CAD",
    "dollars canadiens": "CAD",
    "canadian dollars": "CAD",
    "us dollars": "USD",
    "dollars américains": "USD",
} | {code.lower(): code for code in "EUR USD GBP JPY CHF XOF CAD AUD CNY".split()}
_SHARES = {"%": "%", "‰": "‰", "pour cent": "%", "per cent": "%", "percent": "%", "pour mille": "‰"}
_SHARES |= {"points de pourcentage": "pp", "percentage points": "pp", "percentage point": "pp"}
SHARE_UNITS = frozenset(_SHARES.values())
_DOLLARS = frozenset({"$", "USD", "CAD", "AUD"})

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
# Both languages group thousands with blanks or apostrophes; the point and the comma swap roles.
# One sign groups a whole number: "1,548 160.1" is two numbers, of two columns.
_GROUPS = r"\d{{1,3}}(?:(?:[ \u00a0\u2009\u202f]\d{{3}})+|(?:['’]\d{{3}})+|(?:{group}\d{{3}})+)"
_LITERAL: dict[Language, str] = {
    "fr": _GROUPS.format(group=r"\.") + r"(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?",
    "en": _GROUPS.format(group=",") + r"(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?",
}
# Not inside a word, a reference ("A/RES/78") or a name ("COVID-19").
_START = {
    language: re.compile(
        rf"(?<![\w/])(?<![^\W\d_][-–])(?P<literal>(?:(?<!\d)[-−](?=\d))?(?:{literal}))|{_LETTERS}"
    )
    for language, literal in _LITERAL.items()
}
_WORD = re.compile(_LETTERS)
_JOIN = re.compile(rf"(?:{_BLANK}+|[-\u2011])(?:(?:et|and)(?:{_BLANK}+|-))?")
_AND_HALF = re.compile(rf"{_BLANK}+(?:et{_BLANK}+demie?|and{_BLANK}+a{_BLANK}+half)\b", re.I)
_RANK: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:er|re|ère|nde?|e|è?me|ième|ᵉʳ|ᵉ)s?\b"),
    "en": re.compile(r"(?:st|nd|rd|th)\b"),
}
# Without L: "Le" at the start of a sentence is far more frequent than "LXe".
_ROMAN = re.compile(r"([IVX]+)(?:er|re|ère|e|ème|ᵉʳ|ᵉ)\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def _either(names: Sequence[str]) -> str:
    """A pattern for any of the names, the longest first, with any kind of blanks inside."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", f"{_BLANK}+") for name in ordered)


_AFTER = re.compile(
    rf"{_BLANK}?(?:(?P<scale>{_either(list(_SHORT))})(?={_BLANK}?[€$£¥]))?{_BLANK}?"
    rf"(?:(?:de|of){_BLANK}|d['’])?(?P<unit>{_either([*_CURRENCIES, *_SHARES])})(?!\w)",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?<!\w)(?P<unit>us\$|ca\$|[€$£¥]|EUR|USD|GBP|CHF){_BLANK}?$", re.I)
# Whose dollars they are, said after the figure: "$4,000 Canadian".
_WHOSE = re.compile(
    rf"{_BLANK}?(?:(?P<CAD>CAD|CDN|Canadian(?:{_BLANK}dollars)?|canadiens)|(?P<USD>USD?|américains))\b"
)
_SCALE_SUFFIX = re.compile(rf"{_BLANK}?(?P<scale>{_either(list(_SHORT))})\b", re.IGNORECASE)


def find_quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """The quantities of a text in order, none inside another.

    The language decides what "1,200" (1200 in English, 1.2 in French) and "billion" mean. The
    numbers inside dates are found too, those of marks ("article 12", "(2)") are not.
    """
    found: list[Quantity] = []
    marks = [(mark.start, mark.end) for mark in find_marks(text, language)]
    position = 0
    while (match := _START[language].search(text, position)) is not None:
        if inside := [end for start, end in marks if start <= match.start() < end]:
            position = max(inside[0], match.end())
            continue
        read = _read(text, match, language)
        position = max(read.end, match.end()) if read else match.end()
        if read:
            found.append(read)
    return tuple(found)


def _read(text: str, match: re.Match[str], language: Language) -> Quantity | None:
    """The quantity that starts at a match, ``None`` if there is none."""
    if match["literal"] is None:
        return _read_names(text, match, language)
    value, end = _literal(match["literal"], language), match.end()
    if rank := _RANK[language].match(text, end):
        return Quantity(match.start(), rank.end(), value, ordinal=True)
    if text[end : end + 1].isalpha():
        with_unit = _with_unit(text, match.start(), end, value)
        return with_unit if with_unit.unit or measure_after(text, end) else None
    scaled, end = _scaled(text, end, value, language)
    return _with_unit(text, match.start(), end, scaled)


def _literal(written: str, language: Language) -> Decimal:
    """The value of digits: groups of three are joined, a remaining point or comma is decimal."""
    digits = re.sub(r"[ \u00a0\u2009\u202f'’]", "", written).replace("−", "-")
    group, point = (".", ",") if language == "fr" else (",", ".")
    if re.fullmatch(
        rf"-?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", digits
    ):
        digits = digits.replace(group, "")
    return Decimal(digits.replace(",", "."))


def _scaled(text: str, end: int, value: Decimal, language: Language) -> tuple[Decimal, int]:
    """The value times the scale after it, with a half if there is one, and the new end."""
    if half := _AND_HALF.match(text, end):
        value, end = value + Decimal("0.5"), half.end()
    join = _JOIN.match(text, end)
    word = _WORD.match(text, join.end()) if join else None
    scale = SCALES[language].get(folded(word.group()), 0) if word else 0
    if word is None or scale <= 100:
        return value, end
    value, end = value * scale, word.end()
    if half := _AND_HALF.match(text, end):
        return value + Decimal(scale) / 2, half.end()
    return value, end


def _with_unit(text: str, start: int, end: int, value: Decimal) -> Quantity:
    if before := _BEFORE.search(text, max(0, start - 5), start):
        if scale := _SCALE_SUFFIX.match(text, end):
            value, end = value * 10 ** _SHORT[scale["scale"].lower()], scale.end()
        unit = _unit(before["unit"])
        if unit == "$" and (whose := _WHOSE.match(text, end)):
            return Quantity(before.start(), whose.end(), value, str(whose.lastgroup))
        return Quantity(before.start(), end, value, unit)
    if after := _AFTER.match(text, end):
        factor = 10 ** _SHORT[after["scale"].lower()] if after["scale"] else 1
        return Quantity(start, after.end(), value * factor, _unit(after["unit"]))
    return Quantity(start, end, value)


def may_be_one_unit(one: str, other: str) -> bool:
    """Whether two units may be one: "$" is the sign of several currencies."""
    return one == other or ("$" in (one, other) and {one, other} <= _DOLLARS)


def _unit(written: str) -> str:
    name = " ".join(written.lower().split())
    return _CURRENCIES.get(name) or _SHARES[name]


def _read_names(text: str, match: re.Match[str], language: Language) -> Quantity | None:
    """The quantity whose names start at a match: "vingt-cinq", "two hundred and six"."""
    if language == "fr" and (roman := _ROMAN.match(text, match.start())):
        return Quantity(*roman.span(), Decimal(_roman(roman[1])), ordinal=True)
    if not is_number_name(folded(match.group()), language):
        return None
    state = NumberPhrase(language)
    end, word = match.start(), _WORD.match(text, match.start())
    while word is not None and not state.rank and state.add(folded(word.group())):
        end = word.end()
        join = _JOIN.match(text, end)
        word = _WORD.match(text, join.end()) if join else None
    if state.empty or folded(text[match.start() : end]) in ARTICLES_FOR_ONE[language]:
        return None
    if state.rank:
        return Quantity(match.start(), end, Decimal(state.value), ordinal=True)
    value = Decimal(state.value)
    if state.last_scale > 100 and (half := _AND_HALF.match(text, end)):
        value, end = value + Decimal(state.last_scale) / 2, half.end()
    else:
        value, end = _scaled(text, end, value, language)
    return _with_unit(text, match.start(), end, value)


def _roman(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters]
    after = [*values[1:], 0]
    return sum(
        -value if value < next_ else value for value, next_ in zip(values, after, strict=True)
    )
