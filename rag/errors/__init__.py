"""The errors of the library, one tree.

RagError
├── DocumentError            a file that cannot be indexed (documents.py); the others go on
│   ├── DocumentUnreadable   damaged, or not what its name says
│   ├── DocumentEmpty        it holds no text (scanned pages, decompression bombs)
│   │   ├── DocumentBlank    it is empty
│   │   └── DocumentPictures it shows pictures only
│   ├── DocumentLocked       encrypted, and the empty password does not open it
│   ├── DocumentTooLarge     past a limit of size
│   ├── DocumentMissing      no file or folder of that name
│   ├── DocumentUnnamed      content to add without a usable name
│   ├── DocumentTooSlow      its reading passed the limit of time
│   ├── DocumentCrashes      its reading ended the process that did it
│   ├── PageUnavailable      a page of the web that was not fetched
│   └── FormatUnknown        no reader for this kind of file
├── StoreError               the folder index/, or what searches it (store.py)
│   ├── IndexMissing         nothing was built there
│   ├── IndexDamaged         a file of it is gone or altered
│   ├── IndexMismatch        built with another encoder
│   ├── IndexFormat          written by another version of the format
│   ├── IndexOutdated        written by an older one, which can be brought up to date
│   ├── IndexBusy            another process is writing it
│   ├── RemovalRefused       a folder lost most of its files: perhaps a share is not mounted
│   ├── IndexUnwritable      the disk is full, or the folder is not ours to write
│   ├── DecisionsDamaged     what curators decided cannot be read
│   ├── LibraryClosed        it was closed before the question
│   ├── LibraryReadOnly      a part of it was to be changed
│   ├── SearchUnavailable    the server that searches the passages cannot be asked
│   ├── SearchIncomplete     it does not hold the whole index
│   └── RollbackUnavailable  no earlier generation is kept
├── EncoderUnavailable       the model's weights cannot be loaded
├── RerankerUnavailable      the model that reads hits again cannot be loaded
├── ReaderUnavailable        the model that reads passages for a question cannot be loaded
├── EntailmentUnavailable    the model that judges claims cannot be loaded
├── OcrUnavailable           tesseract or its data are not installed
├── SettingsInvalid          an unknown key or a bad value in rag.toml
├── MetadataInvalid          metadata of a document that cannot be kept
├── QuestionInvalid          empty, or longer than the limit
├── DateInvalid              a day that is not written as 2023-12-31
├── ScopeInvalid             limits of a question that cannot be read
├── ScopeEmpty               no document is within the limits of a question
├── ScopeUnknown             the library has nothing of a name in these limits
├── ClaimsInvalid            a text to check that is empty, or longer than the limit
├── SourceUnavailable        the original of a citation was moved, changed or removed
│   └── PageImageUnavailable its format has no pages to show
├── SourceUnknown            a document or a page that the index does not hold
├── CitationInvalid          a permalink of a citation that cannot be read
├── ExportUnknown            a format that nothing is exported in
├── OutputUnwritable         the output of a command cannot be written
├── WriterUnavailable        the client of the writer's server is not installed
├── McpUnavailable           the package that speaks MCP is not installed
├── StillOpening             the index and its model are being read into memory
├── Unexpected               a fault of the program itself, shown on the page
├── RequestRefused           an HTTP request that the server does not take
├── ServiceError             who may do what, and how much at once (service.py)
│   ├── AccountsNeeded       other machines would be served without accounts
│   ├── AddressUnavailable   the service cannot listen on an address
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
│   ├── NotebookUnknown      no such notebook, or not for this account
│   ├── NotebookFull         a notebook, or a person, has as much as there may be
│   ├── NotebooksUnusable    the file of the notebooks cannot be opened
│   ├── TooManyRequests      past the limit of one person
│   ├── ServiceBusy          more questions wait than may wait
│   ├── VersionChanged       somebody else changed the document
│   ├── ContentHeld          a replacement that another document holds already
│   ├── ModelUnknown         a client of OpenAI's form names another model
│   └── WorkStopped          called off, or past its limit of time
├── EvaluationInvalid        a folder that is not a labelled set
├── QuestionsFileInvalid     a file of questions to evaluate that cannot be read
└── EvaluationUnreadable     an earlier evaluation that cannot be read

Each is said in every language by the entry of its name in ``rag/messages/errors.toml``: what
happened, where, what to do now.
"""

from __future__ import annotations

