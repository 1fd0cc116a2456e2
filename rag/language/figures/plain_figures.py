"""Figures in words that are no numbers: "half of", "one in five", "half a million", "dozens".

Each becomes a figure in digits, so that "half of the members" is compared with "50 %".
"""

from __future__ import annotations

import re
from decimal import Decimal

from rag.language.figures.bounds import PlainText, replace_words
from rag.language.figures.number_words import number_of
from rag.records import Language

_BLANK = r"[ \u00a0\u202f]"
# "Dozens of": from two of them on; see ``approximations``.
_MANY: dict[Language, dict[str, int]] = {
    "fr": {"dizaines": 20, "douzaines": 24, "centaines": 200, "milliers": 2_000,
           "millions": 2_000_000, "milliards": 2_000_000_000},
    "en": {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000,
           "millions": 2_000_000, "billions": 2_000_000_000},
}  # fmt: skip
_PARTS: dict[Language, dict[str, Decimal]] = {
    "fr": {
        r"(?:la|une)\smoitié": Decimal(50),
        r"(?:un|le)\stiers": Decimal("33.33"),
        r"(?:les\s)?deux[\s-]tiers": Decimal("66.67"),
        r"(?:un|le)\squart": Decimal(25),
        r"(?:les\s)?trois[\s-]quarts": Decimal(75),
        r"un\scinquième": Decimal(20),
        r"(?:les\s)?quatre\scinquièmes": Decimal(80),
        r"un\sdixième": Decimal(10),
    },
    "en": {
        r"(?:a|one)[\s-]half": Decimal(50),
        r"half": Decimal(50),
        r"(?:a|one)[\s-]third": Decimal("33.33"),
        r"two[\s-]thirds": Decimal("66.67"),
        r"(?:a|one)[\s-]quarter": Decimal(25),
        r"three[\s-]quarters": Decimal(75),
        r"(?:a|one)[\s-]fifth": Decimal(20),
        r"four[\s-]fifths": Decimal(80),
        r"(?:a|one)[\s-]tenth": Decimal(10),
    },
}
# What a part is of: not "half of 2023", "a quarter of an hour", "la moitié du temps".
_FRACTION_OF: dict[Language, str] = {
    "fr": r"(?=\s(?:d(?:e|es|u)\s|d['’])(?!heure|siècle|temps|journée|année|19|20))",
    "en": r"(?=\s(?:of\s|the\s|its\s|their\s|our\s|all\s)"
    r"(?!an?\shour|a\scentury|the\stime|the\syear|the\sday|19|20))",
}
_NOT_A_PART = r"(?<!première\s)(?<!seconde\s)(?<!first\s)(?<!second\s)(?<!latter\s)(?<!other\s)"
# "One in five people", "un agent sur cinq", of no span of time.
_SMALL: dict[Language, str] = {
    "fr": r"une?|deux|trois|quatre|cinq|six|sept|huit|neuf|[1-9]|[1-9]\d",
    "en": r"one|two|three|four|five|six|seven|eight|nine|[1-9]|[1-9]\d",
}
_ROUND: dict[Language, str] = {
    "fr": r"deux|trois|quatre|cinq|six|huit|dix|vingt|cent|2|3|4|5|6|8|10|20|100",
    "en": r"two|three|four|five|six|eight|ten|twenty|a\shundred|10|20|100",
}
_SPANS: dict[Language, str] = {
    "fr": r"jours?|mois|ans?|année|semaines?|heures?|week-ends?|fois",
    "en": r"days?|months?|years?|weeks?|hours?|weekends?|times?",
}
_ONE_IN: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"\b(?P<part>{_SMALL['fr']})(?P<noun>(?:\s(?!(?:{_SPANS['fr']}|sur)\b)[^\W\d_][\w'’-]*)"
        rf"{{0,3}}?)\ssur\s(?P<whole>{_ROUND['fr']})(?![\w,.%]*\d)\b(?!\s(?:{_SPANS['fr']}|pages?)\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\b(?P<part>{_SMALL['en']})(?P<noun>(?:\s(?!(?:{_SPANS['en']}|in|out)\b)[^\W\d_][\w'’-]*)"
        rf"{{0,2}}?)\s(?:in|out\sof)\s(?:every\s)?(?P<whole>{_ROUND['en']})\b(?![,.]?\d)"
        rf"(?!\s(?:{_SPANS['en']}|languages?|places?|parts?|countries|steps?|pages?)\b)",
        re.IGNORECASE,
    ),
}
_HALVES: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"(?:une?\s)?demi[- ]million\b", "500000"),
        (r"(?:une?\s)?demi[- ]milliard\b", "500000000"),
        (r"(?:une?\s)?demi[- ]douzaine\sde\b", "6"),
        (r"(?:une?\s)?demi[- ]siècle\b", "50 ans"),
        (r"une?\sdemi[- ]heure\b", "30 minutes"),
        (r"une\sdécennie\b", "10 ans"),
        (r"une\s(?:seule\s)?fois\b(?=\s(?:par|sur|tous|toutes)\s)", "1 fois"),
        (r"une?\sseule?\b(?=\s\w)", "1"),
    ),
    "en": (
        (r"half[\sa-]{1,3}million\b", "500000"),
        (r"half[\sa-]{1,3}billion\b", "500000000"),
        (r"half[\sa-]{1,3}dozen\b", "6"),
        (r"half[\sa-]{1,3}century\b", "50 years"),
        (r"half\s(?:an|a)\shour\b|\ba\shalf[\s-]hour\b", "30 minutes"),
        (r"(?<!first\s)(?<!second\s)half\sa\syear\b", "6 months"),
        (r"a\sdecade\b", "10 years"),
        (r"a\sfortnight\b", "2 weeks"),
        (r"(?:only\s)?once\b(?=\s(?:an?|per|every|each|on)\s)", "1 time"),
        (r"twice\b(?=\s(?:an?|per|every|each|on)\s)", "2 times"),
        (r"a\ssingle\b(?=\s\w)", "1"),
    ),
}
# "Un an et demi", "a year and a half".
_AND_HALF: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?P<number>[\w-]+)\s(?P<noun>ans?|années?|heures?|jours?|mois|semaines?|siècles?)"
        r"\set\sdemie?\b", re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?P<number>an?|one)\s(?P<noun>year|hour|day|month|week|century)\sand\sa\shalf\b",
        re.IGNORECASE,
    ),
}  # fmt: skip
_MANY_BEFORE: dict[Language, str] = {"fr": r"(?:des|plusieurs|quelques)\s", "en": r"(?:many\s)?"}
_MANY_FORMS: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?<!\d\s)\b{_MANY_BEFORE[language]}(?P<many>{'|'.join(names)})"
        + (r"(?=\s(?:de\s|d['’]))" if language == "fr" else r"(?=\sof\s)"),
        re.IGNORECASE,
    )
    for language, names in _MANY.items()
}
_PART_FORMS: dict[Language, list[tuple[re.Pattern[str], Decimal]]] = {
    language: [
        (re.compile(rf"{_NOT_A_PART}\b{form}{_FRACTION_OF[language]}", re.IGNORECASE), value)
        for form, value in forms.items()
    ]
    for language, forms in _PARTS.items()
}
_HALF_FORMS: dict[Language, list[tuple[re.Pattern[str], str]]] = {
    language: [(re.compile(rf"\b{form}", re.IGNORECASE), said) for form, said in forms]
    for language, forms in _HALVES.items()
}
_HINT = re.compile(
    r"half|halves|hundreds|dozens|scores|thousand|million|billion|third|quarter|fifth|tenth|\b(?:in|of)\b"
    r"|decade|fortnight|demi|moiti|tiers|quart|cinqui|dixi|sur\b|aines|milli|décennie|once|twice|single|seule?|fois",
    re.IGNORECASE,
)


