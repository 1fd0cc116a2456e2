"""The errors of the library, one tree.

RagError
├── DocumentError            a file that cannot be indexed (documents.py); the others go on
│   ├── DocumentUnreadable   damaged, or not what its name says
│   ├── DocumentEmpty        it holds no text (scanned pages, decompression bombs)
│   ├── DocumentLocked       encrypted, and the empty password does not open it
│   ├── DocumentTooLarge     past a limit of size
│   ├── DocumentMissing      no file or folder of that name
│   ├── DocumentTooSlow      its reading passed the limit of time
│   ├── DocumentCrashes      its reading ended the process that did it
│   └── FormatUnknown        no reader for this kind of file
├── StoreError               the folder index/
│   ├── IndexMissing         nothing was built there
│   ├── IndexDamaged         a file of it is gone or altered
│   ├── IndexMismatch        built with another encoder
│   ├── IndexFormat          written by another version of the format
│   ├── IndexOutdated        written by an older one, which can be brought up to date
│   ├── IndexBusy            another process is writing it
│   ├── IndexUnwritable      the disk is full, or the folder is not ours to write
│   └── RollbackUnavailable  no earlier generation is kept
├── EncoderUnavailable       the model's weights cannot be loaded
├── RerankerUnavailable      the model that reads hits again cannot be loaded
├── OcrUnavailable           tesseract or its data are not installed
├── SettingsInvalid          an unknown key or a bad value in rag.toml
├── QuestionInvalid          empty, or longer than the limit
├── DateInvalid              a day that is not written as 2023-12-31
├── ClaimsInvalid            a text to check that is empty, or longer than the limit
├── SourceUnavailable        the original of a citation was moved, changed or removed
├── SourceUnknown            a document or a page that the index does not hold
├── CitationInvalid          a permalink of a citation that cannot be read
├── ExportUnknown            a format that nothing is exported in
├── OutputUnwritable         the output of a command cannot be written
├── WriterUnavailable        the client of the writer's server is not installed
├── StillOpening             the index and its model are being read into memory
├── Unexpected               a fault of the program itself, told on the page
├── RequestRefused           an HTTP request that the server does not take
├── ServiceError             who may do what, and how much at once (service.py)
│   ├── AccountsNeeded       other machines would be served without accounts
│   ├── AccountsUnusable     the file of the accounts cannot be opened
│   ├── AccountUnknown       no account of that name
│   ├── AccountKnown         there is an account of that name
│   ├── NameRefused          a name that an account cannot have
│   ├── PasswordRefused      too short, or the name itself
│   ├── TokenUnknown         no token of that number
│   ├── LoginNeeded          nobody is logged in
│   ├── LoginRefused         a wrong name or password
│   ├── OidcUnavailable      the provider of logins cannot be asked
│   ├── OidcRefused          a login through it that does not hold
│   ├── RoleNeeded           the role of the account does not allow it
│   ├── TooManyRequests      past the limit of one person
│   ├── ServiceBusy          more questions wait than may wait
│   └── WorkStopped          called off, or past its limit of time
└── EvaluationInvalid        a folder that is not a labelled set

Each class carries its sentence in French and in English: what, where, what to do now.
"""

from __future__ import annotations

from rag.errors.documents import DocumentCrashes as DocumentCrashes
from rag.errors.documents import DocumentEmpty as DocumentEmpty
from rag.errors.documents import DocumentError as DocumentError
from rag.errors.documents import DocumentLocked as DocumentLocked
from rag.errors.documents import DocumentMissing as DocumentMissing
from rag.errors.documents import DocumentTooLarge as DocumentTooLarge
from rag.errors.documents import DocumentTooSlow as DocumentTooSlow
from rag.errors.documents import DocumentUnreadable as DocumentUnreadable
from rag.errors.documents import FormatUnknown as FormatUnknown
from rag.errors.root import Cause as Cause
from rag.errors.root import RagError as RagError
from rag.errors.service import ServiceError as ServiceError


