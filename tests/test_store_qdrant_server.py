"""A Qdrant server over HTTP: what it is asked, and each of its failures said in both languages."""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from qdrant_server import QdrantServer, qdrant_server
from test_store_qdrant import DRIFT, change, check_equal
from test_store_segments import ENCODER, ids, note

from rag import Rag
from rag.config import Settings, StoreSettings
from rag.config.reading import read_settings
from rag.encoders import HashingEncoder
from rag.errors import SearchUnavailable, SettingsInvalid
from rag.records import LANGUAGES
from rag.store import SearchEngine, Store, open_engine, open_usable

pytest.importorskip("qdrant_client", reason="verbatim-rag[qdrant] is not installed")
_NUMBERS = count()
KEY = "a-key-that-nobody-may-see"


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as server:
        yield server


def settings_of(url: str, **more: object) -> StoreSettings:
    name = f"http{next(_NUMBERS)}"
    return StoreSettings(url=url, collection=name, timeout=1, **more)  # type: ignore[arg-type]


def engine_of(server: QdrantServer, **more: object) -> SearchEngine:
    engine = open_engine(settings_of(server.url, **more))
    assert engine is not None
    return engine


def test_a_server_finds_what_the_files_find(tmp_path: Path, server: QdrantServer) -> None:
    engine, index = engine_of(server, shards=2, replicas=1, quantized=True), tmp_path / "index"
    change(index, engine, [note(number) for number in range(100)])
    with open_usable(index, engine) as store:
        check_equal(store, engine)
    change(index, engine, [note(900)], [ids(index)["003.txt"]])
    with open_usable(index, engine) as store:
        check_equal(store, engine, DRIFT + 0.02)  # the files count one removed passage in fifty
    indexed = [each for each in server.asked if each.endswith("/index?wait=true")]
    assert len(indexed) == 4  # generations, documents and languages, for the filters


def test_a_question_asks_the_server_once(tmp_path: Path, server: QdrantServer) -> None:
    from rag.retrieval.search import search

    engine, index = engine_of(server), tmp_path / "index"
    change(index, engine, [note(number) for number in range(20)])
    vector = ENCODER.encode(["le conseil"], kind="query")[0]
    with open_usable(index, engine) as store:
        store.warm()
        server.asked.clear()
        assert search(store, vector, "le conseil", language="fr", k=10)
        assert len(server.asked) == 1


FAILURES = (
    ("drops", "broke off", "coupé la connexion"),
    ("sleeps", "no answer within 1 s", "pas de réponse en 1 s"),
    ("breaks", "HTTP status 503", "statut HTTP 503"),
    ("noise", "cannot be read", "illisible"),
    ("strange", "cannot be read", "illisible"),
)


@pytest.mark.parametrize(("manner", "english", "french"), FAILURES)
def test_a_failure_of_the_server_is_said(
    tmp_path: Path, server: QdrantServer, manner: str, english: str, french: str
) -> None:
    """When an index is opened, and when it is written: which leaves the live generation."""
    engine, index = engine_of(server), tmp_path / "index"
    change(index, engine, [note(1)])
    server.manner = manner  # type: ignore[assignment]
    start = time.monotonic()
    with pytest.raises(SearchUnavailable) as opened:
        open_usable(index, engine)
    assert time.monotonic() - start < 2.9
    with pytest.raises(SearchUnavailable):
        change(index, engine, [note(2)])
    for language, said in zip(("en", "fr"), (english, french), strict=True):
        message = opened.value.message(language).replace("\xa0", " ")  # type: ignore[arg-type]
        assert said in message
        assert server.url in message
        assert "docs/growing.md" in message
    server.manner = "works"
    with open_usable(index, engine) as store:
        assert [each.path for each in store.documents()] == ["001.txt"]
        check_equal(store, engine)
    change(index, engine, [note(3)])  # with what could not be sent before
    assert set(ids(index)) == {"001.txt", "002.txt", "003.txt"}


