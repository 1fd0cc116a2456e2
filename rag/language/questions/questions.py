"""What a question asks for in French and English, by its question words and nouns; all folded."""

from __future__ import annotations

import re
from typing import Literal

from rag.records import LANGUAGES, Language

AnswerKind = Literal["person", "time", "duration", "place", "count", "identifier", "other"]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Question words that give the kind of answer; the first kind that is found counts.
_FORMS: dict[Language, dict[AnswerKind, str]] = {
    "fr": {
        "identifier": r"\b(?:sur )?quel (?:cerfa|formulaire)\b",
        "duration": r"\bcombien de (?:temps|jours?|mois|ans|annees|semaines|heures)\b"
        r"|\bpendant combien\b",
        "count": r"\bcombien\b",
        "time": r"\bquand\b",
        "place": r"^(?:d')?ou\b",  # "où" is often typed without its accent
        "person": r"^(?:a |de |par |pour |avec |chez )?(?:qui|lequel|laquelle)\b(?! (?:est-ce|s'))"
        r"|\b(?:de|par|a|pour|avec) qui\b|\bqui (?:est|sont|a|ont|etait|fut|preside|signe)\b",
    },
    "en": {
        "identifier": r"\b(?:phone|file|form|reference) number\b",
        "duration": r"\bhow (?:long|many (?:years|days|months|weeks|hours|minutes))\b(?! ago)",
        "count": r"\bhow (?:many|much|large|big|tall|high|old|far|fast|deep|wide)\b",
        "time": r"\bwhen\b|\bhow long ago\b",
        "place": r"\bwhere\b",
        "person": r"\bwho(?:m|se)?\b",
    },
}
# What a question asks for after "quel est le", "what is the".
_WHICH_NOUN: dict[Language, str] = {
    "fr": r"\bquel(?:le)?s? (?:(?:est|sont|etait|etaient|fut|a ete|ont ete|sera|seront) )?"
    r"(?:le |la |les |l')?(?:{})\b",
    "en": r"\b(?:what|which) (?:(?:is|are|was|were|has been|have been|will be) )?"
    r"(?:the )?(?:{})\b",
}
_NOUNS: dict[Language, dict[AnswerKind, str]] = {
    "fr": {
        "identifier": "articles?|section|paragraphe|alinea|annexe|chapitre|page|numero|reference|"
        "telephone|formulaire|cerfa|version",
        "duration": "duree|delai",
        "count": "pourcentage|nombre|montant|taux|prix|cout|part|proportion|effectifs?|population|"
        "superficie|taille|hauteur|longueur|distance|age|budget|plafond|quorum",
        "time": "date|annees?|jours?|mois|siecle|epoque|periode|heures?|decennie",
        "place": "lieu|endroit|pays|villes?|region|continent|capitale|etat|commune|adresse",
        "person": "nom|auteur|president|presidente|directeur|directrice|roi|reine|personne|"
        "homme|femme",
    },
    "en": {
        "identifier": "articles?|sections?|subsection|paragraph|clause|schedule|annex|chapter|page|"
        "telephone|version",
        "duration": "length of|duration|term of",
        "count": "percentage|percent|number|amount|price|cost|rate|population|size|area|height|"
        "length|distance|age|budget|proportion|share|ceiling|quorum|headcount|workforce",
        "time": "date|years?|day|month|century|decade|period|era|time",
        "place": "place|country|countries|city|cities|town|state|region|continent|capital|"
        "location|county|address",
        "person": "name|person|author|president|director|king|queen|man|woman|chair",
    },
}
ANSWER_KINDS: dict[Language, tuple[tuple[AnswerKind, re.Pattern[str]], ...]] = {
    language: tuple(
        (kind, re.compile(f"{form}|{_WHICH_NOUN[language].format(_NOUNS[language][kind])}"))
        for kind, form in _FORMS[language].items()
    )
    for language in LANGUAGES
}
# Words that ask for a place but lose a distinction when folded, each with a form that keeps it:
# with its accent, "où" is never "ou" (or).
ACCENTED_WORDS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": ((re.compile("où|ou\u0300", re.IGNORECASE), "en quel lieu"),),
    "en": (),
}
# Verbs that belong to the question, not to its subject: "combien de piliers compte le centre ?".
QUESTION_VERBS: dict[Language, frozenset[str]] = {
    "fr": _set("compte comptent appelle appelait nomme nommait situe trouve existe"),
    "en": _set("called named located situated"),
}
# Nouns of a question that decide the unit of its answer.
SHARE_NOUNS: dict[Language, frozenset[str]] = {
    "fr": _set("pourcentage taux"),
    "en": _set("percentage percent"),
}
MONEY_NOUNS: dict[Language, frozenset[str]] = {
    "fr": _set("prix cout montant budget"),
    "en": _set("price cost budget"),
}
# Nouns of a question for an identifier, by what may answer: the number of a thing, or a telephone
# number. After any other noun it is the same noun with its number: "which section".
NUMBER_WORDS: dict[Language, frozenset[str]] = {
    "fr": _set("numero formulaire cerfa reference"),
    "en": _set("number form reference"),
}
PHONE_WORDS: dict[Language, frozenset[str]] = {
    "fr": _set("telephone tel appeler joindre"),
    "en": _set("phone telephone call"),
}
# "En quelle année", "what year": the question is for a year and nothing else. Folded.
YEAR_ASKED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"^(?:en |depuis |dans |de |jusqu'en )?quelle (?:annee|decennie)\b"),
    "en": re.compile(r"^(?:in |by |since |until |from )?(?:what|which) (?:year|decade)\b"),
}
YEAR_NOUNS: dict[Language, frozenset[str]] = {"fr": _set("annee"), "en": _set("year")}
