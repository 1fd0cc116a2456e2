"""Questions for a share, and texts that say one: a percentage, a half, nine in ten."""

from __future__ import annotations

import re

from rag.language.figures.numbers import find_quantities
from rag.language.words import fold
from rag.records import Language

# "Quel pourcentage", "what is the rate"; folded.
_ASKED: dict[Language, str] = {
    "fr": r"\bquel(?:le)?s? (?:(?:est|etait|sera) )?(?:le |la )?"
    r"(?:pourcentage|part|proportion|taux)\b",
    "en": r"\b(?:what|which) (?:(?:is|was|will be) )?(?:the )?(?:percentage|percent|share"
    r"|proportion|fraction|rate)\b",
}
# Words for a share without a percentage, folded.
_NAMES: dict[Language, str] = {
    "fr": r"moitie|demi|tiers|quarts?|cinquiemes?|sixiemes?|huitiemes?|dixiemes?|centiemes?"
    r"|majorite|plupart|tous|toutes|totalite|integralite|entierement|aucune?|nulle?|double|triple"
    r"|egales?|sur (?:deux|trois|quatre|cinq|six|dix|vingt|cent|mille|\d{1,2}|100)"
    r"|pour (?:cent|mille)|points?",
    "en": r"half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|hundredths?"
    r"|majority|most|all|every|each|entirely|none|no|nil|double|triple|equal(?:ly)?"
    r"|per cent|percent|points?"
    r"|(?:in|out of) (?:two|three|four|five|six|ten|twenty|a hundred|a thousand|\d{1,2}|100)",
}
# "0.8", "3/4", "½", "1:25", "25 : 1".
_RATIO = re.compile(r"\d[.,]\d|\d ?[/:] ?\d|[¼½¾⅓⅔⅕⅛]")
_ASKED_FORMS = {language: re.compile(form) for language, form in _ASKED.items()}
_NAME_FORMS = {language: re.compile(rf"\b(?:{form})\b") for language, form in _NAMES.items()}


def asks_for_share(folded: str, language: Language) -> bool:
    """Whether a question asks what share, percentage or rate something is."""
    return bool(_ASKED_FORMS[language].search(folded))


def says_share(text: str, language: Language) -> bool:
    """Whether a text has a percentage, a ratio or a word for a share, or a sum: that is a rate."""
    if _RATIO.search(text) or _NAME_FORMS[language].search(fold(text)):
        return True
    return any(one.unit for one in find_quantities(text, language))
