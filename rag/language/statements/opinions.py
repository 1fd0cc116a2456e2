"""Sentences that judge and do not state: "c'est une honte", "in my view, ..."."""

from __future__ import annotations

import re

from rag.language.figures.dates import find_dates
from rag.language.figures.numbers import find_quantities
from rag.language.statements.reported_speech import REPORTED_SPEECH
from rag.records import Language

# The writer's own view, anywhere before the verb.
_OWN_VIEW: dict[Language, str] = {
    "fr": r"^(?:(?:et|mais|or|donc),?\s)?(?:à mon avis|selon moi|pour ma part|de mon point de vue|"
    r"à (?:mes|nos) yeux|je (?:pense|crois|trouve|regrette|souhaite|déplore|me réjouis)|"
    r"nous (?:pensons|croyons|trouvons|regrettons|déplorons|souhaitons|nous réjouissons))\b",
    "en": r"^(?:(?:and|but|so),?\s)?(?:in (?:my|our) (?:view|opinion)|to my mind|"
    r"(?:i|we) (?:think|believe|feel|regret|deplore|hope|wish|welcome))\b",
}
_JUDGING = {
    "fr": r"honte|scandale|dommage|bonne nouvelle|mauvaise nouvelle|excellente nouvelle|chance|"
    r"désastre|catastrophe|folie|non-sens|pas de géant|belle victoire|erreur|absurdité|injustice|"
    r"tragédie|aberration|progrès|(?:\w+\s)?(?:scandaleu|honteu|formidabl|déplorabl|inadmissibl|"
    r"inacceptabl|lamentabl|remarquabl|indign)\w*",
    "en": r"(?:\w+\s)?(?:shameful|scandalous|disgraceful|deplorable|wonderful|outrageous|appalling|"
    r"unacceptable|remarkable)|shame|scandal|pity|disgrace|good news|bad news|great news|disaster|"
    r"catastrophe|mistake|outrage|nonsense|triumph|tragedy|injustice|folly|blessing",
}
_JUDGED = {
    "fr": r"regrettable|dommage|scandaleux|inacceptable|honteux|déplorable|inadmissible|heureux|"
    r"absurde|triste|formidable|temps d(?:e|['’])",
    "en": r"regrettable|scandalous|unacceptable|shameful|deplorable|absurd|sad|wonderful|"
    r"disgraceful|high time|time (?:to|for)",
}
_OPINION: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"{_OWN_VIEW['fr']}|^(?:c['’]est|ce (?:fut|sera|serait)|quel(?:le)?)\s(?:là\s)?"
        rf"(?:(?:un|une|le|la)\s)?(?:(?:vrai|véritable|grand|immense|énorme|simple|très)e?\s)*"
        rf"(?:{_JUDGING['fr']}|{_JUDGED['fr']})\b|^il (?:est|serait|était)\s(?:très\s|bien\s)?"
        rf"(?:{_JUDGED['fr']})",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"{_OWN_VIEW['en']}|^(?:(?:this|that|it) (?:is|was)|what)\s"
        rf"(?:(?:an?|the)\s)?(?:(?:real|true|great|huge|simple|complete|very)\s)*"
        rf"(?:{_JUDGING['en']}|{_JUDGED['en']})\b",
        re.IGNORECASE,
    ),
}


# The same inside a sentence, between commas: "This is, I believe, the best".
_ASIDE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r",\s(?:à mon avis|selon moi|à mes yeux|me semble-t-il|je (?:pense|crois|trouve)),",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r",\s(?:in (?:my|our) (?:view|opinion)|to my mind|(?:i|we) (?:think|believe|feel)),",
        re.IGNORECASE,
    ),
}


def is_opinion(sentence: str, language: Language) -> bool:
    """Whether a sentence only judges: it has no figure and no date, and reports nobody's words."""
    text = sentence.strip(' «“"')
    if not (_OPINION[language].search(text) or _ASIDE[language].search(text)):
        return False
    reports = any(form.search(text) for form in REPORTED_SPEECH[language])
    return not (reports or find_dates(text) or find_quantities(text, language))