class StoreError(RagError):
    """The folder of the index cannot be used. Values: index (its path)."""


class IndexMissing(StoreError):
    """Nothing was built there. Values: index."""

    fr = "{index} : aucun index. Construisez-le : rag index DOSSIER --index {index}"
    en = "{index}: no index there. Build it: rag index FOLDER --index {index}"


class IndexDamaged(StoreError):
    """A file of the index is gone or altered. Values: index, cause."""

    fr = "{index} : index endommagé ({cause}). Réparez-le : rag index --repair --index {index}"
    en = "{index}: damaged index ({cause}). Repair it: rag index --repair --index {index}"


class IndexMismatch(StoreError):
    """The index was made with another encoder. Values: index, built, asked."""

    fr = (
        "{index} : construit avec l'encodeur {built} ; la configuration demande {asked}. "
        "Reconstruisez-le : rag index DOSSIER --index {index} --rebuild"
    )
    en = (
        "{index}: built with encoder {built}; the settings ask for {asked}. "
        "Build it again: rag index FOLDER --index {index} --rebuild"
    )


class IndexFormat(StoreError):
    """The index was written by another version. Values: index, found, known."""

    fr = (
        "{index} : format d'index {found}, cette version lit le format {known}. "
        "Reconstruisez-le : rag index DOSSIER --index {index} --rebuild"
    )
    en = (
        "{index}: index format {found}, this version reads format {known}. "
        "Build it again: rag index FOLDER --index {index} --rebuild"
    )


class IndexOutdated(StoreError):
    """The index was written by an older version. Values: index, found, known."""

    fr = (
        "{index} : format d'index {found}, cette version lit le format {known}. "
        "Mettez-le à jour, sans rien relire : rag index --repair --index {index}"
    )
    en = (
        "{index}: index format {found}, this version reads format {known}. "
        "Bring it up to date, nothing is read again: rag index --repair --index {index}"
    )


class IndexBusy(StoreError):
    """Another process is writing the index. Values: index."""

    fr = "{index} : un autre processus écrit cet index. Attendez qu'il finisse, puis relancez."
    en = "{index}: another process is writing this index. Wait until it ends, then run again."


class IndexUnwritable(StoreError):
    """The index cannot be written; the live one is untouched. Values: index, cause."""

    fr = (
        "{index} : écriture impossible ({cause}). Libérez de la place ou vérifiez les droits, "
        "puis relancez ; l'index en service est intact."
    )
    en = (
        "{index}: cannot be written ({cause}). Free some space or check the rights, "
        "then run again; the index in use is untouched."
    )


class RollbackUnavailable(StoreError):
    """No earlier generation is kept. Values: index."""

    fr = "{index} : aucune version antérieure conservée. Reconstruisez : rag index DOSSIER"
    en = "{index}: no earlier generation is kept. Build again: rag index FOLDER"


class EncoderUnavailable(RagError):
    """The model cannot be loaded. Values: name, cause."""

    fr = (
        "Encodeur {name} introuvable ({cause}). Donnez le chemin d'un dossier local "
        "dans rag.toml, ou laissez l'encodeur par défaut."
    )
    en = (
        "Encoder {name} cannot be loaded ({cause}). Give the path of a local folder "
        "in rag.toml, or keep the default encoder."
    )


class RerankerUnavailable(RagError):
    """The model that reads hits again cannot be loaded or used. Values: name, cause."""

    fr = (
        "Modèle de reclassement {name} inutilisable ({cause}). Donnez dans rag.toml le chemin "
        "d'un modèle local à un seul score, ou laissez reranker vide."
    )
    en = (
        "Reranker {name} cannot be used ({cause}). Give the path of a local model with one "
        "score in rag.toml, or leave reranker empty."
    )


class OcrUnavailable(RagError):
    """Pages cannot be recognised. Values: cause, packages (of Debian)."""

    fr = "OCR impossible ({cause}). Installez-le : sudo apt install {packages}"
    en = "OCR is not possible ({cause}). Install it: sudo apt install {packages}"


