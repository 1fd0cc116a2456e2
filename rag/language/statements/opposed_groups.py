"""Groups of which one is never the other: women and men, a surplus and a deficit, votes for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rag.records import Language, Offsets

_TAXES: dict[Language, str] = {
    "fr": r"(?:taxes?|TVA|TVH|TPS|TVQ)",
    "en": r"(?:tax(?:es)?|sales tax|VAT|HST|GST)",
}
# The two sides of each topic, in French and in English.
_GROUPS: dict[str, dict[Language, tuple[str, str]]] = {
    "sex": {
        "fr": (r"femmes?|féminine?s?|filles?", r"hommes?|masculine?s?|garçons?"),
        "en": (r"wom[ae]n|females?|girls?", r"m[ae]n|males?|boys?"),
    },
    "paid": {
        "fr": (r"bénévoles?|volontaires?", r"salariée?s?|employée?s?|personnels?|agents?"),
        "en": (r"volunteers?", r"staff|employees?"),
    },
    "working time": {
        "fr": (r"temps (?:plein|complet)", r"temps partiel|mi-temps"),
        "en": (r"full[- ]time", r"part[- ]time|half[- ]time"),
    },
    "age": {
        "fr": (r"adultes?|majeure?s?", r"enfants?|mineure?s?"),
        "en": (r"adults?", r"child(?:ren)?|minors?"),
    },
    "way": {"fr": (r"arrivées?", r"départs?"), "en": (r"arrivals?", r"departures?")},
    "result": {
        "fr": (r"excédents?|bénéfices?", r"déficits?|pertes?"),
        "en": (r"surplus(?:es)?|profits?", r"deficits?|loss(?:es)?"),
    },
    "money": {
        "fr": (r"recettes|produits|revenus", r"dépenses|charges"),
        "en": (r"incomes?|revenues?|receipts", r"spending|expenditures?|expenses"),
    },
    "tax": {
        "fr": (rf"TTC|toutes taxes comprises|après (?:impôts?|taxes?)|"
               rf"{_TAXES['fr']} (?:incluses?|comprises?)|"
               rf"(?:y compris|incluant|avec)(?: l[ae’']s?)? ?{_TAXES['fr']}",
               rf"HT|hors {_TAXES['fr']}|avant (?:impôts?|taxes?)|"
               rf"{_TAXES['fr']} (?:non (?:incluses?|comprises?)|en sus|exclues?)|"
               rf"sans(?: l[ae’']s?)? ?{_TAXES['fr']}"),
        "en": (rf"(?<!not )(?:including|includes|inclusive of|after)(?: the| all)? {_TAXES['en']}|"
               rf"{_TAXES['en']} (?:included|inclusive)",
               rf"(?:excluding|excludes|exclusive of|not including|before|net of|without|plus)"
               rf"(?: the| all)? {_TAXES['en']}|"
               rf"{_TAXES['en']} (?:excluded|exclusive|not included)"),
    },
    "pay": {"fr": (r"brute?s?", r"nets?|nettes?"), "en": (r"gross", r"net")},
    "vote": {
        "fr": (r"(?:voix|votes?|suffrages) (?:pour|favorables?)",
               r"(?:voix|votes?|suffrages) (?:contre(?! \d)|défavorables?)"),
        "en": (r"votes? (?:for|in favou?r)", r"votes? against(?! \d)"),
    },
}  # fmt: skip
_FORMS: dict[Language, tuple[tuple[str, int, re.Pattern[str]], ...]] = {
    language: tuple(
        (topic, side, re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE))
        for topic, sides in _GROUPS.items()
        for side, form in zip((1, -1), sides[language], strict=True)
    )
    for language in ("fr", "en")
}
_BLANK = r"[ \u00a0\u202f]"
_VOTES: dict[Language, str] = {
    "fr": rf"{_BLANK}(?:voix|votes?|suffrages?)",
    "en": rf"{_BLANK}(?:votes?|ballots?)",
}
_VOTED_FOR: dict[Language, str] = {"fr": r"pour", "en": r"(?:for|in favou?r)"}
_VOTED_AGAINST: dict[Language, str] = {"fr": r"contre", "en": r"against"}
_SCORE_TO: dict[Language, str] = {"fr": r"contre", "en": r"(?:to|against)"}


class Group(NamedTuple):
    """The side of a topic that some words of a text are on, 1 or -1, by their place."""

    topic: str
    side: int
    place: Offsets


@lru_cache(maxsize=8_192)
def find_opposed_groups(text: str, language: Language) -> tuple[Group, ...]:
    """The groups that a text names, in order; cached, since a sentence is read for many claims."""
    found = (
        Group(topic, side, match.span())
        for topic, side, form in _FORMS[language]
        for match in form.finditer(text)
    )
    return tuple(sorted(found, key=lambda one: one.place))


def _vote_forms(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    votes, favour, against = _VOTES[language], _VOTED_FOR[language], _VOTED_AGAINST[language]
    between = rf"(?:,|,?{_BLANK}(?:et|and)){_BLANK}"
    forms = (
        rf"(?P<favour>\d+)(?:{votes}){_BLANK}{_SCORE_TO[language]}{_BLANK}(?P<against>\d+)",
        rf"(?P<favour>\d+)(?:{votes})?{_BLANK}{favour}{between}"
        rf"(?P<against>\d+)(?:{votes})?{_BLANK}{against}",
        rf"(?P<against>\d+)(?:{votes})?{_BLANK}{against}{between}"
        rf"(?P<favour>\d+)(?:{votes})?{_BLANK}{favour}",
    )
    first, second, third = (re.compile(rf"\b{form}\b", re.IGNORECASE) for form in forms)
    return first, second, third


_VOTE_FORMS: dict[Language, tuple[re.Pattern[str], ...]] = {
    "fr": _vote_forms("fr"), "en": _vote_forms("en"),
}  # fmt: skip


@lru_cache(maxsize=8_192)
def find_votes(text: str, language: Language) -> tuple[int, int] | None:
    """The votes for and against that a text gives, the winner's first in "61 to 58"; cached."""
    for form in _VOTE_FORMS[language]:
        if match := form.search(text):
            return int(match["favour"]), int(match["against"])
    return None