def plain_figures(plain: PlainText, language: Language) -> PlainText:
    """A text in which such words are figures in digits, with the places where they come from."""
    if _HINT.search(plain.text) is None:
        return plain
    for form, said in _HALF_FORMS[language]:
        plain = replace_words(plain, form, said)
    plain = replace_words(plain, _AND_HALF[language], lambda match: _and_half(match, language))
    plain = replace_words(plain, _ONE_IN[language], lambda match: _one_in(match, language))
    for form, value in _PART_FORMS[language]:
        plain = replace_words(plain, form, f"{value} %")
    return replace_words(plain, _MANY_FORMS[language], lambda match: _many(match, language))


def _many(match: re.Match[str], language: Language) -> str:
    return str(_MANY[language][match["many"].lower()])


def _and_half(match: re.Match[str], language: Language) -> str:
    number = number_of(match["number"], language)
    if number is None:
        return match[0]
    return f"{number + Decimal('0.5')} {match['noun']}"


def _one_in(match: re.Match[str], language: Language) -> str:
    part, whole = (number_of(match[name], language) for name in ("part", "whole"))
    if part is None or whole is None or part >= whole:
        return match[0]
    share = (100 * part / whole).quantize(Decimal("0.01")).normalize()
    return f"{share:f} %{match['noun']}"
