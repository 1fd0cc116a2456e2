"""How French and English ask to compare two things, or what changed between two years.

The regular expressions are on text without accents or capitals. ``one`` and ``other`` are the
sides, and ``topic`` what changed, if that is said before them. Sides without a year, ``first`` and
``last``, are only documents: "the difference between a fee and a fine" is asked of the documents.
"""

from __future__ import annotations

import re

from rag.records import LANGUAGES, Language

_SAY_POLITELY: dict[Language, str] = {
    "fr": r"(?:(?:peux[- ]tu|pouvez[- ]vous|pourriez[- ]vous|tu peux|vous pouvez) )?"
    r"(?:me |m'|nous )?",
    "en": r"(?:(?:can|could) you )?",
}
# Two sides with a year each.
_DATED: dict[Language, str] = {
    "fr": r"(?:entre|de|d') ?(?P<one>[^,]*?\d{4}(?: [^,]+?)?) (?:et|a|au|a la) "
    r"(?P<other>.*?\d{4}.*)",
    "en": r"(?:between|from) (?P<one>[^,]*?\d{4}(?: [^,]+?)?) (?:and|to) (?P<other>.*?\d{4}.*)",
}
_TOPIC: dict[Language, str] = {
    "fr": r"(?: (?:dans|du|de la|de l'|des|de|d'|pour|concernant|au niveau d[eu]s?) ?"
    r"(?:l'|l[ae]s? )?(?P<topic>.+?))?",
    "en": r"(?: (?:in|about|with|to|of|for) (?:the |our )?(?P<topic>.+?))?",
}
_FORMS: dict[Language, tuple[str, ...]] = {
    "fr": (
        rf"{_SAY_POLITELY['fr']}(?:compare[rz]?(?:[- ]moi)?|(?:fai(?:s|tes|re))(?:[- ]moi)? "
        r"(?:une|la) comparaison (?:entre|de|du|des)|(?:une )?comparaison (?:entre|de|du|des)|"
        r"comparatif (?:entre|de|du|des)) (?P<one>.+?) "
        r"(?:et|avec|par rapport a|versus|vs\.?) (?P<other>.+)",
        r"(?:quelles? (?:est la |sont les )?|les? |la )?differences?(?: (?:y a[- ]t[- ]il|"
        r"existe[- ]t[- ](?:il|elle)))? entre (?P<one>.*\d.*?) et (?P<other>.*\d.*)",
        r"(?:quelles? (?:est la |sont les )?|les? |la )?differences?(?: (?:y a[- ]t[- ]il|"
        r"existe[- ]t[- ](?:il|elle)))? entre (?P<first>\D+?) et (?P<last>\D+)",
        r"(?:qu'est-ce qui (?:a change|change|differe|est different)|ce qui (?:a )?change|"
        r"qu'est-ce qu'il y a de (?:nouveau|different)|(?:quels? (?:sont les |ont ete les )?|les )?"
        r"changements?|quelles? (?:sont les |ont ete les )?(?:evolutions?|modifications?|"
        rf"differences?)){_TOPIC['fr']} {_DATED['fr']}",
        r"comment (?:l'|l[ae]s? )?(?P<topic>.+?) (?:a|ont)[- ]t[- ](?:il|elle|ils|elles) "
        rf"(?:evolue|change|varie)e?s? {_DATED['fr']}",
        rf"comment (?:a|ont) (?:evolue|change|varie) (?:l'|l[ae]s? )?(?P<topic>.+?) {_DATED['fr']}",
        r"(?:quelle (?:est|a ete) )?l'evolution (?:du |de la |de l'|des |de |d')(?P<topic>.+?) "
        rf"{_DATED['fr']}",
    ),
    "en": (
        rf"{_SAY_POLITELY['en']}(?:compare|(?:a )?comparison (?:of|between)) (?P<one>.+?) "
        r"(?:and|with|to|against|versus|vs\.?) (?P<other>.+)",
        r"(?:what (?:is|are) the )?differences? between (?P<one>.*\d.*?) and (?P<other>.*\d.*)",
        r"(?:what (?:is|are) the )?differences? between (?P<first>\D+?) and (?P<last>\D+)",
        r"what(?:'s| is| has| have| was)? (?:been )?(?:changed|different|new|changes)"
        rf"{_TOPIC['en']} {_DATED['en']}",
        r"(?:what (?:are|were) )?(?:the )?(?:changes|differences?|amendments)"
        rf"{_TOPIC['en']} {_DATED['en']}",
        r"how (?:did|has|have|had) (?:the |our )?(?P<topic>.+?) (?:change|evolve|develop|var|grow|"
        rf"grown|move)(?:d|ed|y|ied)? {_DATED['en']}",
    ),
}
COMPARISONS: dict[Language, tuple[re.Pattern[str], ...]] = {
    one: tuple(re.compile(form) for form in _FORMS[one]) for one in LANGUAGES
}
# "celui de 2024", "the 2024 one": the other side with this year.
SAME_OF_YEAR: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:a )?(?:celui|celle|ceux|celles)(?: de| d'| pour)?(?: l'annee)? (\d{4})"),
    "en": re.compile(r"(?:the )?(\d{4})(?: ones?)|(?:that|those|the ones?) (?:of|from|in) (\d{4})"),
}
# Before a year, after the name of what is compared: "les visiteurs (en) 2024".
IN_YEAR: dict[Language, str] = {"fr": "en", "en": "in"}
# A year alone as a side, with what may stand around it.
YEAR_ALONE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:l'(?:annee|exercice) |en )?(\d{4})"),
    "en": re.compile(r"(?:the )?(?:year )?(\d{4})"),
}
# Before what is compared of both sides: "(the 2019 and 2023 rules) on fees".
ASPECT: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r" (?:sur|concernant|pour|a propos d[eu]s?|en matiere d[e'])\s?"),
    "en": re.compile(r" (?:on|about|regarding|concerning|for|with respect to) "),
}
# What is asked of each document: "what do the 2019 rules say about fees?"
ASKED_OF_SIDE: dict[Language, str] = {
    "fr": "Que dit {document} sur {aspect} ?",
    "en": "What does {document} say about {aspect}?",
}
