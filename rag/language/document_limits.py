"""What limits a noun of documents in French and English: years, languages, small words.

The regular expressions are for text without accents or capitals.
"""

from __future__ import annotations

import re

from rag.records import Language

# After a noun of documents: years and languages limit it.
BETWEEN = re.compile(
    r"\b(?:entre|between|de|from)\s(?P<first>\d{4})\s(?:et|and|a|to)\s(?P<last>\d{4})\b"
)
# English "from 2023" after a noun is the year itself, as French "de 2023"; "from 2023 on" is not.
SINCE = re.compile(
    r"\b(?:(?:depuis|since|apres|after|a partir de|a compter de|des)\s(?P<year>\d{4})\b"
    r"(?!\s(?:a|to)\b)|(?:(?:from|in|de|en)\s)?(?P<onwards>\d{4})\s"
    r"(?:onwards?|on|(?:and|or) (?:later|after)|(?:et|ou) (?:apres|au-dela|plus tard))\b)"
)
UNTIL = re.compile(r"\b(?:avant|before|jusqu'(?:a|en)|until|up to)\s(?P<year>\d{4})\b")
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
IN_LANGUAGE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:en francais|in french|francais(?:es)?|french)\b"),
    "en": re.compile(r"\b(?:en anglais|in english|anglais(?:es)?|english)\b"),
}
# Nouns of two words, or with several names, that are one kind of documents, as one word.
ONE_KIND: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:comptes?[- ]rendus?|proces[- ]verba(?:l|ux)|pvs?|minutes)\b"), "minutes"),
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
FILLERS = frozenset(
    "tous toutes tout all every de du des d l le la les of the from in by en par date dates dated "
    "datant different differents differentes various other autres other currently actuellement "
    "sont are is est there".split()
)
