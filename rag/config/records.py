"""The settings as frozen records; creating one does no work."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Literal, get_args

from rag.config.secrets import without_secrets
from rag.errors import SettingsInvalid
from rag.messages import Message

FILE = "rag.toml"

_COUNTS = ("candidates", "reranked", "hits", "statements", "question_limit", "check_limit")

Role = Literal["reader", "curator", "admin"]
# http is allowed on this machine only.
_SAFE_ADDRESS = re.compile(r"https://|http://(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)")
_ADDRESS = re.compile(r"https?://")
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,99}", re.ASCII)
_PREFIX = re.compile(r"(?:/[\w.~-]+)+")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?")  # as browsers write it
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what the ones before it may


@dataclass(frozen=True, slots=True)
class Service:
    """How the page and the HTTP interface are served; the table [service].

    accounts        require a login even before the first account exists
    open            serve other machines without accounts, on purpose
    accounts_file   file of the accounts; empty: accounts.sqlite beside the index
    audit_file      file of the access log; empty: audit.jsonl beside the index
    log_questions   write questions to it too, and count those without an answer
    proxy           address of a reverse proxy whose X-Forwarded-For and -Proto are trusted
    prefix          path at which the proxy serves this, which it removes: /tools/verbatim; empty: /
    hosts           names allowed in the Host header; empty: any, or loopback's on loopback
    cors            other sites whose pages may use the HTTP interface: https://intranet.example
    session_hours   hours that a login lasts
    asks_at_once    questions answered at once; 0: one for each processor core
    asks_waiting    questions that may wait, and four times as many pages; past it, they are "busy"
    ask_seconds     seconds after which a question is given up, waiting included
    per_minute      requests of one person per minute
    asks_per_minute questions of one person per minute
    reviews_per_minute
                    recorded questions of one person that are looked at again, per minute
    workers         processes that answer; the other numbers hold for all of them together
    """

    accounts: bool = False
    open: bool = False
    accounts_file: str = ""
    audit_file: str = ""
    log_questions: bool = False
    proxy: str = ""
    prefix: str = ""
    hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    session_hours: int = 12
    asks_at_once: int = 0
    asks_waiting: int = 64
    ask_seconds: int = 30
    per_minute: int = 1_200
    asks_per_minute: int = 60
    reviews_per_minute: int = 100  # two whole conversations
    workers: int = 1

    def __post_init__(self) -> None:
        least = {"asks_at_once": 0, "asks_waiting": 0}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if type(value) is int and value < least.get(field.name, 1):
                raise SettingsInvalid(path=FILE, cause=f"{field.name} = {value}")
        for origin in self.cors:
            if not _ORIGIN.fullmatch(origin):
                raise SettingsInvalid(path=FILE, cause=f"cors = {origin}")
        if self.prefix and not _PREFIX.fullmatch(self.prefix):
            raise SettingsInvalid(path=FILE, cause=f"prefix = {self.prefix}")


@dataclass(frozen=True, slots=True)
class Oidc:
    """Logins through an OpenID Connect provider; the table [oidc]. Off without an issuer.

    issuer      the provider, an https address
    client_id   the name of this service at the provider
    secret_env  the environment variable that holds its secret; empty: a public client
    address     the public address of this service, to which the provider sends people back
    scope       the scopes to request
    name_claim  the claim that holds the account name
    claim       the claim that holds groups or roles, with dots: groups, realm_access.roles
    readers, curators, admins
                the groups that have each role; "*": everybody the provider lets in
    """

    issuer: str = ""
    client_id: str = ""
    secret_env: str = ""
    address: str = ""
    scope: str = "openid profile email"
    name_claim: str = "preferred_username"
    claim: str = "groups"
    readers: tuple[str, ...] = ()
    curators: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issuer:
            return
        for name in ("issuer", "address"):
            value = getattr(self, name)
            if not value:
                cause: object = Message("causes.oidc_lacks", name=name)
                raise SettingsInvalid(path=FILE, cause=cause)
            if not _SAFE_ADDRESS.match(value):
                raise SettingsInvalid(path=FILE, cause=f"{name} = {value}")
        if not self.client_id or "openid" not in self.scope.split():
            raise SettingsInvalid(path=FILE, cause=Message("causes.oidc_client"))
        if not (self.readers or self.curators or self.admins):
            raise SettingsInvalid(path=FILE, cause=Message("causes.oidc_roles"))


@dataclass(frozen=True, slots=True)
class Curation:
    """How the page shows the library, and how curators add to it; the table [library].

    uploads   folder of the documents added through the page; empty: "uploads" in the index folder
              once there are accounts, otherwise none; "off": none
    examples  questions that the page offers; empty: some that the documents ask or answer
    """

    uploads: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Institution:
    """Whose service it is; the table [institution].

    name   shown in the head of the page and at the sign-in; empty: Verbatim
    logo   a file (.svg, .png, .jpg, .webp) shown beside the name; empty: none
    """

    name: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the passages are searched; the table [store]. Without url and path, in the index.

    url         address of a Qdrant server; a server elsewhere than here needs https for a key
    path        folder of a Qdrant inside this process, for trials; ":memory:": none is kept
    collection  how the names of its collections begin, and the alias of the live one
    key_env     the environment variable that holds its key (or NAME_FILE a file); empty: no key
    ca_file     file of the certificates that are trusted; empty: those of the system
    timeout     seconds that a request may take
    shards      parts of a collection, which servers share; for new collections
    replicas    copies of each part; for new collections
    quantized   vectors in memory as 8-bit numbers, the best ranked again; for new collections
    """

    url: str = ""
    path: str = ""
    collection: str = "verbatim"
    key_env: str = ""
    ca_file: str = ""
    timeout: int = 5
    shards: int = 1
    replicas: int = 1
    quantized: bool = False

    def __post_init__(self) -> None:
        for name in ("shards", "replicas", "timeout"):
            if not getattr(self, name) > 0:
                raise SettingsInvalid(path=FILE, cause=f"{name} = {getattr(self, name)}")
        if not _NAME.fullmatch(self.collection):
            raise SettingsInvalid(path=FILE, cause=f"collection = {self.collection}")
        if self.url and self.path:
            raise SettingsInvalid(path=FILE, cause=f"path = {self.path}")
        allowed = _SAFE_ADDRESS if self.key_env else _ADDRESS
        if self.url and not allowed.match(self.url):
            raise SettingsInvalid(path=FILE, cause=f"url = {without_secrets(self.url)}")


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that only some roles may see; a table of [collections].

    ``paths`` are folders with slashes: the beginning of a document's path, or the name of the
    indexed folder and the path below it. ``roles`` see them; admins always do.
    """

    name: str
    paths: tuple[str, ...]
    roles: tuple[Role, ...]

    def __post_init__(self) -> None:
        unknown = [role for role in self.roles if role not in ROLES]
        if unknown or not self.paths or not all(path.strip("/") for path in self.paths):
            cause = Message("causes.collection", name=self.name, roles=" ".join(ROLES))
            raise SettingsInvalid(path=FILE, cause=cause)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; creating the record does no work.

    encoder           the shipped one, a folder, or the name of a hub model
    encoder_revision  the hub model's pinned revision; empty: its latest
    candidates        passages that each ranking passes to the fusion
    reranker          cross-encoder that rereads the first hits of a question: a folder or the
                      name of a hub model; empty: none
    reranker_revision the hub model's pinned revision; empty: its latest
    reranked          hits that it reads
    hits              passages kept after the fusion
    statements        quotes shown, at most
    threshold         confidence in 0..1 under which the answer is "not in these documents";
                      negative: the measured default of each language
    question_limit    characters of a question, at most
    check_limit       characters of a text to check, at most
    ocr               read scanned pages of PDFs with OCR (needs tesseract)
    writer_url        OpenAI-compatible server of a model that writes over the quotes; empty: none,
                      and nothing ever leaves the machine
    writer_model      the name of the model on that server
    writer_key_env    the environment variable that holds its key; empty: no key
    writer_timeout    seconds that a draft may take
    host, port        where the page is served
    service           accounts, limits and logs of the page and the HTTP interface
    library           questions to try, and how curators add documents
    institution       the name and the logo in the head of the page
    collections       documents that only some roles see
    oidc              logins through an OpenID Connect provider
    store             a server that searches the passages, beyond one machine
    """

    encoder: str = ""
    encoder_revision: str = ""
    candidates: int = 100
    reranker: str = ""
    reranker_revision: str = ""
    reranked: int = 20
    hits: int = 10
    statements: int = 3
    threshold: float = -1.0
    question_limit: int = 2_000
    check_limit: int = 20_000
    ocr: bool = False
    writer_url: str = ""
    writer_model: str = ""
    writer_key_env: str = ""
    writer_timeout: float = 20.0
    host: str = "127.0.0.1"
    port: int = 7860
    service: Service = Service()
    library: Curation = Curation()
    institution: Institution = Institution()
    collections: tuple[Collection, ...] = ()
    oidc: Oidc = Oidc()
    store: StoreSettings = StoreSettings()

    def __post_init__(self) -> None:
        for name in _COUNTS:
            if getattr(self, name) < 1:
                raise SettingsInvalid(path=FILE, cause=f"{name} = {getattr(self, name)}")
        if self.writer_url and not self.writer_url.startswith(("http://", "https://")):
            address = without_secrets(self.writer_url)
            raise SettingsInvalid(path=FILE, cause=f"writer_url = {address}")
        if self.writer_url and not self.writer_model:
            raise SettingsInvalid(path=FILE, cause='writer_model = ""')
        if not self.writer_timeout > 0:
            raise SettingsInvalid(path=FILE, cause=f"writer_timeout = {self.writer_timeout}")
        if not self.threshold <= 1:  # nor no number
            raise SettingsInvalid(path=FILE, cause=f"threshold = {self.threshold}")
        if not 0 <= self.port < 65_536:
            raise SettingsInvalid(path=FILE, cause=f"port = {self.port}")
