"""A damaged live generation: the previous one answers, says so, and steps back after a repair."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_cli import rag as command

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import IndexDamaged
from rag.ingest import ingest, repair
from rag.records import Language
from rag.server import EngineLoader, create_app
from rag.store import Library, Store, open_usable
from rag.store.layout import generation, read_current
from rag.web.html.layout import status

ENCODER = HashingEncoder(64)
SETTINGS = Settings(threshold=0.0)
OLD = "Le mandat du président dure trois ans. Le conseil siège à Rabat."
NEW = "Le mandat du président dure cinq ans. Le conseil siège à Paris."
ENGLISH = "The keeper signs the log. The keys of the lighthouse are kept at the harbour."
QUESTION = "Combien de temps dure le mandat du président ?"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, and an index whose live generation says five years, the kept one three."""
    folder = tmp_path_factory.mktemp("made")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "en.txt").write_text(f"Log\n\n{ENGLISH}", encoding="utf-8")
    for text in (OLD, NEW):
        (docs / "fr.txt").write_text(f"Règlement\n\n{text}", encoding="utf-8")
        ingest([docs], folder / "index", ENCODER)
    return folder


@pytest.fixture
def docs(made: Path) -> Path:
    return made / "docs"


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "index", tmp_path / "index")


def live(index: Path) -> Path:
    return generation(index, read_current(index).live)


def library(index: Path) -> Rag:
    return Rag(open_usable(index), ENCODER, SETTINGS)


def quote(found: Rag) -> str:
    answer = found.ask(QUESTION)
    assert answer.found
    return answer.citations[0].quote


def put(path: Path, content: bytes) -> None:
    """In the place of the file, not into it: a library that is still open keeps its own."""
    other = path.with_name("other")
    other.write_bytes(content)
    other.replace(path)


