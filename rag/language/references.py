"""How French and English refer to what was said: the patterns of words that stand for others.

In each pattern the group ``it`` is the word that stands for something.
"""

from __future__ import annotations

import re
from typing import Literal

from rag.records import Language

GrammaticalRole = Literal["subject", "object", "possessive", "noun"]


def _form(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces), re.IGNORECASE)


# What opens a question that goes on from another; ``of`` where French puts "de" after it.
OPENING: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        r"^\W*(?:et\s+)?(?P<of>qu['’]en\s+est-il|quid)\s+(?=d[eu]\b|des\b|d['’])|",
        r"^\W*(?:et|mais|alors|ou)\b[\s,]*(?:(?:alors|si)\b[\s,]*)?",
    ),
    "en": _form(
        r"^\W*(?:(?:and|but|so|or)\b[\s,]*)?(?P<of>what|how)\s+about\b\s*|",
        r"^\W*(?:and|but|so|or)\b[\s,]*",
    ),
}
# "Il" and "it" that stand for nothing.
IMPERSONAL: dict[Language, re.Pattern[str]] = {
    "fr": _form(
        r"\by a-t-il|\ba-t-il (?:eu|fallu)|",
        r"\b(?:faut|suffit|s['’]agit|existe-t|reste-t|convient|vaut|importe-t|arrive-t|pleut|",
        r"se passe-t|semble-t|manque-t)-il|",
        r"est-il (?:possible|permis|interdit|nécessaire|obligatoire|vrai|prévu|utile|autorisé)",
    ),
    "en": _form(
        r"\b(?:is|was|will) it (?:be )?(?:possible|allowed|forbidden|true|necessary|required|",
        r"permitted|mandatory|compulsory|legal|free to|enough)|",
        r"\bdoes it (?:take|cost|matter)\b.*\bto\b",
    ),
}
SUBJECT_FR = _form(r"-(?:t-)?(?P<it>il|elle|ils|elles)\b")
_WHEN = r"\b(?:qui|quand|où|comment|pourquoi|combien)\s"
_VERB = r"(?!(?:un|une|le|la|les|des|plus)\b)[^\W\d_]{3,}"
_INFINITIVE = r"(?:[^\W\d_]{3,}(?<!i)(?:er|ir)|prendre|rendre|lire|écrire|suivre|joindre)\b"
OBJECTS_FR = (
    # "qui l'a signée", "quand les a-t-elle certifiés"
    _form(_WHEN, r"(?P<it>l['’]|les?|la)\s?(?:ont|avait|avaient|aura|a|a-t-\w+|ont-\w+)\b"),
    # "qui le commande", "qui la préside depuis 2024"
    _form(
        rf"\bqui\s(?P<it>le|la|les|l['’]|en|y)\s?{_VERB}\s?",
        r"(?:\?|$|(?:depuis|en|à|au|pour|dans)\b)",
    ),
    # "quel en est le prix"
    _form(r"\b(?P<it>en)\s(?:est|sont|était|étaient|fait|a|ont)\b"),
    # "peut-on la visiter", "comment y entrer"
    _form(
        r"\b(?:on|comment|où|quand|pourquoi|combien|faut-il|puis-je|dois-je)\s",
        rf"(?P<it>les?|la|l['’]|y|en)\s?{_INFINITIVE}",
    ),
)
_SPAN_FR = r"qu|dont|sont|soit|serait|genre|type|jour|année|mois|semaine|matin|soir|moment|dern"
_SPAN_EN = r"year|month|week|day|morning|kind|sort|much|many"
WORDS: dict[Language, tuple[tuple[re.Pattern[str], GrammaticalRole], ...]] = {
    "fr": (
        (_form(r"\b(?P<it>son|sa|ses|leurs?)\s(?=[^\W\d_]{2})"), "possessive"),
        (_form(r"\b(?P<it>ça|cela|ceci|celui-ci|celle-ci|ceux-ci|celles-ci)\b"), "object"),
        (_form(r"\b(?P<it>(?:ce|cette)\s(?:dernier|dernière))\b"), "object"),
        (_form(rf"\b(?P<it>(?:ce|cet|cette|ces)\s(?!{_SPAN_FR})[^\W\d_]{{3,}})(?!-)"), "noun"),
        (_form(r"\b(?:à|pour|avec|chez|de|sans|par|contre)\s(?P<it>lui|elles?|eux)\b"), "object"),
        (_form(r"^\W*(?P<it>il|elle|ils|elles)\s"), "subject"),
    ),
    "en": (
        (_form(r"\b(?P<it>its|his|their|her(?=\s(?!in\b|at\b|on\b|to\b|for\b|from\b)[a-z]))\b"),
         "possessive"),
        (_form(r"\b(?P<it>he|she|it|they|him|them|her)\b(?!\s?['’])"), "object"),
        (_form(rf"\b(?P<it>(?:this|these|those)\s(?!{_SPAN_EN})[^\W\d_]{{3,}})"), "noun"),
        (_form(r"\b(?P<it>this|that|these|those)\s?(?:\?|$)"), "object"),
        (_form(r"\b(?P<it>ones?)\b(?=\s?(?:[?.,]|$|be\b|is\b|was\b|from\b|with\b))"), "object"),
        (_form(r"\b(?P<it>the (?:former|latter))\b"), "object"),
    ),
}  # fmt: skip
GENDER = {
    **dict.fromkeys(("il", "le", "ce", "cet", "celui-ci", "lui"), "m"),
    **dict.fromkeys(("elle", "la", "cette", "celle-ci"), "f"),
    **dict.fromkeys(("ils", "elles", "les", "ces", "eux", "ceux-ci", "celles-ci"), "p"),
    **dict.fromkeys(("they", "them", "their", "these", "those", "leur", "leurs"), "p"),
}
PERSONS = frozenset("he him his lui eux".split())
