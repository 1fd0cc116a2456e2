"""Words that limit what a sentence states: exceptions, restrictions, rates, growth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rag.language.statements.modality import CONDITIONAL_SI
from rag.language.words import fold
from rag.records import LANGUAGES, Language, Offsets

_Name = TypeVar("_Name", bound=str)
_ADDS: dict[Language, str] = {
    "fr": r"y\scompris|notamment|par\sexemple|dont",
    "en": r"including|such\sas|for\sexample|in\sparticular",
}
_TO_COMMA = r"(?:[^,;.]|[,.](?=\d))*"
# What only adds examples: an exception there leaves the rest as it is. It ends at a comma, or after
# what stands between two of them: "including, in summer, boats of members, ...".
_ADDED: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf",\s(?:{form})\b(?:,{_TO_COMMA},)?{_TO_COMMA}", re.IGNORECASE)
    for language, form in _ADDS.items()
}
_CLAUSE_END = re.compile(r"[,;:.](?=\s|$)|\n")
_SHORTEST = 4  # letters of a word that a prefix turns round
# What a sentence leaves out, or keeps for some: "all lighters, other than luxury lighters".
_EXCEPTIONS: dict[Language, str] = {
    "fr": r"autres?\s+que|sauf|hormis|excepté|à\s+l['’]exception|à\s+l['’]exclusion|hors\s+de|"
    r"seul(?:s|e|es)?|(?<!pas\s)(?<!non\s)seulement|uniquement|exclusivement|réservée?s?|"
    r"(?:ne\s|n['’])(?:(?!\b(?:pas|plus|jamais|rien|aucune?)\b)[^.;,]){1,60}?\s(?:que\b|qu['’])|"
    r"presque|quasi|à\s+moins\s+(?:que|qu['’]|de|d['’])|sous\s+réserve|pas\s+encore",
    "en": r"other\s+than|except(?:ing|ion|ions)?|excluding|unless|(?<!not\s)only|solely|"
    r"exclusively|reserved|almost|nearly\s+all|subject\s+to|not\s+yet|but\s+not|apart\s+from",
}
# The exceptions that limit a figure and not what is said: "would only cost us 4,000 dollars".
_ONLY: dict[Language, str] = {
    "fr": r"seul(?:s|e|es)?|seulement|uniquement|(?:ne\s|n['’])",
    "en": r"only|solely",
}
ONLY = re.compile(rf"(?:{'|'.join(_ONLY.values())})", re.IGNORECASE)
# What a sentence depends on. In a claim, time and lack say it too.
_CONDITIONS: dict[Language, str] = {
    "fr": rf"{CONDITIONAL_SI}|lorsqu[e'’]|(?:en|au|dans\s+le)\s+cas\s+(?:d[e'’]|où)|à\s+défaut|"
    r"(?:pourvu|dès(?:\s+lors)?|tant)\s+qu[e'’]|(?:à|sous)\s+condition|quand|sans|dans\s+l['’]hypothèse",
    "en": r"if|when(?:ever)?|where|provided|in\s+case|in\s+the\s+event|without|upon|"
    r"(?<!only\s)once(?!\s*(?:[.,;]|$))|"
    r"(?:as|so)\s+long\s+as|on\s+condition|(?-i:Should|Were|Had)\s+(?!not\b)\w+",
}
# "a month", "par heure": what a figure is for.
_RATES: dict[Language, dict[str, str]] = {
    "fr": {
        "hour": r"chaque\s+heure|(?:par|l['’]|de\s+l['’]|à\s+l['’])\s?heure|"
        r"horaires?|/\s?h(?:eure)?",
        "day": r"chaque\s+jour|par\s+jour|la\s+journée|journali[eè]re?s?|quotidiens?|/\s?j(?:our)?",
        "week": r"chaque\s+semaine|par\s+semaine|hebdomadaires?|/\s?sem(?:aine)?",
        "month": r"chaque\s+mois|par\s+mois|mensuels?|mensuelles?|/\s?mois",
        "year": r"chaque\s+an(?:née)?|par\s+an(?:née)?|l['’]an|"
        r"annuels?|annuelles?|/\s?an",
    },
    "en": {
        "hour": r"(?:an|per|each|every)\s+hour|hourly|mph|kph|/\s?(?:h|hr|hour)",
        "day": r"(?:a|per|each|every)\s+day|daily|/\s?day",
        "week": r"(?:a|per|each|every)\s+week|weekly|/\s?(?:wk|week)",
        "month": r"(?:a|per|each|every)\s+month|monthly|/\s?(?:mo|month)",
        "year": r"(?:a|per|each|every)\s+year|yearly|annual(?:ly)?|per\s+annum|/\s?(?:yr|year)",
    },
}
# The same words for no rate: "the annual report", "half an hour".
_NO_RATES: dict[Language, str] = {
    "fr": r"(?:rapports?|bilans?|comptes?|assemblées?|réunions?|congrès|rencontres?)\s"
    r"(?:(?:général|social|financi)\w*\s)?(?:annuel|mensuel)\w*|"
    r"(?:les|nos|vos|des|ses|leurs|aux)\shoraires",
    "en": r"(?:annual|monthly)\s(?:(?:general|financial)\s)?"
    r"(?:reports?|accounts?|meetings?|reviews?|conferences?|assembl(?:y|ies))|"
    r"(?:half|quarters?\sof)\s(?:an?\s)(?:hour|day|year)",
}
# Growth that a claim calculates, and that a sentence must state to confirm it.
_GROWTH: dict[Language, str] = {
    "fr": r"doubl\w+|tripl\w+|quadrupl\w+|augment\w+|hausse\w*|progress\w+|diminu\w+|baiss\w+|"
    r"recul\w+|réduit\w*|de\s+moitié|d['’]un\s+(?:tiers|quart)|unanim\w+|"
    r"en\s+entier|entièrement|intégralement|en\s+totalité",
    "en": r"doubl\w+|tripl\w+|quadrupl\w+|increas\w+|rose|risen|grew|grown|decreas\w+|fell|fallen|"
    r"drop\w*|declin\w+(?!\s+to\b)|(?:go(?:es|ing|ne)?|went)\s+(?:up|down)|reduc\w+|halv\w+|by\s+(?:half|a\s+third|a\s+quarter)|larger|smaller|"
    r"unanim\w+|entirely|completely|wholly|in\s+(?:full|its\s+entirety)",
}
# Before a word, they turn it round: "unfavourable", "défavorable", "irrégulier".
_NEGATIVE_PREFIXES: dict[Language, tuple[str, ...]] = {
    "fr": ("dé", "dés", "in", "im", "ir", "il", "non", "mal", "anti"),
    "en": ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti"),
}


def _compiled(forms: Mapping[_Name, str]) -> dict[_Name, re.Pattern[str]]:
    """Each form as words; a word may follow an apostrophe, and "/h" follows a word."""
    return {
        name: re.compile(rf"(?:(?<!\w)|(?=/))(?:{form})(?:(?<=['’])|(?!\w))", re.IGNORECASE)
        for name, form in forms.items()
    }


_LIMITS = {
    name: _compiled(table)
    for name, table in (("exception", _EXCEPTIONS), ("condition", _CONDITIONS), ("growth", _GROWTH))
}
_RATE_FORMS = {language: _compiled(_RATES[language]) for language in LANGUAGES}
_NO_RATE_FORMS = {
    language: re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
    for language, form in _NO_RATES.items()
}
_PREFIXES = {
    language: tuple(map(fold, prefixes)) for language, prefixes in _NEGATIVE_PREFIXES.items()
}


class Limit(NamedTuple):
    """An exception, a condition or a growth of a text, and its clause to the next comma."""

    name: str
    clause: Offsets


@lru_cache(maxsize=2048)
def limits(text: str, language: Language) -> frozenset[str]:
    """Which of "exception", "condition" and "growth" a text has; cached."""
    return frozenset(name for name, forms in _LIMITS.items() if forms[language].search(text))


@lru_cache(maxsize=2048)
def find_limits(text: str, language: Language) -> tuple[Limit, ...]:
    """The limits of a text with their places, but for those of what it adds as examples; cached.

    "Each vehicle, including, in the case of vehicles other than bicycles, ..." is no exception.
    """
    added = [match.span() for match in _ADDED[language].finditer(text)]
    found = []
    for name, forms in _LIMITS.items():
        for match in forms[language].finditer(text):
            if not any(start <= match.start() < end for start, end in added):
                end = _CLAUSE_END.search(text, match.end())
                found.append(Limit(name, (match.start(), end.start() if end else len(text))))
    return tuple(found)


@lru_cache(maxsize=2048)
def rates(text: str, language: Language) -> frozenset[str]:
    """The units of time that the figures of a text are for: "month" for "30 € a month"; cached."""
    said = _NO_RATE_FORMS[language].sub(" ", text)
    return frozenset(unit for unit, form in _RATE_FORMS[language].items() if form.search(said))


def turned_round(some: Set[str], others: Set[str], language: Language) -> bool:
    """Whether a folded word is one of the others with a negative prefix, or the other way round."""
    return any(
        prefix + word in longer
        for longer, shorter in ((some, others), (others, some))
        for word in shorter
        if len(word) > _SHORTEST
        for prefix in _PREFIXES[language]
    )
