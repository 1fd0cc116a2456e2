"""Nouns of things that are known by their number: "article 12", "décision n° 2023-45"."""

from __future__ import annotations

from rag.records import Language

# The parts of a text by their kind, each with its forms: regular expressions without case.
PART_NOUNS: dict[Language, dict[str, str]] = {
    "fr": {
        "article": r"articles?|arts?\.",
        "paragraph": r"paragraphes?|par\.|§§?",
        "section": r"sections?",
        "annex": r"annexes?|appendices?",
        "chapter": r"chapitres?|chap\.",
        "rule": r"règles?|regles?",
        "clause": r"clauses?",
    },
    "en": {
        "article": r"articles?|arts?\.",
        "paragraph": r"paragraphs?|paras?\.|§§?",
        "section": r"sections?|secs?\.|ss?\.",
        "annex": r"annex(?:es)?|appendix|appendices|schedules?",
        "chapter": r"chapters?|ch\.",
        "rule": r"rules?",
        "clause": r"clauses?",
    },
}
# Documents, files and objects by their kind. "error" is what a code often stands for.
THING_NOUNS: dict[Language, dict[str, str]] = {
    "fr": {
        "note": r"notes?(?: de service| d['’]information)?",
        "decision": r"décisions?|decisions?|délibérations?|deliberations?",
        "resolution": r"résolutions?|resolutions?",
        "order": r"arrêtés?|arretes?",
        "decree": r"décrets?|decrets?",
        "ordinance": r"ordonnances?",
        "law": r"lois?",
        "file": r"dossiers?|affaires?",
        "form": r"formulaires?|imprimés?|cerfas?",
        "standard": r"normes?",
        "contract": r"contrats?|marchés?|conventions?|avenants?|lots?",
        "invoice": r"factures?|commandes?|devis",
        "ticket": r"tickets?|incidents?|demandes?",
        "circular": r"circulaires?|instructions?",
        "notice": r"avis(?: d['’]information)?",
        "directive": r"directives?",
        "regulation": r"règlements?|reglements?",
        "procedure": r"procédures?|procedures?",
        "error": r"erreurs?|codes?(?: d['’]erreur)?",
        "version": r"versions?",
    },
    "en": {
        "note": r"(?:service |information )?notes?|memos?|memorandum",
        "decision": r"decisions?",
        "resolution": r"resolutions?",
        "order": r"orders?",
        "decree": r"decrees?",
        "ordinance": r"ordinances?",
        "law": r"acts?|laws?|bylaws?",
        "file": r"files?|cases?",
        "form": r"forms?",
        "standard": r"standards?",
        "contract": r"contracts?|agreements?|lots?",
        "invoice": r"invoices?|purchase orders?",
        "ticket": r"tickets?|incidents?|requests?",
        "circular": r"circulars?|instructions?",
        "notice": r"notices?(?: to [a-z]+)?",
        "directive": r"directives?",
        "regulation": r"regulations?",
        "procedure": r"procedures?",
        "error": r"(?:error |fault )?codes?|errors?",
        "version": r"versions?|releases?",
    },
}
# Kinds of parts that laws and rules may number without a noun: "12 Every person must ...".
NUMBERED_PARTS = frozenset({"article", "section", "paragraph", "rule", "clause"})
# Words between a noun and its number: "note n° 12", "the form number 12".
NUMBER_SIGNS = r"n[°º]s?|no\.?|nos\.|numéros?|numeros?|numbers?|№|#|\([A-Z]{2,4}\)"
# Bodies that publish standards, and registers whose numbers are known by their name. The short
# ones are words in lower case: "en 2020".
STANDARD_BODIES = "(?i:ISO|IEC|CEI|CERFA|AFNOR|ASTM|ANSI|IEEE|RFC)|EN|NF|DIN|BS|UL"
# The same series in two languages, folded: the first form stands for both.
SAME_SERIES = {"dors": "sor", "tr": "si", "cei": "iec"}
# Who issued a text, after its number: "95/46/CE".
ISSUER_ENDINGS = "cee|ce|ue|eec|ec|eu"