from rag.errors.documents import DocumentBlank as DocumentBlank
from rag.errors.documents import DocumentCrashes as DocumentCrashes
from rag.errors.documents import DocumentEmpty as DocumentEmpty
from rag.errors.documents import DocumentError as DocumentError
from rag.errors.documents import DocumentLocked as DocumentLocked
from rag.errors.documents import DocumentMissing as DocumentMissing
from rag.errors.documents import DocumentPictures as DocumentPictures
from rag.errors.documents import DocumentTooLarge as DocumentTooLarge
from rag.errors.documents import DocumentTooSlow as DocumentTooSlow
from rag.errors.documents import DocumentUnnamed as DocumentUnnamed
from rag.errors.documents import DocumentUnreadable as DocumentUnreadable
from rag.errors.documents import FormatUnknown as FormatUnknown
from rag.errors.documents import PageUnavailable as PageUnavailable
from rag.errors.root import RagError as RagError
from rag.errors.service import ServiceError as ServiceError
from rag.errors.store import DecisionsDamaged as DecisionsDamaged
from rag.errors.store import IndexBusy as IndexBusy
from rag.errors.store import IndexDamaged as IndexDamaged
from rag.errors.store import IndexFormat as IndexFormat
from rag.errors.store import IndexMismatch as IndexMismatch
from rag.errors.store import IndexMissing as IndexMissing
from rag.errors.store import IndexOutdated as IndexOutdated
from rag.errors.store import IndexUnwritable as IndexUnwritable
from rag.errors.store import LibraryClosed as LibraryClosed
from rag.errors.store import LibraryReadOnly as LibraryReadOnly
from rag.errors.store import RemovalRefused as RemovalRefused
from rag.errors.store import RollbackUnavailable as RollbackUnavailable
from rag.errors.store import SearchIncomplete as SearchIncomplete
from rag.errors.store import SearchUnavailable as SearchUnavailable
from rag.errors.store import StoreError as StoreError
from rag.messages import say
from rag.messages.scope import limits
from rag.records import Language, Scope


class EncoderUnavailable(RagError):
    """The model cannot be loaded. Values: name, cause."""


class RerankerUnavailable(RagError):
    """The model that reads hits again cannot be loaded or used. Values: name, cause."""


class ReaderUnavailable(RagError):
    """The reader cannot be loaded. Values: name, cause."""


class EntailmentUnavailable(RagError):
    """The entailment network cannot be loaded. Values: name, cause."""


class OcrUnavailable(RagError):
    """Pages cannot be recognised. Values: cause, packages (of Debian)."""


class SettingsInvalid(RagError):
    """rag.toml holds an unknown key or a bad value. Values: path, cause."""


class MetadataInvalid(RagError):
    """Metadata of a document has a name or a value that cannot be kept. Values: name."""


class QuestionInvalid(RagError):
    """The question is empty or too long. Values: length, limit (characters)."""

    @property
    def key(self) -> str:
        """That of one message or of the other."""
        return "errors.QuestionEmpty" if self.values["length"] == 0 else "errors.QuestionTooLong"


class DateInvalid(RagError):
    """A day cannot be read. Values: text."""


class ScopeInvalid(RagError):
    """The limits of a question hold an unknown field or a bad value. Values: cause."""


class ScopeEmpty(RagError):
    """No document of the library is within all limits of a question. Values: scope."""

    def message(self, language: Language) -> str:
        """The message in that language, with the limits in words."""
        scope = self.values["scope"]
        assert isinstance(scope, Scope)
        return say(self.key, language, limits=limits(scope, language))


class ScopeUnknown(RagError):
    """The library has nothing of a name in the limits. Values: name, kind (a Message), near."""

    @property
    def key(self) -> str:
        """That of one message or of the other."""
        return "errors.ScopeUnknownNear" if self.values["near"] else "errors.ScopeUnknown"


class ClaimsInvalid(RagError):
    """The text to check is empty or too long. Values: length, limit (characters)."""

    @property
    def key(self) -> str:
        """That of one message or of the other."""
        return "errors.ClaimsEmpty" if self.values["length"] == 0 else "errors.ClaimsTooLong"


class SourceUnavailable(RagError):
    """The original of a citation cannot be shown. Values: path, cause."""


class PageImageUnavailable(SourceUnavailable):
    """The format of the document has no pages to show. Values: path."""


class SourceUnknown(RagError):
    """The index holds no such document or page. Values: document, page ("-" for the document)."""

    @property
    def key(self) -> str:
        """That of the message about a page, or about a document."""
        whole = self.values["page"] == "-"
        return "errors.SourceUnknownWhole" if whole else "errors.SourceUnknown"


class CitationInvalid(RagError):
    """A line that is no permalink of a citation. Values: text."""


class ExportUnknown(RagError):
    """Nothing is exported in this format. Values: name, known (the endings)."""


class OutputUnwritable(RagError):
    """The output of a command cannot be written. Values: cause."""


class McpUnavailable(RagError):
    """The package that speaks MCP is not installed. Values: cause."""


class WriterUnavailable(RagError):
    """The client of the writer's server is not installed. Values: cause (the command)."""


class StillOpening(RagError):
    """The index and the model are being opened, which takes seconds. No values."""


class Unexpected(RagError):
    """The program broke on a question; the log holds the traceback. No values."""


class RequestRefused(RagError):
    """The server does not take this request. Values: cause."""


class EvaluationInvalid(RagError):
    """The folder is not a labelled set. Values: path, cause."""


class QuestionsFileInvalid(RagError):
    """A file of questions to evaluate cannot be read. Values: path, cause."""


class EvaluationUnreadable(RagError):
    """An earlier evaluation, to compare with, cannot be read. Values: path, cause."""
