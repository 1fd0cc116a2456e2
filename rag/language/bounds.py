"""Bounds in words: "no more than 30", "ne doit pas dépasser 30", "au moins 30"."""

from __future__ import annotations

import re

from rag.language.times import UNIT_OF_TIME
from rag.records import Language

# What a bound becomes: the same word in both languages, which is no negation and has no opposite.
UPPER, LOWER = "maximum", "minimum"
_NUMBER: dict[Language, str] = {
    "fr": r"(?=\s?(?:\d|une?\b|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|"
    r"trente|cent|mille|l[ae]\b))",
    "en": r"(?=\s(?:[$€£]?\d|an?\b|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|"
    r"twenty|thirty|a hundred|once|twice|the))",
}
_NOT = r"(?:not|n['’]t)"
_UPPER: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"\b(?:ne|n['’])\s?(?:(?:doi|peu|saurai|pourr|devr)\w*\s(?:pas\s|jamais\s)?)?"
         r"(?:être\s(?:supérieure?s?\sà|de\splus\sde)|dépass\w+|excéd\w+)(?:\spas\b)?", ""),
        (r"\b(?:(?:personne|nul|aucune?)\s(?:\w+\s)?)?(?:ne|n['’])\s?((?:[^\s.;]+\s){1,12}?)"
         rf"(?:pas\s|jamais\s)?((?:[^\s.;]+\s){{0,12}}?)plus\sd(?:e|['’]){_NUMBER['fr']}", r"\1\2"),
        (r"\bau\splus\stard\b|\bau\splus\b|\bau\smaximum\b|\bmaximale?s?\b", ""),
        (r"\b(?:plafonn|limit)ée?s?\sà\b|\bplafond\b", ""),
    ),
    "en": (
        (rf"\b(?:(?:must|may|shall|can|could|does?|did|will|should)\s?{_NOT}|cannot)\s"
         r"(?:exceed|be\s(?:more|longer|greater|higher|later)\sthan)", ""),
        (rf"\b(?:(?:must|may|shall|can|could|should|will)\s?{_NOT}|cannot)\s((?:[^\s.;]+\s){{1,12}}?)"
         rf"(?:more|greater|faster|longer)\sthan\b{_NUMBER['en']}", r"\1"),
        (r"\bno(?:body|\sone|\sperson)?\s((?:[^\s.;]+\s){1,12}?)"
         rf"(?:more|greater|faster|longer)\sthan\b{_NUMBER['en']}", r"\1"),
        (r"\b(?:not?\s(?:more|longer|later|greater)\sthan|not\sexceeding|at\s(?:the\s)?most|up\sto|"
         r"(?:capped|limited)\s(?:at|to))\b", ""),
    ),
}  # fmt: skip
_LOWER: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": ((r"\bau\smoins\b|\bau\sminimum\b|\bminimale?s?\b|\bpas\smoins\sde\b", ""),),
    "en": ((r"\bat\sleast\b|\b(?:no|not)\s(?:less|fewer)\sthan\b|\ba\sminimum\sof\b", ""),),
}
_ONE_UNIT = re.compile(rf"\b(?:one|une?)(?={UNIT_OF_TIME.pattern})", re.IGNORECASE)
_FORMS: dict[Language, list[tuple[re.Pattern[str], str]]] = {
    language: [
        (re.compile(form, re.IGNORECASE), f"{kept}{bound}")
        for bound, forms in ((UPPER, _UPPER), (LOWER, _LOWER))
        for form, kept in forms[language]
    ]
    for language in _UPPER
}


def plain_bounds(text: str, language: Language) -> str:
    """A text in which each bound is one word, UPPER or LOWER, and none is a negation.

    "Le montant ne doit pas dépasser 30 euros" becomes "Le montant maximum 30 euros". One unit of
    time is a figure: "one month" becomes "1 month".
    """
    text = _ONE_UNIT.sub("1", text)
    for form, bound in _FORMS[language]:
        text = form.sub(f"{bound} ", text)
    return re.sub(r" {2,}", " ", text)
