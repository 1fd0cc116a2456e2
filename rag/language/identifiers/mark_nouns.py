"""Nouns before a number that marks a place in a text, or identifies a thing: "article 12"."""

from __future__ import annotations

from rag.records import Language

# Parts of texts, and things that are known by their number; regular expressions without case.
MARK_NOUNS: dict[Language, str] = {
    "fr": r"articles?|art\.|sections?|paragraphes?|par\.|§§?|(?:sous-)?alinéas?|al\.|annexes?"
    r"|appendices?|chapitres?|chap\.|titres?|tomes?|volumes?|vol\.|parties?|divisions?|rubriques?"
    r"|règles?|lignes?|pages?|pp?\.|notes?|figures?|fig\.|tableaux?|graphiques?|encadrés?|étapes?"
    r"|phases?|niveaux?|classes?|catégories?|versions?|zones?(?: de [a-z]+)?|points?|lots?",
    "en": r"articles?|art\.|(?:sub)?sections?|ss?\.|(?:sub)?paragraphs?|para\.|§§?|(?:sub)?clauses?"
    r"|schedules?|annex(?:es)?|appendix|appendices|chapters?|ch\.|titles?|volumes?|vol\.|parts?"
    r"|divisions?|rules?|regulations?|lines?|pages?|pp?\.|(?:foot|end)?notes?|figures?|fig\."
    r"|tables?|charts?|box(?:es)?|steps?|phases?|levels?|class(?:es)?|categor(?:y|ies)"
    r"|versions?|releases?|areas?|zones?|items?|lots?",
}
# Nouns for one kind of part in both languages, folded. What one law calls an article another calls
# a section.
_KINDS = """
article articles art section sections regle regles rule rules clause clauses regulation regulations
paragraphe paragraphes paragraph paragraphs alinea alineas subsection subsections par para;
annexe annexes annex appendice appendices appendix schedule schedules;
chapitre chapitres chap chapter chapters ch; partie parties part parts; page pages;
tableau tableaux table tables; figure figures graphique graphiques chart charts;
"""
_KIND_OF = {noun: str(n) for n, kind in enumerate(_KINDS.split(";")) for noun in kind.split()}
# After the number of a part that was added later: "article 12 bis".
LATIN_NUMBERS = "bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"
# Before a number that identifies a thing: "n° 2023-45", "number 12".
NUMBER_NOUNS: dict[Language, str] = {
    "fr": r"n[°º]s?|no\.?(?= ?[0-9])|numéros?|№",
    "en": r"n[°º]s?|nos?\.|(?<!s )number|№",
}
PHONE_NOUNS: dict[Language, str] = {
    "fr": "tél|téléphone|télécopie|fax",
    "en": "tel|telephone|phone|fax",
}
# Before a short number to call: "composez le 3939".
PHONE_VERBS: dict[Language, str] = {
    "fr": r"(?:appel|compos)\w+ (?:le|au)(?: numéro)?",
    "en": "(?:call|dial|phone|ring)(?: the number)?",
}
# Collections of laws, cited with a year: "Statutes of Canada, 1999".
LAW_PLACES: dict[Language, str] = {
    "fr": "Lois (?:révisées )?(?:de|du|des)",
    "en": "(?:Revised )?Statutes of",
}


def mark_kind(folded: str) -> str:
    """The kind of part that a folded noun names in either language, "" for another noun."""
    return _KIND_OF.get(folded, "")
