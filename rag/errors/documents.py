"""The errors of files that cannot be indexed; the other files go on."""

from __future__ import annotations

from rag.errors.root import RagError


class DocumentError(RagError):
    """A file that cannot be indexed. Values: ``path`` and, where it helps, ``cause``."""


class DocumentUnreadable(DocumentError):
    """The file is damaged or is not what its name says. Values: path, cause."""

    fr = "{path} : fichier illisible ({cause}). Ouvrez-le, réenregistrez-le, puis relancez."
    en = "{path}: cannot be read ({cause}). Open it, save it again, then run again."


class DocumentEmpty(DocumentError):
    """The file yields no text. Values: path."""

    fr = (
        "{path} : aucun texte (pages numérisées ?). "
        "Relancez avec rag index --ocr, ou mettez ocr = true dans rag.toml."
    )
    en = (
        "{path}: no text in it (scanned pages?). "
        "Run again with rag index --ocr, or set ocr = true in rag.toml."
    )


class DocumentLocked(DocumentError):
    """The file is encrypted. Values: path."""

    fr = "{path} : protégé par un mot de passe. Enregistrez-en une copie sans mot de passe."
    en = "{path}: protected by a password. Save a copy without the password."


class DocumentTooLarge(DocumentError):
    """The file passes a limit. Values: path, size, limit (both with their unit)."""

    fr = "{path} : trop volumineux ({size}, limite {limit}). Divisez-le ou relevez la limite."
    en = "{path}: too large ({size}, limit {limit}). Split it or raise the limit."


class DocumentMissing(DocumentError):
    """A path to index leads nowhere. Values: path."""

    fr = "{path} : aucun fichier ni dossier de ce nom. Vérifiez le chemin ; rien n'a été retiré."
    en = "{path}: no file or folder of that name. Check the path; nothing was removed."


class DocumentTooSlow(DocumentError):
    """The reading passed the limit of time and was stopped. Values: path, seconds."""

    fr = "{path} : lecture arrêtée après {seconds} s. Divisez le fichier ou réenregistrez-le."
    en = "{path}: reading stopped after {seconds} s. Split the file or save it again."


class DocumentCrashes(DocumentError):
    """The reading ended the process that did it. Values: path, cause."""

    fr = "{path} : fichier qui fait échouer la lecture ({cause}). Réenregistrez-le ou écartez-le."
    en = "{path}: the file makes its reader fail ({cause}). Save it again or set it aside."


class FormatUnknown(DocumentError):
    """No reader takes this kind of file. Values: path, known (the endings that are read)."""

    fr = "{path} : format inconnu. Convertissez-le en l'un de : {known}."
    en = "{path}: unknown format. Convert it to one of: {known}."