def cut(path: Path) -> None:
    put(path, path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    """The same size, other bytes: the size shows nothing."""
    put(path, bytes(byte ^ 0xFF for byte in path.read_bytes()))


def flip(path: Path) -> None:
    """One bit, in the last byte: the file opens and reads as before."""
    content = path.read_bytes()
    put(path, content[:-1] + bytes([content[-1] ^ 1]))


def clear(folder: Path) -> None:
    shutil.rmtree(folder)


def terms(index: Path) -> Path:
    return next((live(index) / "terms").glob("*.idx"))


@pytest.mark.parametrize(
    ("where", "how"),
    [
        pytest.param(lambda index: live(index) / "documents.sqlite", cut, id="table-cut"),
        pytest.param(lambda index: live(index) / "documents.sqlite", scramble, id="no-table"),
        pytest.param(lambda index: live(index) / "vectors.faiss", Path.unlink, id="no-vectors"),
        pytest.param(lambda index: live(index) / "vectors.faiss", scramble, id="other-vectors"),
        pytest.param(lambda index: live(index) / "manifest.json", cut, id="manifest-cut"),
        pytest.param(terms, cut, id="terms-cut"),
        pytest.param(lambda index: live(index) / "terms" / "meta.json", scramble, id="no-terms"),
        pytest.param(lambda index: live(index) / "documents.sqlite", flip, id="table-bit"),
        pytest.param(lambda index: live(index) / "vectors.faiss", flip, id="vectors-bit"),
        pytest.param(terms, flip, id="terms-bit"),
        pytest.param(live, clear, id="whole-generation-gone"),
    ],
)
def test_the_generation_before_answers_says_so_and_the_next_run_mends(
    docs: Path,
    index: Path,
    where: Callable[[Path], Path],
    how: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert (library(index).notice("fr"), quote(library(index))) == ("", NEW.split(". ")[0] + ".")
    how(where(index))
    found = library(index)
    assert quote(found) == OLD.split(". ")[0] + "."
    assert found.notice("fr").startswith("L’index est endommagé")
    assert "rag index --repair" in found.notice("en")
    assert [record.levelname for record in caplog.records] == [
        "ERROR"
    ]  # once, not at each question
    ingest([docs], index, ENCODER)
    assert quote(found) == NEW.split(". ")[0] + "."
    assert found.notice("en") == ""


@pytest.mark.parametrize("content", [b"", b"\xff\n", b"000009\n000001\n"])
def test_where_the_pointer_is_lost_the_newest_whole_generation_answers(
    index: Path, content: bytes
) -> None:
    (index / "CURRENT").write_bytes(content)
    found = library(index)
    assert quote(found) == NEW.split(". ")[0] + "."
    assert found.notice("en")


def test_a_damage_met_while_answering_moves_the_same_question_over(index: Path) -> None:
    found = library(index)
    part = found.seen_by(lambda document: document.path == "fr.txt")
    path = live(index) / "documents.sqlite"
    content = path.read_bytes()
    whole, first = content, Store.open(index)
    (tables,) = first._tables.connections
    for document in first.documents():
        packed = tables.execute(
            "SELECT text FROM pages JOIN documents ON documents.key = document WHERE id = ?",
            (document.id,),
        ).fetchone()[0]
        content = content.replace(packed, bytes(len(packed)))
    assert content != whole
    path.write_bytes(content)
    assert quote(library(index)) == OLD.split(". ")[0] + "."  # it opens; its pages do not
    assert quote(found) == quote(part) == OLD.split(". ")[0] + "."
    assert [document.path for document in part.documents()] == ["fr.txt"]
    assert part.notice("en")


def test_whatever_is_put_back_in_place_answers_again(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index, tmp_path / "backup")
    (live(index) / "vectors.faiss").unlink()
    found = library(index)
    assert found.notice("en")
    os.utime(index / "lock")  # of no account
    assert found.notice("en")
    shutil.copy(live(tmp_path / "backup") / "vectors.faiss", live(index) / "vectors.faiss")
    assert (found.notice("en"), quote(found)) == ("", NEW.split(". ")[0] + ".")


def test_no_generation_stands_in_that_is_damaged_itself_or_of_another_encoder(
    docs: Path, index: Path
) -> None:
    kept = generation(index, read_current(index).kept or 0)
    path = kept / "documents.sqlite"
    whole = path.read_bytes()
    put(path, whole[:-1] + bytes([whole[-1] ^ 1]))
    (live(index) / "vectors.faiss").unlink()
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss"):
        library(index)
    put(path, whole)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss"):
        Rag(open_usable(index), HashingEncoder(32), SETTINGS)
    assert repair(index, ENCODER).documents == 2
    assert quote(library(index)) == NEW.split(". ")[0] + "."


def test_a_fault_that_no_damage_explains_stays_what_it_is(index: Path) -> None:
    def wrong(library: Library) -> str:
        raise KeyError("a fault of the program")

    found = library(index)
    with pytest.raises(KeyError, match="of the program"):
        found._latest.read(wrong, KeyError)
    assert found.notice("en") == ""


def test_the_commands_say_it_in_one_line(index: Path) -> None:
    (live(index) / "vectors.faiss").unlink()
    for locale, message in (
        ("fr_FR.UTF-8", "L’index est endommagé"),
        ("C", "The index is damaged: answers come from its version of"),
    ):
        done = command(index.parent, "ask", QUESTION, locale=locale)
        assert "dure trois ans" in done.stdout
        assert done.stderr.startswith(message)
        assert done.stderr.count("\n") == 1
    doctor = command(index.parent, "doctor")
    assert doctor.returncode == 1
    assert "The index is damaged: answers come from its version of" in doctor.stdout


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "L’index est endommagé"),
        ("en", "The index is damaged: answers come from its version of"),
    ],
)
def test_the_page_and_readiness_say_it(index: Path, language: Language, message: str) -> None:
    (live(index) / "vectors.faiss").unlink()
    loader = EngineLoader(lambda: library(index))
    with TestClient(create_app(loader), base_url="http://127.0.0.1") as client:
        assert loader.wait(60) == "ready"
        assert client.get("/readyz").json()["notice"].startswith("The index is damaged")
        assert message in status(loader, language)