class SettingsInvalid(RagError):
    """rag.toml holds an unknown key or a bad value. Values: path, cause."""

    fr = "{path} : réglage refusé ({cause}). Corrigez cette ligne ; voir README, « Réglages »."
    en = "{path}: setting refused ({cause}). Correct that line; see README, “Settings”."


class QuestionInvalid(RagError):
    """The question is empty or too long. Values: length, limit (characters)."""

    fr = "Question vide ou trop longue ({length} caractères, limite {limit}). Reformulez-la."
    en = "Empty or too long a question ({length} characters, limit {limit}). Put it again."


class DateInvalid(RagError):
    """A day cannot be read. Values: text."""

    fr = "{text} : date illisible. Écrivez l'année, le mois et le jour, comme 2023-12-31."
    en = "{text}: not a date. Write the year, the month and the day, as in 2023-12-31."


class ClaimsInvalid(RagError):
    """The text to check is empty or too long. Values: length, limit (characters)."""

    fr = (
        "Texte à vérifier vide ou trop long ({length} caractères, limite {limit}). "
        "Collez un passage plus court, ou relevez check_limit dans rag.toml."
    )
    en = (
        "Empty or too long a text to check ({length} characters, limit {limit}). "
        "Paste a shorter part, or raise check_limit in rag.toml."
    )


class SourceUnavailable(RagError):
    """The original of a citation cannot be shown. Values: path, cause."""

    fr = "{path} : original indisponible ({cause}). Relancez rag index pour le remettre à jour."
    en = "{path}: the original is not available ({cause}). Run rag index to update the library."


class SourceUnknown(RagError):
    """The index holds no such document or page. Values: document, page."""

    fr = (
        "Document ou page absents de l'index ({document}, page {page}). "
        "Posez de nouveau la question pour obtenir les sources actuelles."
    )
    en = (
        "No such document or page in the index ({document}, page {page}). "
        "Ask the question again for today's sources."
    )


class CitationInvalid(RagError):
    """A line that is no permalink of a citation. Values: text."""

    fr = "Citation illisible : {text}. Copiez le lien entier, de « verbatim: » à sa fin."
    en = "Not a citation: {text}. Copy the whole link, from “verbatim:” to its end."


class ExportUnknown(RagError):
    """Nothing is exported in this format. Values: name, known (the endings)."""

    fr = "{name} : format d'export inconnu. Choisissez l'un de : {known}."
    en = "{name}: nothing is exported in this format. Choose one of: {known}."


class OutputUnwritable(RagError):
    """The output of a command cannot be written. Values: cause."""

    fr = "La sortie n'a pas pu être écrite ({cause}). Libérez de la place, puis relancez."
    en = "The output could not be written ({cause}). Free some space, then run again."


class WriterUnavailable(RagError):
    """The client of the writer's server is not installed. Values: cause (the command)."""

    fr = "writer_url est réglé, mais le client manque. Installez-le : {cause}"
    en = "writer_url is set, but its client is missing. Install it: {cause}"


class StillOpening(RagError):
    """The index and the model are being opened, which takes seconds. No values."""

    fr = "La bibliothèque s'ouvre encore. Réessayez dans quelques secondes."
    en = "The library is still opening. Try again in a few seconds."


class Unexpected(RagError):
    """The program broke on a question; the log holds the traceback. No values."""

    fr = "Erreur inattendue, inscrite au journal du serveur. Posez la question de nouveau."
    en = "Unexpected error, written in the server's log. Ask the question again."


class RequestRefused(RagError):
    """The server does not take this request. Values: cause."""

    fr = "Requête refusée : {cause}."
    en = "Request refused: {cause}."


class EvaluationInvalid(RagError):
    """The folder is not a labelled set. Values: path, cause."""

    fr = "{path} : jeu d'évaluation refusé ({cause}). Il faut corpus.jsonl et queries.jsonl."
    en = "{path}: evaluation set refused ({cause}). It needs corpus.jsonl and queries.jsonl."
