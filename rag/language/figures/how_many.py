"""Whether a text says how many or how much, in figures, in words or otherwise."""

from __future__ import annotations

import re

from rag.language.figures.durations import unit_of_time_after
from rag.language.figures.measures import measure_after
from rag.language.figures.numbers import SHARE_UNITS, Quantity, find_quantities
from rag.language.figures.times import BEFORE_TIMES, UNIT_OF_TIME
from rag.language.words import fold, words
from rag.records import Language

# Folded words that say how many without a number: none, free, a part, many times.
_WITHOUT_NUMBER: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "aucun aucune gratuit gratuite gratuits gratuites gratuitement nul nulle rien "
        "moitie tiers quart demi demie double triple unique seul seule chaque tous toutes".split()
    ),
    "en": frozenset(
        "no none nobody nothing one free half third quarter double twice once triple single only "
        "each every all both".split()
    ),
}
# "Combien de membres", "how many members": things that are counted one by one, folded. Not what is
# measured, a time or a sum, nor what has no plural in French: "combien de temps", "combien d'eau".
_MEASURED: dict[Language, str] = {
    "fr": r"temps|fois|jours?|mois|ans|annees|semaines|heures|minutes|secondes|siecles|euros"
    r"|dollars|trimestres|semestres|francs|degres|metres|kilometres|grammes|kilos|tonnes|litres"
    r"|hectares|points|preavis",
    "en": r"times|days|months|years|weeks|hours|minutes|seconds|quarters|semesters|centuries"
    r"|decades|euros|dollars|pounds|cents|degrees|met(?:er|re)s|kilomet(?:er|re)s|miles|feet|inches"
    r"|grams|kilos|tonnes|tons|lit(?:er|re)s|hectares|acres|points|percent",
}
_THINGS_ASKED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"\bcombien (?:de |d')(?!(?:[\w-]+[ /]){{0,2}}(?:{_MEASURED['fr']})\b)[a-z-]+[sx]\b"
    ),
    "en": re.compile(rf"\bhow many (?!(?:[\w-]+[ /]){{0,2}}(?:{_MEASURED['en']})\b)[a-z]"),
}

# "Each year", "tous les deux mois" say how often.
_EACH_TIME = re.compile(
    rf"\b(?:each|every|all|chaque|(?:tous|toutes)(?: les)?)(?: \w+)?{UNIT_OF_TIME.pattern}",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(r"[ \u00a0\u202f]([^\W\d_]+)")


def asks_for_things(folded: str, language: Language) -> bool:
    """Whether a question asks how many there are of things that are counted one by one."""
    return bool(_THINGS_ASKED[language].search(folded))


def says_how_many_things(text: str, language: Language) -> bool:
    """Whether a text says how many things there are: not when, how long, how far or how dear."""
    without = _EACH_TIME.sub(" ", text)
    if any(word.folded in _WITHOUT_NUMBER[language] for word in words(without)):
        return True
    return any(_counts(text, one, language) for one in find_quantities(text, language))


def _counts(text: str, one: Quantity, language: Language) -> bool:
    """Whether a quantity of a text may be one of things, or a share of them."""
    if one.unit not in ("", *SHARE_UNITS):
        return False
    kind = _WORD_AFTER.match(text, one.end)
    is_kind = kind is not None and fold(kind[1]) in BEFORE_TIMES[language]
    end = kind.end() if kind and is_kind else one.end
    is_time = unit_of_time_after(text, end, language) is not None
    return not is_time and not measure_after(text, one.end)


def says_how_many(text: str, language: Language) -> bool:
    """Whether a text has a number, or words such as "none", "free" or "half"."""
    return (
        any(map(str.isnumeric, text))  # "¼" too
        or any(word.folded in _WITHOUT_NUMBER[language] for word in words(text))
        or bool(find_quantities(text, language))
    )
