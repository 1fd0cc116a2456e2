"""Duty, permission and prohibition; all, some, most and none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rag.records import Language

_DUTY: dict[Language, str] = {
    "fr": r"doi(?:t|vent)|devr(?:a|ont)|obligatoire(?:ment)?|"
    r"tenue?s? d(?:e|['’])|il faut|exige",
    "en": r"must|shall|has to|have to|obliged to|required to|compulsory|mandatory",
}
_PERMISSION: dict[Language, str] = {
    "fr": r"peut(?!-être)|peuvent|pourr(?:a|ont)|autorisée?s? à|libres? de|"
    r"facultati(?:f|ve)s?|pas (?:obligatoire|obligée?s? d(?:e|['’]))|(?:n['’]a|n['’]ont) pas à|"
    r"n['’](?:es|son|étai|étaien)t\s(?:pas\s)?tenue?s?\sd(?:e|['’])",
    # "May" with a capital is the month.
    "en": r"(?-i:may|MAY)|can|might|allowed to|permitted to|free to|optional|"
    r"need not|not (?:required|obliged|compulsory|mandatory)|"
    r"do(?:es)?(?:\snot|n['’]t)\s(?:have|need)\sto",
}
# "May not always" forbids nothing.
_NOT: dict[Language, tuple[str, str]] = {
    "fr": (
        r"(?:ne|n['’])\s?",
        r"\s(?:pas(?!\s(?:toujours|nécessairement))|jamais|plus|en aucun cas)\b",
    ),
    "en": (
        r"",
        r"(?:\s?not(?!\s(?:always|necessarily))|n?['’]t|\snever|\s(?:be\s)?neither|\s(?:in|under)\sno\s\w+)\b",
    ),
}
# Prohibitions that are no duty with a "not" after it. "Ne peut" needs no "pas"; "ne peut que" and
# "ne peut être cédé que" permit.
_PROHIBITED: dict[Language, str] = {
    "fr": r"(?:ne|n['’])\s?(?:peu(?:t|vent)|pourr(?:a|ont)|saurai(?:t|ent))"
    r"(?![^.;,]{0,60}\s(?:que\b|qu['’]))(?!\spas\s(?:toujours|nécessairement))|"
    r"n['’](?:es|son)t\s(?:pas|jamais)\s(?:autorisée?s?|admise?s?|permise?s?)|"
    r"interdite?s? (?:de|à)",
    "en": r"not (?:be )?(?:allowed|permitted|authori[sz]ed) to|"
    r"(?:is|are|be) (?:forbidden|prohibited|banned)",
}
_NOBODY: dict[Language, str] = {
    "fr": r"(?:aucune?|nul(?:le)?|personne)\b[^.;]{0,60}?\b(?:ne|n['’])\s?",
    "en": r"\b(?:no|nobody|no one|none)\b[^.;]{0,60}?\b",
}
# "Si" before a subject: not "si important", "si bien que".
CONDITIONAL_SI = (
    r"s['’]ils?|si(?=\s(?:(?:l[ae]s?|une?|d[eu]s?|ce(?:s|t|tte|ux|lui|lle|lles|la)?|on|ils?|elles?|"
    r"[vn]ous|je|tu|[vn]otre|[vn]os|[mts](?:a|on|es)|leurs?|aucune?|chaque|tou(?:s|te|tes|t)|"
    r"plusieurs|deux|trois|personne|rien|celui-ci|celle-ci|M\.|Mme|(?-i:[A-ZÀ-Ý0-9])\w*)(?!\w)|"
    r"[ld]['’]))|si\s(?:nécessaire|besoin|possible)"
)
# What opens a clause that supposes or asks, and does not state.
SUPPOSES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<!\w)(?:{CONDITIONAL_SI}|(?:à moins|pourvu|supposé) qu(?:e\b|['’]))", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:if|unless|whether|provided that|supposing)\b", re.IGNORECASE),
}
_QUANTIFIERS: dict[str, dict[Language, str]] = {
    "all": {
        "fr": r"tou(?:s|tes) les|chaque|chacune?|tout(?:e)? (?=[a-zà-ÿ]+ )|l['’]ensemble des",
        "en": r"all(?! (?:of )?a\b)|every|each",
    },
    "some": {
        "fr": r"certaine?s|quelques|une partie des|parfois",
        "en": r"some of|some (?=[a-z]+s\b)|a few|sometimes",
    },
    "several": {"fr": r"plusieurs", "en": r"several"},
    "most": {"fr": r"la plupart|la majorité des", "en": r"most of|most (?=[a-z]+s\b)|the majority"},
    "none": {"fr": r"aucune?s?|nulle?", "en": r"none of|none|no (?=[a-z]+s?\b)"},
}


def _negated(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = _NOT[language]
    duty, may = (
        rf"(?:\b{before}(?:{of[language]}){after}|{_NOBODY[language]}(?:{of[language]})\b)"
        for of in (_DUTY, _PERMISSION)
    )
    may = rf"{may}|\b(?:{_PROHIBITED[language]})(?!\w)"
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

    "May not", "must not" and "ne peut" are a prohibition; "n'est pas tenu" leaves free, as "peut"
    does.
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
    """How many things a text is about, each time with its words; cached.

    "All", "some", "several", "most" or "none".
    """
    for form in _NEGATED[language]:
        text = form.sub(" ", text)
    matches = {name: form.search(text) for name, form in _QUANTIFIER_FORMS[language].items()}
    return {name: match[0] for name, match in matches.items() if match}
