"""The pronouns of French and English, and other words that refer to something said before.

In each pattern the group ``it`` is the word that refers to something.
"""

from __future__ import annotations

import re
from typing import Literal

from rag.records import Language

GrammaticalRole = Literal["subject", "object", "possessive", "noun"]


def _form(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces), re.IGNORECASE)


# "Il" and "it" that refer to nothing.
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
_INVERTED_SUBJECT_FR = _form(r"-(?:t-)?(?P<it>il|elle|ils|elles)\b")
_WHEN = r"\b(?:qui|quand|où|comment|pourquoi|combien)\s"
_VERB = r"(?!(?:un|une|le|la|les|des|plus)\b)[^\W\d_]{3,}"
# Nouns that end as an infinitive does.
_NOUNS_FR = (
    r"loyer|foyer|hiver|danger|avenir|plaisir|loisir|souvenir|étranger|rocher|verger|boucher|"
    r"plancher|déjeuner|dîner|goûter|cancer|désir|enfer|clocher|berger|leader|reporter"
)
INFINITIVE_FR = (
    rf"(?!(?:{_NOUNS_FR})s?\b)(?:[^\W\d_]{{3,}}(?<![io])(?:er|ir)|recevoir|voir|avoir|"
    r"(?:modif|publ|cop|vérif|étud|justif|certif|notif|identif)ier|(?:re|com|ap)?prendre|rendre|"
    r"vendre|attendre|défendre|(?:ré)?duire|(?:re)?produire|construire|détruire|interdire|"
    r"(?:ad|per|re|trans|sou)?mettre|re?joindre|joindre|faire|dire|lire|écrire|inscrire|suivre|"
    r"connaître|perdre)\b"
)
_SUBJECTS_FR = r"on|je|tu|ils?|elles?|nous|vous"
# "Il" that refers to nothing, before a verb that is not inverted.
_IMPERSONAL_VERBS_FR = (
    r"faut|y\s(?:a|avait|aura)|existe|s['’]agit|suffit|convient|reste|arrive|pleut|vaut|"
    r"est\s(?:possible|permis|interdit|nécessaire|obligatoire|vrai|prévu|utile|autorisé)"
)
_SUBJECT_FR = rf"(?P<it>ils?|elles?)\s(?!{_IMPERSONAL_VERBS_FR})"
_OBJECTS_FR = (
    # "qui l'a signée"
    _form(_WHEN, r"(?P<it>l['’]|les?|la)\s?(?:ont|avait|avaient|aura|a)\b"),
    # "l'a-t-elle signée", "depuis quand en est-elle": nothing else stands before such a verb
    _form(
        r"\b(?P<it>l['’]|les?|la|lui|leur|y(?=\s(?!a-t-|avait-|aura-))|en)\s?",
        rf"(?=[^\W\d_]+-(?:t-)?(?:{_SUBJECTS_FR})\b)",
    ),
    # "qui le commande", "qui la préside depuis 2024"
    _form(
        rf"\bqui\s(?P<it>le|la|les|l['’]|en|y)\s?{_VERB}\s?",
        r"(?:\?|$|(?:depuis|en|à|au|pour|dans)\b)",
    ),
    # "qui y a droit", "qui en a besoin"
    _form(
        r"\bqui\s(?P<it>y|en)\s(?:ont|avait|avaient|aura|a)\s",
        r"(?:droit|acc[eè]s|recours|int[eé]r[eê]t|besoin|la\scharge|la\sgarde)\b",
    ),
    # "quel en est le prix"
    _form(r"\b(?P<it>en)\s(?:est|sont|était|étaient|fait|a|ont)\b"),
    # "peut-on la visiter", "comment y entrer", "pour le récupérer"
    _form(
        rf"\b(?:{_SUBJECTS_FR}|comment|où|quand|pourquoi|combien|pour|sans|de|à)\s",
        rf"(?P<it>les?|la|l['’]|y|en)\s?{INFINITIVE_FR}",
    ),
    # "s'y opposer", "j'en ai besoin", "on y entre"
    _form(rf"(?:\b[jnmts]['’]|(?<!-)\b(?:{_SUBJECTS_FR})\s)(?P<it>y|en)\s(?!\d|a\b|avait|compris)"),
)
# After "ce" and "this", these words refer to nothing: "ce jour", "this year".
_NO_NOUN_FR = r"qu|dont|sont|soit|serait|genre|type|jour|année|mois|semaine|matin|soir|moment|dern"
_NO_NOUN_EN = r"year|month|week|day|morning|kind|sort|much|many"
# Words that refer to something, those whose form says most first.
REFERRING_WORDS: dict[Language, tuple[tuple[re.Pattern[str], GrammaticalRole], ...]] = {
    "fr": (
        *((form, "object") for form in _OBJECTS_FR),
        (_INVERTED_SUBJECT_FR, "subject"),
        (_form(r"\b(?P<it>son|sa|ses|leurs?)\s(?=[^\W\d_]{2})"), "possessive"),
        (_form(r"\b(?P<it>ça|cela|ceci|celui-ci|celle-ci|ceux-ci|celles-ci)\b"), "object"),
        (_form(r"\b(?P<it>(?:ce|cette)\s(?:dernier|dernière))\b"), "object"),
        (_form(rf"\b(?P<it>(?:ce|cet|cette|ces)\s(?!{_NO_NOUN_FR})[^\W\d_]{{3,}})(?!-)"), "noun"),
        (_form(
            r"(?:\b(?:à|pour|avec|chez|de|sans|par|contre|sur|selon|entre)\s|\bd['’])",
            r"(?P<it>lui|elles?|eux)\b(?!-)",
        ), "object"),
        (_form(r"^\W*(?P<it>il|elle|ils|elles)\s"), "subject"),
        (_form(rf"(?:\best-ce\squ['’]|\b(?:quand|où|combien|comment|pourquoi)\s){_SUBJECT_FR}"),
         "subject"),
    ),
    "en": (
        (_form(r"\b(?P<it>its|his|their|her(?=\s(?!in\b|at\b|on\b|to\b|for\b|from\b)[a-z]))\b"),
         "possessive"),
        (_form(r"\b(?P<it>he|she|it|they|him|them|her)\b(?!\s?['’])"), "object"),
        (_form(rf"\b(?P<it>(?:this|these|those)\s(?!{_NO_NOUN_EN})[^\W\d_]{{3,}})"), "noun"),
        (_form(r"\b(?P<it>this|that|these|those)\s?(?:\?|$)"), "object"),
        (_form(r"\b(?P<it>ones?)\b(?=\s?(?:[?.,]|$|be\b|is\b|was\b|from\b|with\b))"), "object"),
        (_form(r"\b(?P<it>the (?:former|latter))\b"), "object"),
    ),
}  # fmt: skip
PRONOUN_GENDERS: dict[Language, dict[str, str]] = {
    "fr": {
        **dict.fromkeys(("il", "le", "ce", "cet", "celui-ci", "lui"), "m"),
        **dict.fromkeys(("elle", "la", "cette", "celle-ci"), "f"),
        **dict.fromkeys("ils elles les ces eux ceux-ci celles-ci leur leurs".split(), "p"),
    },
    "en": dict.fromkeys(("they", "them", "their", "these", "those"), "p"),
}
# Pronouns that refer to persons only.
PERSONAL_PRONOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset({"lui", "eux"}),
    "en": frozenset({"he", "him", "his"}),
}
# Pronouns that refer to a person or to a thing.
PERSON_OR_THING: dict[Language, frozenset[str]] = {
    "fr": frozenset({"il", "elle", "son", "sa", "ses"}),
    "en": frozenset({"she", "her"}),
}
# Pronouns that are objects of a verb beside them, whose subject they do not mean.
CLITICS: dict[Language, frozenset[str]] = {
    "fr": frozenset({"le", "la", "les", "l'", "y", "en", "lui", "leur"}),
    "en": frozenset(),
}
SUBJECT_PRONOUNS: dict[Language, str] = {
    "fr": "il|elle|ils|elles|on|je",
    "en": "it|he|she|they|you|I|we",
}
# Pronouns that end a noun phrase. None in French, where most of them are articles too.
PRONOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": frozenset(
        "i you he she it we they me him us her them there one ones any some not "
        "his its their your my our".split()
    ),
}
# Written with a capital without being a name.
CAPITAL_PRONOUNS: dict[Language, frozenset[str]] = {"fr": frozenset(), "en": frozenset({"i"})}
# Pronouns that refer to a noun and count it: "how much does one cost?".
COUNTING_PRONOUNS: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": frozenset({"one", "ones"}),
}
