"""Duty, permission and prohibition; all, some, most and none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rag.records import Language

_DUTY: dict[Language, str] = {
    "fr": r"doi(?:t|vent)|devr(?:a|ont)|obligatoire(?:ment)?|tenue?s? d(?:e|['’])|il faut|exige",
    "en": r"must|shall|has to|have to|obliged to|required to|compulsory|mandatory",
}
_PERMISSION: dict[Language, str] = {
    "fr": r"peu(?:t|vent)|pourr(?:a|ont)|autorisée?s? à|libres? de|facultati(?:f|ve)s?|"
    r"pas (?:tenue?s? d(?:e|['’])|obligatoire|obligée?s? d(?:e|['’]))",
    "en": r"may|can|might|allowed to|permitted to|free to|optional|"
    r"need not|not (?:required|obliged|compulsory|mandatory)",
}
_NOT: dict[Language, tuple[str, str]] = {
    "fr": (r"(?:ne|n['’])\s?", r"\s(?:pas|jamais|plus|en aucun cas)\b"),
    "en": (r"", r"(?:\s?not|n['’]t|\snever)\b"),
}
_NOBODY: dict[Language, str] = {
    "fr": r"(?:aucune?|nul(?:le)?|personne)\b[^.;]{0,60}?\b(?:ne|n['’])\s?",
    "en": r"\b(?:no|nobody|no one|none)\b[^.;]{0,60}?\b",
}
# What opens a clause that supposes or asks, and does not state.
SUPPOSES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:si|s['’](?=ils?\b)|à moins qu|pourvu qu|supposé qu)", re.IGNORECASE),
    "en": re.compile(r"\b(?:if|unless|whether|provided that|supposing)\b", re.IGNORECASE),
}
_QUANTIFIERS: dict[str, dict[Language, str]] = {
    "all": {
        "fr": r"tou(?:s|tes) les|chaque|chacune?|tout(?:e)? (?=[a-zà-ÿ]+ )|l['’]ensemble des",
        "en": r"all(?! (?:of )?a\b)|every|each",
    },
    "some": {
        "fr": r"certaine?s|quelques|une partie des|parfois",
        "en": r"some of|some (?=[a-z]+s\b)|a few|several|sometimes",
    },
    "most": {"fr": r"la plupart|la majorité des", "en": r"most of|most (?=[a-z]+s\b)|the majority"},
    "none": {"fr": r"aucune?s?|nulle?", "en": r"none of|none|no (?=[a-z]+s?\b)"},
}


def _negated(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = _NOT[language]
    duty, may = (
        rf"(?:{before}(?:{_OF[language]}){after}|{_NOBODY[language]}(?:{_OF[language]})\b)"
        for _OF in (_DUTY, _PERMISSION)
    )
    return re.compile(duty, re.IGNORECASE), re.compile(may, re.IGNORECASE)


_NEGATED: dict[Language, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "fr": _negated("fr"), "en": _negated("en"),
}  # fmt: skip
_PLAIN: dict[Language, tuple[re.Pattern[str], re.Pattern[str]]] = {
    language: (
        re.compile(rf"\b(?:{_DUTY[language]})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_PERMISSION[language]})\b", re.IGNORECASE),
    )
    for language in _DUTY
}
_QUANTIFIER_FORMS: dict[Language, dict[str, re.Pattern[str]]] = {
    language: {
        name: re.compile(rf"\b(?:{forms[language]})\b", re.IGNORECASE)
        for name, forms in _QUANTIFIERS.items()
    }
    for language in _DUTY
}


@lru_cache(maxsize=2048)
def find_modality(text: str, language: Language) -> tuple[tuple[str, str], ...]:
    """What a text says of duty: "must", "may" or "must not", each time with its words; cached.

    "may not" and "must not" are both a prohibition; "n'est pas tenu" leaves free, as "peut" does.
    """
    found: list[tuple[str, str]] = []
    duty, may = _NEGATED[language]
    must, free = _PLAIN[language]
    for name, form in (("must not", may), ("must not", duty), ("may", free), ("must", must)):
        found += [(name, match[0].strip()) for match in form.finditer(text)]
        text = form.sub(" ", text)
    return tuple(found)


@lru_cache(maxsize=2048)
def find_quantifiers(text: str, language: Language) -> Mapping[str, str]:
    """How many things a text is about: "all", "some", "most", "none", with its words; cached."""
    for form in _NEGATED[language]:
        text = form.sub(" ", text)
    matches = {name: form.search(text) for name, form in _QUANTIFIER_FORMS[language].items()}
    return {name: match[0] for name, match in matches.items() if match}
