"""Titles and names that programs fill in where an author gave none."""

from __future__ import annotations

from rag.records import Language

# A number can follow: "Document 1".
PLACEHOLDER_TITLES: dict[Language, str] = {
    "fr": "sans titre|document|doc|présentation|diapositive|page|titre|numérisation|image|nouveau|"
    "document word|classeur excel|présentation powerpoint",
    "en": "untitled|document|doc|presentation|slide|page|title|bookmark|scan|img|image|print|"
    "layout|new|word document|excel workbook|powerpoint presentation",
}
# Of sheets in a spreadsheet, before a number.
SHEET_NAMES: dict[Language, str] = {"fr": "feuil|feuille", "en": "sheet|table|worksheet"}
# What an empty field holds.
EMPTY_FIELDS: dict[Language, str] = {"fr": "", "en": "anonymous|unspecified|none|null"}
# Of accounts, where the name of a person belongs.
ACCOUNT_NAMES: dict[Language, str] = {
    "fr": r"inconnu|utilisateur|utilisatrice|admin\w*|utilisateur windows|"
    "utilisateur de microsoft office|auteur",
    "en": r"unknown|user|admin\w*|windows user|default|owner|root|author",
}
