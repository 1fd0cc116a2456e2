"""Words that introduce the issuer of a document: "Émetteur :", "published by"."""

from __future__ import annotations

from rag.records import Language

ISSUER_LABELS: dict[Language, str] = {
    "fr": r"émetteur|emetteur|émis par|publié par|éditeur|organisme(?: émetteur)?",
    "en": "issuer|issued by|published by|publisher|issuing body",
}
# "published by": the participle, and the word after it.
ISSUED: dict[Language, str] = {
    "fr": "émise?|publiée?|établie?|rédigée?|préparée?",
    "en": "issued|published|prepared|written|drawn up",
}
ISSUED_BY: dict[Language, str] = {"fr": "par", "en": "by"}

# Of the documents that come with Verbatim.
SAMPLE_ISSUERS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        {"Bibliothèque d’exemple de Verbatim", "Institut fictif des sciences de Valmaris"}
    ),
    "en": frozenset({"Verbatim sample library", "Fictional Institute of Sciences of Valmaris"}),
}
