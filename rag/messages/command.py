"""What the terminal says, in the language of the person's locale."""

from __future__ import annotations

from rag.records import IngestReport, Language

_SENTENCES: dict[str, dict[Language, str]] = {
    "question": {"fr": "Question :", "en": "Question:"},
    "indexing": {"fr": "Indexation", "en": "Indexing"},
    "recognising": {"fr": "{path} : OCR, page {page}/{of}", "en": "{path}: OCR, page {page}/{of}"},
    "repairing": {"fr": "Réparation", "en": "Repair"},
    "watching": {
        "fr": "Suivi de {paths} (Ctrl+C pour arrêter)",
        "en": "Following {paths} (Ctrl+C to stop)",
    },
    "rolled_back": {
        "fr": "En service : l’index du {date}, {documents} documents, {passages} passages. "
        "Relancez la même commande pour revenir au suivant.",
        "en": "Live now: the index of {date}, {documents} documents, {passages} passages. "
        "Run the same command again to undo.",
    },
    "live_sound": {
        "fr": "génération {number}, en service : intacte ({documents} documents, {passages} "
        "passages, chaque octet relu)",
        "en": "generation {number}, live: sound ({documents} documents, {passages} passages, "
        "every byte read)",
    },
    "kept_sound": {
        "fr": "génération {number}, conservée : intacte ({documents} documents, {passages} "
        "passages)",
        "en": "generation {number}, kept: sound ({documents} documents, {passages} passages)",
    },
    "live_damaged": {
        "fr": "génération {number}, en service : {fault}",
        "en": "generation {number}, live: {fault}",
    },
    "kept_damaged": {
        "fr": "génération {number}, conservée : {fault}",
        "en": "generation {number}, kept: {fault}",
    },
    "evaluating": {"fr": "Évaluation", "en": "Evaluating"},
    "nothing_indexed": {
        "fr": "Rien à indexer. Donnez un dossier ou des fichiers : {known}.",
        "en": "Nothing to index. Give a folder or files: {known}.",
    },
    "serving": {
        "fr": "Verbatim répond à {address} (Ctrl+C pour arrêter)",
        "en": "Verbatim answers at {address} (Ctrl+C to stop)",
    },
    "sources": {"fr": "Sources", "en": "Sources"},
    "nearest": {"fr": "Passages les plus proches", "en": "Nearest passages"},
    "also": {"fr": "identique à un document déjà indexé", "en": "same as an indexed document"},
}


def say(sentence: str, language: Language, **values: object) -> str:
    """The sentence of that name in a language, with the values in place."""
    return _SENTENCES[sentence][language].format(**values)


def summary(report: IngestReport, language: Language) -> str:
    """One line on what an indexing did."""
    counts = (len(report.added), len(report.unchanged), len(report.removed), len(report.failures))
    if language == "fr":
        return (
            f"{report.documents} documents, {report.passages} passages : "
            "{} ajoutés ou changés, {} inchangés, {} retirés, {} refusés".format(*counts)
            + f" ({report.seconds:.1f} s)"
        )
    return (
        f"{report.documents} documents, {report.passages} passages: "
        "{} added or changed, {} unchanged, {} removed, {} refused".format(*counts)
        + f" ({report.seconds:.1f} s)"
    )
