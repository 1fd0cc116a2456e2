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
SINCE = re.compile(
    r"\b(?:depuis|since|apres|after|a partir de|from)\s(?P<year>\d{4})\b(?!\s(?:a|to)\b)"
)
UNTIL = re.compile(r"\b(?:avant|before|jusqu'(?:a|en)|until|up to)\s(?P<year>\d{4})\b")
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
IN_LANGUAGE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:en francais|in french|francais(?:es)?|french)\b"),
    "en": re.compile(r"\b(?:en anglais|in english|anglais(?:es)?|english)\b"),
}
# Words of titles that French and English libraries have for the same thing.
SAME_WORDS: dict[str, str] = {
    "rapport": "report", "annuel": "annual", "reglement": "regulation", "loi": "law",
    "convention": "agreement", "charte": "charter", "lettre": "letter", "contrat": "contract",
    "facture": "invoice", "politique": "policy", "decret": "decree", "directive": "directive",
    "manuel": "manual", "norme": "standard",
}  # fmt: skip
# Words beside the nouns that limit nothing.
FILLERS = frozenset(
    "tous toutes tout all every de du des d l le la les of the from in by en par date dates dated "
    "datant different differents differentes various other autres other currently actuellement "
    "sont are is est there".split()
)