def test_a_question_says_that_the_server_is_gone_and_the_next_is_answered(
    tmp_path: Path, server: QdrantServer
) -> None:
    engine, index = engine_of(server), tmp_path / "index"
    change(index, engine, [note(number) for number in range(5)])
    settings = Settings(encoder="hashing-64")
    with Rag(open_usable(index, engine), HashingEncoder(), settings) as library:
        server.manner = "breaks"
        with pytest.raises(SearchUnavailable):
            library.ask("Que dit le conseil ?")
        server.manner = "works"
        assert library.ask("Que dit le conseil ?").question


def test_a_connection_that_breaks_once_is_tried_again(tmp_path: Path, server: QdrantServer) -> None:
    engine, index = engine_of(server), tmp_path / "index"
    change(index, engine, [note(1)])
    server.manner = "drops once"
    with open_usable(index, engine) as store:
        assert len(store.vectors) == len(store.terms)


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    engine = open_engine(settings_of(f"http://127.0.0.1:{port}"))
    assert engine is not None
    said = failure_of(engine)
    assert "nothing answers" in said.message("en")
    assert "rien ne répond" in said.message("fr")


def failure_of(engine: SearchEngine) -> SearchUnavailable:
    connection = engine._connection  # type: ignore[attr-defined]
    with pytest.raises(SearchUnavailable) as failed:
        connection.call(lambda client: client.get_aliases())
    return failed.value


@pytest.mark.parametrize("source", ["variable", "file"])
def test_a_key_is_sent_and_never_shown(
    tmp_path: Path, server: QdrantServer, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    server.key = KEY
    wrong = failure_of(engine_of(server))
    monkeypatch.setenv("QDRANT_KEY", "another-secret")
    refused = failure_of(engine_of(server, key_env="QDRANT_KEY"))
    for error in (wrong, refused):
        assert "refuses the key" in error.message("en")
        assert "refuse la clé" in error.message("fr")
        assert "another-secret" not in f"{error!r} {error.values} {error.__cause__!r}"
    if source == "file":
        (tmp_path / "key").write_text(f"{KEY}\n")
        monkeypatch.delenv("QDRANT_KEY")
        monkeypatch.setenv("QDRANT_KEY_FILE", str(tmp_path / "key"))
    else:
        monkeypatch.setenv("QDRANT_KEY", KEY)
    engine = engine_of(server, key_env="QDRANT_KEY")
    change(tmp_path / "index", engine, [note(1)])
    assert KEY not in repr(engine._connection.settings)  # type: ignore[attr-defined]
    with Store.open(tmp_path / "index") as store:
        kept = b"".join(file.read_bytes() for file in store.folder.rglob("*") if file.is_file())
    assert KEY.encode() not in kept


def make_certificate(path: Path) -> None:
    """A certificate for this machine that nobody else trusts, with its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )


def test_a_certificate_must_be_trusted(tmp_path: Path, server: QdrantServer) -> None:
    make_certificate(tmp_path / "own.pem")
    server.serve_tls(tmp_path / "own.pem")
    said = failure_of(engine_of(server))
    assert "certificate is not trusted" in said.message("en")
    assert "certificat n'est pas reconnu" in said.message("fr").replace("’", "'")
    engine = engine_of(server, ca_file=str(tmp_path / "own.pem"))
    change(tmp_path / "index", engine, [note(1)])


@pytest.mark.parametrize("name", ["missing.pem", "text.pem"])
def test_a_file_of_certificates_that_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    with pytest.raises(SettingsInvalid, match="ca_file"):
        open_engine(settings_of("https://127.0.0.1:9", ca_file=str(tmp_path / name)))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"url": "qdrant.example:6333"}, id="no-scheme"),
        pytest.param({"url": "http://qdrant.example", "key_env": "KEY"}, id="key-in-the-clear"),
        pytest.param({"url": "https://q.example", "path": "here"}, id="two-places"),
        pytest.param({"collection": "a/b"}, id="name"),
        pytest.param({"collection": ""}, id="no-name"),
        pytest.param({"shards": 0}, id="shards"),
        pytest.param({"timeout": 0}, id="timeout"),
        pytest.param({"uri": "https://q.example"}, id="unknown"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read_settings({"store": values}, Path("rag.toml"))
    assert {len(refused.value.message(language).splitlines()) for language in LANGUAGES} == {1}


def test_a_password_in_the_address_is_not_shown() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        StoreSettings(url="ftp://name:password@q.example")
    assert "password" not in str(refused.value)
