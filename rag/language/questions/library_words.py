"""What the words around the noun say in a question about the library, folded."""

from __future__ import annotations

import re

from rag.records import Language

# "Quels rapports ... ?" speaks to the library only with a year, or with "avez-vous".
ASKS_WHICH: dict[Language, str] = {"fr": "quel|quoi|c'est", "en": "which|what"}
ADDRESSES: dict[Language, str] = {
    "fr": r"(?:est-ce que )?(?:avez[- ]vous|as[- ]tu|vous avez|tu as)",
    "en": "do you have",
}
ORDERS_A_LIST: dict[Language, str] = {"fr": "(?:la )?list|enumer", "en": "(?:a )?list|enumer"}
ASKS_ABOUT: dict[Language, str] = {"fr": "de quoi|que |qu'", "en": "what"}
# After a noun that its limits follow: "reports of 2023".
LIMIT_PREPOSITIONS: dict[Language, str] = {"fr": "", "en": "of|from|in|by|since|between|dated"}
# Kinds that follow each other, and whose name is seldom what they decide, and what may stand after.
SUCCESSIVE_KINDS: dict[Language, str] = {
    "fr": r"rapports?|comptes?[- ]rendus?|pv|proces[- ]verba(?:l|ux)|notes?|enquetes?|"
    r"arretes?|deliberations?|circulaires?|bulletins?|communiques?(?: de presse)?",
    "en": r"(?:(?:annual|quarterly|activity) )?reports?|minutes|memos?|surveys?|circulars?|"
    r"newsletters?|bulletins?|(?:press|news|media) releases?",
}
AFTER_SUCCESSIVE_KINDS: dict[Language, str] = {
    "fr": "annuels?|de service|d'activite|disponibles?",
    "en": "available|in the library",
}
# The name of such a kind that means several: a plural, or "PV", which has none.
IS_PLURAL = re.compile(r"\bpv\b|\b(?!press\b|proces\b)\w+[sx]\b")
