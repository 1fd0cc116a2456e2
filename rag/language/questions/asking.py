"""Words of questions that say nothing about their subject, and quotation marks; all folded."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# What is left of "Que dit l'article 12 ?" besides the reference and stop words.
TELLING_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        dit disent prevoit prevoient dispose disposent indique enonce precise contient texte
        contenu objet sujet lire voir montre montrez donne donnez cite citez cherche trouver
        propos traite parle porte stipule est-ce sert servent servir utilite
        """.split()
    ),
    "en": frozenset(
        """
        say says said provide provides state states contain contains text content contents
        subject read show give quote find about tell cover covers deal deals mean means
        purpose used
        """.split()
    ),
}
# Everyday words that have a capital in one of the languages, folded.
EVERYDAY_CAPITALS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december christmas easter internet noel paques
    english french german spanish anglais francais monsieur madame mesdames messieurs miss
    celsius fahrenheit please hello bonjour merci thanks
    """.split()
)
# "..." in any quotation marks; a phrase that is asked for to the letter.
QUOTED = re.compile(
    r"«\s*([^«»\s](?:[^«»]*[^«»\s])?)\s*»|“\s*([^“”\s](?:[^“”]*[^“”\s])?)\s*”|"
    r"\"\s*([^\"\s](?:[^\"]*[^\"\s])?)\s*\""
)
# "What happened on 12 March 2024?", without anything else; folded.
_WHAT_HAPPENED: dict[Language, str] = {
    "fr": r"(?:que s'est-il|qu'est-ce qui s'est|que se) passe(?:-t-il)?|qu'y a-t-il eu|"
    r"que s'est il passe",
    "en": r"what (?:happened|took place|occurred|was happening)",
}
WHAT_HAPPENED = re.compile(rf"\W*(?:{any_form(_WHAT_HAPPENED)})\W*(?:(?:en|le|au|du|on|in)\b\W*)?")
