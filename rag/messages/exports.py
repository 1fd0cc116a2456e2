"""What exported answers and checks say around the quotations, in French and in English."""

from __future__ import annotations

from rag.messages.page import french
from rag.records import Language

COLON: dict[Language, str] = {"fr": "\u00a0:", "en": ":"}

_SENTENCES: dict[str, dict[Language, str]] = {
    "found_one": {"fr": "Un document répond :", "en": "One document answers:"},
    "found": {"fr": "{count} documents répondent :", "en": "{count} documents answer:"},
    "references": {"fr": "Références", "en": "References"},
    "evidence": {"fr": "Pièces", "en": "Evidence"},
    "issuer": {"fr": "Émetteur", "en": "Issuer"},
    "date": {"fr": "Date", "en": "Date"},
    "undated": {"fr": "sans date", "en": "undated"},
    "page": {"fr": "Page", "en": "Page"},
    "file": {"fr": "Fichier", "en": "File"},
    "sha256": {"fr": "SHA-256", "en": "SHA-256"},
    "permalink": {"fr": "Lien permanent", "en": "Permalink"},
    "lost": {
        "fr": "L'original n'est plus là, ou a changé : la page ne peut pas être montrée.",
        "en": "The original is gone or has changed: the page cannot be shown.",
    },
    "check": {"fr": "Vérification d'un texte", "en": "Check of a text"},
    "pack": {"fr": "Dossier de preuves", "en": "Evidence pack"},
    "leaf": {"fr": "Page {n} sur {count}", "en": "Page {n} of {count}"},
    "made": {
        "fr": "Établi le {date} avec Verbatim, bibliothèque {index}.",
        "en": "Made on {date} with Verbatim, library {index}.",
    },
    # The menu under an answer
    "export": {"fr": "Exporter", "en": "Export"},
    "as_pdf": {"fr": "Dossier de preuves (PDF)", "en": "Evidence pack (PDF)"},
    "as_docx": {"fr": "Word (DOCX)", "en": "Word (DOCX)"},
    "as_md": {"fr": "Markdown", "en": "Markdown"},
    "as_txt_fr": {"fr": "Références ISO 690", "en": "References, ISO 690"},
    "as_txt_en": {"fr": "Références Chicago", "en": "References, Chicago"},
    "as_bib": {"fr": "Références BibTeX", "en": "References, BibTeX"},
    "as_ris": {"fr": "Références RIS (Zotero, EndNote)", "en": "References, RIS (Zotero, EndNote)"},
    "as_json": {"fr": "Références CSL-JSON", "en": "References, CSL-JSON"},
    "exact": {
        "fr": "Chaque citation a été relue dans le document, caractère par caractère.",
        "en": "Every quotation was read again in its document, character by character.",
    },
}


def say(sentence: str, language: Language, **values: object) -> str:
    """The sentence of that name in a language, with the values in place."""
    text = _SENTENCES[sentence][language]
    return (french(text) if language == "fr" else text).format(**values)
