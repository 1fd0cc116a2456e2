"""The unit that a column head gives for all figures under it: "Budget (k€)", « Coût, en euros »."""

from __future__ import annotations

import re

# The unit as it is written after a figure, and how heads write it, in both languages.
_UNITS: dict[str, str] = {
    "k€": r"k\s?€|k\s?eur|€\s?k|€\s?000|€ thousand|thousand(?: of)? euros|milliers d[’']euros",
    "M€": r"m\s?€|m\s?eur|€\s?m|€ million|million(?:s of)? euros|millions? d[’']euros",
    "€": r"€|eur|euros?",
    "$": r"\$|usd|dollars?",
    "£": r"£|gbp|pounds?",
    "%": r"%|percent|per cent|pour cent|pourcentage",
    "km": r"km|kilom[eè]tres",
    "m": r"m|m[eè]tres",
    "ha": r"ha|hectares",
    "kg": r"kg|kilogrammes|kilograms",
    "t": r"t|tonnes",
    "h": r"h|heures|hours",
    "jours": r"jours",
    "days": r"days",
}
_WRITTEN = "|".join(f"(?P<u{at}>{form})" for at, form in enumerate(_UNITS.values()))
_NAMES = tuple(_UNITS)
_IN_HEAD = re.compile(
    rf"(?:\((?:en |in )?(?:{_WRITTEN})\)|(?:^|[\s,])(?:en|in) (?:{_WRITTEN.replace('<u', '<v')})"
    rf"|(?:^|[\s,])(?:{_WRITTEN.replace('<u', '<w')}))$",
    re.IGNORECASE,
)
# Without brackets or "in", these are words like others at the end of a head.
_LETTERS = frozenset({"m", "t", "h"})


def unit_in_head(head: str) -> str:
    """The unit of the figures under a column head, as it is written after a figure; "" for none."""
    match = _IN_HEAD.search(head)
    if match is None or match.lastgroup is None:
        return ""
    name = _NAMES[int(match.lastgroup[1:])]
    bare = match.lastgroup.startswith("w")
    return "" if bare and match[0].strip(" ,").lower() in _LETTERS else name
