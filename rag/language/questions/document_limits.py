"""What limits a noun of documents in French and English: years, languages, small words.

The regular expressions are for text without accents or capitals, but where they say otherwise.
"""

from __future__ import annotations

import re

from rag.records import Language

# English "from 2023" after a noun is the year itself, as French "de 2023"; "from 2023 on" is not.
STARTS_WITH_FROM = re.compile(r"from\b", re.IGNORECASE)
# After a year; for text with or without accents.
ONWARDS = re.compile(
    r"\s(?:onwards?|on|(?:and|or) (?:later|after)|(?:et|ou) (?:apr[eè]s|au-del[aà]|plus tard))\b",
    re.IGNORECASE,
)
RECENT_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
IN_LANGUAGE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:en francais|in french|francais(?:es)?|french)\b"),
    "en": re.compile(r"\b(?:en anglais|in english|anglais(?:es)?|english)\b"),
}
# Nouns of two words, or with several names, that are one kind of documents, as one word.
ONE_KIND: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:comptes?[- ]rendus?|proces[- ]verba(?:l|ux)|pvs?|minutes)\b"), "minutes"),
    (
        re.compile(r"\b(?:communiques?(?: de presse)?|(?:press|news|media) releases?)\b"),
        "communique",
    ),
    (re.compile(r"\bpdfs\b"), "pdf"),
)
# Words of titles that French and English libraries have for the same thing.
SAME_WORDS: tuple[tuple[str, ...], ...] = (
    ("rapport", "report"), ("annuel", "annual"), ("reglement", "regulation", "rules"),
    ("loi", "law"), ("convention", "agreement"), ("charte", "charter"), ("lettre", "letter"),
    ("contrat", "contract"), ("facture", "invoice"), ("politique", "policy"),
    ("decret", "decree"), ("directive", "directive"), ("manuel", "manual"),
    ("norme", "standard"), ("enquete", "sondage", "survey"), ("etude", "study"),
    ("deliberation", "resolution"), ("arrete", "order"), ("note", "memo", "memorandum"),
    ("statuts", "bylaws"), ("qualite", "quality"), ("interieur", "internal"),
    ("guide", "handbook"),
)  # fmt: skip
# Words beside the nouns that limit nothing.
WORDS_BESIDE_KINDS = frozenset(
    "tous toutes tout all every de du des d l le la les of the from in by en par date dates dated "
    "datant different differents differentes various other autres other currently actuellement "
    "sont are is est there".split()
)
