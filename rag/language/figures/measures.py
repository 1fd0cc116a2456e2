"""Units of measurement after a figure, the same in both languages: "10 cm", "50 mph".

The time of a speed is a rate, which ``limits_of_statements`` reads.
"""

from __future__ import annotations

import re

_BLANK = r"[ \t\u00a0\u202f]"
_MEASURES: dict[str, str] = {
    "knots": r"n[oœ]e?uds?|knots?",
    "mm": r"mm|millim[eè]tres?|millimet(?:er|re)s?",
    "cm": r"cm|centim[eè]tres?|centimet(?:er|re)s?",
    "km": r"kph|km|kilom[eè]tres?|kilomet(?:er|re)s?",
    "m": r"m|m[eè]tres?|met(?:er|re)s?",
    "miles": r"mph|miles?|milles",
    "feet": r"pieds?|feet|foot|ft",
    "inches": r"pouces?|inch(?:es)?",
    "mg": r"mg|milligram(?:me)?s?",
    "kg": r"kg|kilogram(?:me)?s?|kilos?",
    "g": r"g|gram(?:me)?s?",
    "tonnes": r"t|tonnes?|tons?",
    "l": r"l|litres?|liters?",
    "ha": r"ha|hectares?",
    "acres": r"acres?",
    "newtons": r"N|newtons?",
    "kB": r"[Kk]o|[Kk]B|kilooctets?|kilobytes?",
    "MB": r"Mo|MB|mégaoctets?|megabytes?",
    "GB": r"Go|GB|gigaoctets?|gigabytes?",
    "TB": r"To|TB|téraoctets?|terabytes?",
    "°C": r"°C",
    "°F": r"°F",
}
_FORM = re.compile(
    rf"{_BLANK}?(?:"
    + "|".join(f"(?P<m{n}>{form})" for n, form in enumerate(_MEASURES.values()))
    + r")(?![\w²³])"
)
_NAMES = tuple(_MEASURES)
# After a percentage, what it is a share of: "3% of users", "41 % des visites".
_SHARED = re.compile(
    rf"{_BLANK}?(?:%|percent|per{_BLANK}cent|pour{_BLANK}cent)?{_BLANK}(?:(?:of|des|du|de){_BLANK}|d['’])"
    rf"(?:(?:the|all|our|la|le|les|l['’]){_BLANK}?)?(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)


def measure_after(text: str, end: int) -> str:
    """The unit of measurement right after a figure that ends there, "" for none."""
    match = _FORM.match(text, end)
    return "" if match is None else _NAMES[int((match.lastgroup or "m0")[1:])]


def shared_noun(text: str, end: int) -> str:
    """The noun of which a percentage that ends there is a share, "" for none."""
    match = _SHARED.match(text, end)
    return "" if match is None else match["noun"]
