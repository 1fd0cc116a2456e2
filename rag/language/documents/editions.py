"""What titles and texts have that shows whether a later document replaces an earlier one."""

from __future__ import annotations

import re

from rag.records import Language

# Words that number an edition, folded: the titles of two versions may differ by them.
EDITION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("edition version ed v n mise jour revisee".split()),
    "en": frozenset("edition version ed v no update updated revised".split()),
}
_NOUN: dict[Language, str] = {
    "fr": r"celles?|celui|ceux|textes?|éditions?|versions?|règlements?|règles|chartes?|statuts|"
    r"notes?|guides?|manuels?|procédures?|instructions?|circulaires?|directives?|barèmes?|"
    r"tarifs?|documents?|conditions|dispositions|arrêtés?|protocoles?|politiques?|plans?|"
    r"consignes?|livrets?|cahiers?|conventions?|contrats?|codes?|décrets?|lois?",
    "en": r"that|those|texts?|editions?|versions?|rules?|regulations?|charters?|bylaws|notes?|"
    r"guides?|handbooks?|manuals?|procedures?|instructions?|circulars?|directives?|rates|"
    r"tariffs?|documents?|conditions|provisions|orders?|protocols?|polic(?:y|ies)|plans?|"
    r"leaflets?|agreements?|contracts?|codes?|decrees?|acts?|guidelines",
}
_NOT_DENIED = r"(?<!ne )(?<!not )(?<!n’)(?<!n')(?<!never )"
# "annule et remplace celle du 3 mars 2021", "supersedes the 2021 edition": the verb, when what it
# replaces is a document. What follows the verb names which.
REPLACES = re.compile(
    rf"\b{_NOT_DENIED}(?:remplace(?:nt)?|abroge(?:nt)?|annule(?:nt)?)(?! et remplace)(?!\w)"
    rf"(?=(?:\s+[\w’'-]+){{0,3}}?[\s’'](?:{_NOUN['fr']})(?!\w))"
    rf"|\b{_NOT_DENIED}(?:replaces?|supersedes?|revokes?|repeals?)(?! and replace)(?!\w)"
    rf"(?=(?:\s+[\w’'-]+){{0,3}}?\s(?:{_NOUN['en']})(?!\w))",
    re.IGNORECASE,
)
# "Le règlement du 4 mars 2022 est abrogé", "the 2021 edition is withdrawn": the participle.
REPLACED = re.compile(
    r"\b(?:est|sont)\s+(?:abrogée?s?|annulée?s?|remplacée?s?|retirée?s?)(?!\w)"
    r"|\b(?:is|are)\s+(?:hereby\s+)?(?:repealed|revoked|replaced|superseded|withdrawn)\b",
    re.IGNORECASE,
)
# "la version précédente", "all earlier editions".
EARLIER_EDITION = re.compile(
    r"\b(?:éditions?|versions?|moutures?)\s+(?:précédentes?|antérieures?)(?!\w)"
    r"|\b(?:previous|earlier|prior|former|preceding)\s+(?:editions?|versions?)\b",
    re.IGNORECASE,
)
